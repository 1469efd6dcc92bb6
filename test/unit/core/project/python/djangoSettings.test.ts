import assert from 'node:assert/strict';
import { detectProjects } from '../../../../../src/core/project/detectProjects';
import { memoryFileSource } from '../memoryFileSource';

const manage = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\n';
const wsgi = `${manage}from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n`;

async function look(settings: string, list: string, files: Readonly<Record<string, string>> = {}) {
    const source = memoryFileSource({
        'manage.py': `${manage}from django.core.management import execute_from_command_line\n`,
        'site1/__init__.py': '',
        'site1/wsgi.py': wsgi,
        'site1/settings.py': `ALLOWED_HOSTS = ["*"]\n${settings}`,
        'requirements.txt': `gunicorn\n${list}`,
        ...files,
    });
    const [found] = await detectProjects(source, {});
    assert.ok(found);
    return {
        version: found.profile.runtimeVersion,
        told: found.profile.findings.map(({ code, file, line }) => `${code} ${file ?? ''}:${line ?? 0}`),
        fixes: found.profile.findings.flatMap(({ fix }) => (fix === undefined ? [] : [`${fix.path}\n${fix.content}`])),
        list: found.detection.edits.find(({ path }) => path === 'requirements.txt')?.content,
    };
}

describe('what Django settings rely on', () => {
    const crispy = 'INSTALLED_APPS = [\n    "django.contrib.auth",\n    "crispy_forms",\n]\nCRISPY_TEMPLATE_PACK = "bootstrap4"\n';

    it('templates that crispy forms lost keep a release that has them', async () => {
        const { told, list } = await look(crispy, 'Django\ndjango-crispy-forms\n');
        assert.deepEqual(told, ['requirements/bound-missing site1/settings.py:6']);
        assert.equal(list, 'gunicorn\nDjango\ndjango-crispy-forms\ndjango-crispy-forms<2\n');
    });

    it('or the app that brings them, where the list wants a newer release', async () => {
        const { told, fixes, list } = await look(crispy, 'Django\ndjango-crispy-forms==2.3\n');
        assert.deepEqual(told, ['django/template-pack site1/settings.py:6']);
        assert.deepEqual(fixes, [
            `site1/settings.py\nALLOWED_HOSTS = ["*"]\n${crispy.replace('"crispy_forms",\n', '"crispy_forms",\n    "crispy_bootstrap4",\n')}`,
        ]);
        assert.equal(list, undefined);
    });

    it('templates that an app brings, or that a pinned release has, need nothing', async () => {
        const whole = crispy.replace('"crispy_forms"', '"crispy_forms", "crispy_bootstrap4"');
        assert.deepEqual((await look(whole, 'Django\ndjango-crispy-forms\ncrispy-bootstrap4\n')).told, []);
        assert.deepEqual((await look(crispy, 'Django\ndjango-crispy-forms==1.14.0\n')).told, []);
    });

    it('templates whose app is added by a call, or on a condition, need nothing', async () => {
        for (const added of [
            'INSTALLED_APPS.append("crispy_bootstrap4")',
            'INSTALLED_APPS.extend(["crispy_bootstrap4"])',
            'if TEMPLATES:\n    INSTALLED_APPS += ["crispy_bootstrap4"]',
        ]) {
            const list = 'Django\ndjango-crispy-forms==2.3\ncrispy-bootstrap4\n';
            assert.deepEqual((await look(`${crispy}${added}\n`, list)).told, [], added);
        }
    });

    it('apps that are added while DEBUG is written out as on', async () => {
        const debug = 'DEBUG = True\nINSTALLED_APPS = []\nif DEBUG:\n    INSTALLED_APPS += ["debug_toolbar"]\n';
        assert.deepEqual((await look(debug, 'Django\n')).told, ['requirements/import-missing site1/settings.py:5']);
        assert.deepEqual((await look(debug.replace('True', 'False'), 'Django\n')).told, []);
        assert.deepEqual((await look(`${debug}DEBUG = False\n`, 'Django\n')).told, []);
    });

    it('names that Django lost keep a release that has them, on a Python that it works on', async () => {
        const files = { 'site1/urls.py': 'from django.conf.urls import url\nurlpatterns = []\n' };
        const { told, list, version } = await look('ROOT_URLCONF = "site1.urls"\n', 'Django>=2\n', files);
        assert.deepEqual(told, ['requirements/bound-missing site1/urls.py:1']);
        assert.equal(list, 'gunicorn\nDjango>=2\nDjango<4\n');
        assert.equal(version, '3.11');
        assert.deepEqual((await look('ROOT_URLCONF = "site1.urls"\n', 'Django==3.2\n', files)).told, []);
        assert.deepEqual((await look('ROOT_URLCONF = "site1.urls"\n', 'Django==5.2\n', files)).told, []);
    });
});
