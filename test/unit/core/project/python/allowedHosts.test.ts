import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { translateMade } from '../../../../../src/views/translateMade';
import { memoryFileSource } from '../memoryFileSource';

const bundle = JSON.parse(readFileSync(path.resolve(__dirname, '../../../../../l10n/bundle.l10n.de.json'), 'utf8')) as Record<
    string,
    string
>;

const shop = (setting: string) => ({
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    'shop/settings.py': `import os\nINSTALLED_APPS = ["django.contrib.admin"]\n${setting}\nROOT_URLCONF = "shop.urls"\n`,
    'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
    'shop/urls.py': 'urlpatterns = []\n',
    'requirements.txt': 'django\n',
});

function check(title: string, setting: string, expected: RegExp | undefined, more: Readonly<Record<string, string>> = {}): void {
    it(title, async () => {
        const [project] = await detectProjects(memoryFileSource({ ...shop(setting), ...more }), {});
        const found = project?.profile.findings.find(({ code }) => code === 'django/allowed-hosts');
        assert.match(found?.message ?? 'none', expected ?? /^none$/);
        assert.equal(found?.line, expected === undefined ? undefined : 3);
    });
}

describe('the host names that a Django app answers to', () => {
    check('none', 'ALLOWED_HOSTS = []', /is empty/);
    check(
        'other ones than those that Azure gives',
        "ALLOWED_HOSTS = [\n    '127.0.0.1',\n    '.pythonanywhere.com',\n]",
        /lists 127\.0\.0\.1, \.pythonanywhere\.com:/,
    );
    check('every one', "ALLOWED_HOSTS = ['*']", undefined);
    check('one that Azure gives', "ALLOWED_HOSTS = ['localhost', '.azurewebsites.net']", undefined);
    check('one that a variable names', "ALLOWED_HOSTS = ['localhost', os.environ.get('HOST', '')]", undefined);
    check('one that is added later', "ALLOWED_HOSTS = ['localhost']\nALLOWED_HOSTS += os.environ['HOSTS'].split(',')", undefined);
    check(
        'one that a variable names in production only',
        "DEBUG = False\nALLOWED_HOSTS = ['localhost']\nif not DEBUG:\n    ALLOWED_HOSTS = os.environ['HOSTS'].split(',')",
        undefined,
    );
    check(
        'one that a variable names in place of those of the settings below',
        "from .base import *\nALLOWED_HOSTS = os.environ['HOSTS'].split(',')",
        undefined,
        { 'shop/base.py': "ALLOWED_HOSTS = ['localhost']\n" },
    );
    check('one that is added to those of the settings below', "from .base import *\nALLOWED_HOSTS += [os.environ['HOST']]", undefined, {
        'shop/base.py': "ALLOWED_HOSTS = ['localhost']\n",
    });

    for (const [setting, english, german] of [
        [
            '[]',
            'ALLOWED_HOSTS is empty: Django answers 400 to every host name but localhost, also to the one that Azure gives the app.',
            'ALLOWED_HOSTS ist leer: Django antwortet jedem Hostnamen außer localhost mit 400, auch dem, den Azure der App gibt.',
        ],
        [
            "['localhost', 'a.example']",
            'ALLOWED_HOSTS lists localhost, a.example: Django answers 400 to every other host name, also to the one that Azure gives the app.',
            'ALLOWED_HOSTS nennt localhost, a.example: Django antwortet jedem anderen Hostnamen mit 400, auch dem, den Azure der App gibt.',
        ],
    ] as const) {
        it(`are told as a whole in German: ${setting}`, async () => {
            const [project] = await detectProjects(memoryFileSource(shop(`ALLOWED_HOSTS = ${setting}`)), {});
            const message = project?.profile.findings.find(({ code }) => code === 'django/allowed-hosts')?.message;
            assert.equal(message, english);
            assert.equal(translateMade(bundle, english), german);
        });
    }
});
