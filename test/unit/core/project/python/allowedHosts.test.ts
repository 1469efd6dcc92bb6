import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

function check(title: string, setting: string, expected: RegExp | undefined): void {
    it(title, async () => {
        const [project] = await detectProjects(
            memoryFileSource({
                'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
                'shop/settings.py': `import os\nINSTALLED_APPS = ["django.contrib.admin"]\n${setting}\nROOT_URLCONF = "shop.urls"\n`,
                'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
                'shop/urls.py': 'urlpatterns = []\n',
                'requirements.txt': 'django\n',
            }),
            {},
        );
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
});
