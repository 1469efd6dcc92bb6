import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

const names = (settings: string) => `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "${settings}")\n`;
const served = 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n';
const sqlite = "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3'}}\n";
const postgres = "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'PORT': int(os.environ['PG_AT'])}}\n";

const shop = {
    'manage.py': `${names('shop.settings.local')}from django.core.management import execute_from_command_line\n`,
    'shop/settings/base.py': `import os\nSECRET_KEY = os.environ['SHOP_KEY']\nSTATIC_ROOT = 'static'\n${sqlite}`,
    'shop/settings/local.py': 'from .base import *\nDEBUG = True\n',
    'shop/settings/production.py': `import os\nfrom .base import *\n${postgres}`,
    'shop/wsgi.py': names('shop.settings.production') + served,
    'requirements.txt': 'django\npsycopg2-binary\n',
};

interface Expected {
    readonly env?: string;
    readonly migrates?: 'migrates';
    readonly collects?: RegExp;
}

function check(title: string, files: Readonly<Record<string, string>>, { env, migrates, collects = /^none$/ }: Expected): void {
    it(title, async () => {
        const [project] = await detectProjects(memoryFileSource(files), {});
        const blueprint = project?.detection.blueprint;
        assert.equal(blueprint?.stack, 'python');
        assert.equal(blueprint.env.DJANGO_SETTINGS_MODULE, env);
        assert.equal(blueprint.command.includes('migrate'), migrates === 'migrates');
        assert.match(blueprint.prepare[0]?.command ?? 'none', collects);
    });
}

describe('the settings that a Django server takes', () => {
    check("are those that wsgi.py names, also for Django's own commands", shop, {
        env: 'shop.settings.production',
        collects: /^(?=.*PG_AT=1 )(?=.*SHOP_KEY=\S)/,
    });
    check(
        'are those of manage.py where both name the same',
        { ...shop, 'shop/wsgi.py': names('shop.settings.local') + served },
        {
            migrates: 'migrates',
            collects: /^SHOP_KEY=\S+ python manage\.py collectstatic/,
        },
    );
    check(
        'have no database where it is only set aside in a string: there is nothing to migrate',
        {
            ...shop,
            'shop/settings/base.py': `SECRET_KEY = 'x'\n"""\n${sqlite}"""\n`,
            'shop/wsgi.py': names('shop.settings.local') + served,
        },
        {},
    );
    check(
        'have the database that follows a string of several lines',
        {
            ...shop,
            'shop/settings/base.py': `SECRET_KEY = 'x'\nTEXT = """\nabout\n"""\n${sqlite}`,
            'shop/wsgi.py': names('shop.settings.local') + served,
        },
        { migrates: 'migrates' },
    );
    check(
        'are those of manage.py where wsgi.py chooses some while it runs',
        { ...shop, 'shop/wsgi.py': `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen)\n${served}` },
        { migrates: 'migrates', collects: /collectstatic/ },
    );
    check(
        'are those of manage.py where those of wsgi.py were never committed',
        { ...shop, 'shop/wsgi.py': names('shop.settings.secret') + served },
        { migrates: 'migrates', collects: /collectstatic/ },
    );
    check(
        'send static files to a storage on the network: nothing is gathered',
        {
            ...shop,
            'shop/settings/production.py': `${shop['shop/settings/production.py']}STATICFILES_STORAGE = 'storages.backends.s3boto3.S3StaticStorage'\n`,
        },
        { env: 'shop.settings.production' },
    );
    check(
        'may serve themselves what the settings that they take everything from would send there',
        {
            ...shop,
            'shop/settings/base.py': `${shop['shop/settings/base.py']}STATICFILES_STORAGE = 'storages.backends.s3boto3.S3StaticStorage'\n`,
            'shop/settings/production.py': `${shop['shop/settings/production.py']}STATICFILES_STORAGE = 'whitenoise.storage.CompressedStaticFilesStorage'\n`,
        },
        { env: 'shop.settings.production', collects: /collectstatic/ },
    );
    check(
        'get values while the image is built only where they could not load without',
        {
            ...shop,
            'shop/settings/base.py': `import os\nSECRET_KEY = os.environ.get('SHOP_KEY')\nALLOWED_HOSTS = os.getenv('SHOP_HOSTS').split(',')\nUSE_S3 = os.getenv('SHOP_S3')\nURL = os.getenv('SHOP_URL') or '/'\nSTATIC_ROOT = 'static'\n${sqlite}`,
        },
        { env: 'shop.settings.production', collects: /^(?=.*SHOP_KEY=)(?=.*SHOP_HOSTS=)(?!.*(SHOP_S3|SHOP_URL))/ },
    );
    check(
        'may gather static files on a condition: the image does without',
        {
            ...shop,
            'shop/settings/base.py': `import os\nDEBUG = 'CLOUD' not in os.environ\nif not DEBUG:\n    STATIC_ROOT = 'static'\n${sqlite}`,
        },
        { env: 'shop.settings.production', collects: /collectstatic --noinput \|\| echo / },
    );
    check('may fail to gather static files that nothing of the app serves', shop, {
        env: 'shop.settings.production',
        collects: /collectstatic --noinput \|\| echo 'The static/,
    });
    for (const [what, file, text] of [
        ['WhiteNoise serves', 'shop/settings/base.py', `${shop['shop/settings/base.py']}MIDDLEWARE = ['whitenoise.middleware.WhiteNoiseMiddleware']\n`],
        ['an address of the app serves', 'shop/urls.py', "urlpatterns = static('/static/', document_root=settings.STATIC_ROOT)\n"],
        ['a manifest names', 'shop/settings/base.py', `${shop['shop/settings/base.py']}STATICFILES_STORAGE = 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage'\n`],
    ] as const) {
        check(
            `must gather static files that ${what}`,
            { ...shop, [file]: text },
            { env: 'shop.settings.production', collects: /collectstatic --noinput$/ },
        );
    } // prettier-ignore
    check(
        'may do so on a condition: static files are gathered',
        {
            ...shop,
            'shop/settings/production.py': `${shop['shop/settings/production.py']}if os.getenv('USE_S3'):\n    STATICFILES_STORAGE = 'storages.backends.s3boto3.S3StaticStorage'\n`,
        },
        { env: 'shop.settings.production', collects: /collectstatic/ },
    );
});
