import assert from 'node:assert/strict';
import { quietOperation } from '../../../../../src/base/operation';
import { containerize } from '../../../../../src/workflows/containerize';
import { memoryFileSource } from '../memoryFileSource';

const app = 'from flask import Flask\nimport requests\napp = Flask(__name__)\n@app.get("/")\ndef home():\n    return "hi"\n';

async function look(files: Readonly<Record<string, string>>) {
    const { projects, files: made } = await containerize(quietOperation(), memoryFileSource({ 'app.py': app, ...files }));
    const findings = projects[0]?.findings ?? [];
    return {
        facts: projects[0],
        told: findings.map(({ code, file, line }) => `${code} ${file ?? ''}:${line ?? ''}`),
        fixes: Object.fromEntries(findings.flatMap(({ fix }) => (fix === undefined ? [] : [[fix.title, `${fix.path}\n${fix.content}`]]))),
        edits: Object.fromEntries(made.flatMap(({ path, content, action }) => (action === 'edit' ? [[path, content]] : []))),
        written: made.filter(({ action }) => action !== 'keep').map(({ path }) => path),
        dockerfile: made.find(({ path }) => path === 'Dockerfile')?.content ?? '',
    };
}

describe('The list of a Python project', () => {
    const lines = 'flask\nrequests\n';
    const project = '[project]\nname = "x"\nversion = "1"\ndependencies = ["flask", "requests"]\n';

    it('gets pins that work on the Python that is asked for', async () => {
        const pinned = 'flask\nrequests\ngunicorn\nnumpy==1.20.0 # maths\n';
        const raised = 'flask\nrequests\ngunicorn\nnumpy==1.23.2 # maths\n';
        const { told, fixes, edits } = await look({ 'requirements.txt': pinned, '.python-version': '3.11' });
        assert.deepEqual(told, ['requirements/pin-unsupported requirements.txt:4']);
        assert.deepEqual(fixes, { 'Raise in requirements.txt what does not work on Python 3.11': `requirements.txt\n${raised}` });
        assert.deepEqual(edits, { 'requirements.txt': raised });
        const poetry = await look({ 'pyproject.toml': '[tool.poetry.dependencies]\npython = "3.11.*"\nflask = "*"\nrequests = "*"\nnumpy = "1.20.0"\n', 'poetry.lock': '' }); // prettier-ignore
        assert.match(Object.keys(poetry.fixes).join(), /Raise in pyproject.toml what does not work on Python 3.11, then run poetry lock/);
        assert.deepEqual(poetry.edits, {});
    });

    it('gets pins raised that others of it rule out, as far as pip resolves it itself', async () => {
        const pinned = 'flask==2.0.2\nrequests\ngunicorn\nMarkupSafe==2.0.1\nWerkzeug==2.2.3\n';
        const raised = pinned.replace('2.0.1', '2.1.1');
        const { told, fixes, edits } = await look({ 'requirements.txt': pinned });
        assert.deepEqual(told, ['requirements/pin-conflict requirements.txt:4']);
        assert.deepEqual(fixes, { 'Raise markupsafe to 2.1.1 in requirements.txt': `requirements.txt\n${raised}` });
        assert.deepEqual(edits, { 'requirements.txt': raised });
        const hashed = await look({ 'requirements.txt': pinned.replaceAll(/==([\d.]+)/g, '==$1 --hash=sha256:00') });
        assert.ok(!hashed.told.join().includes('pin-conflict'));
    });

    it('gets six beside libraries of Azure that leave it to azure-core', async () => {
        const uses = 'from azure.storage.blob import BlobServiceClient\n';
        const old = 'flask\nrequests\ngunicorn\nazure-storage-blob==12.9.0\n';
        const { told, edits } = await look({ 'app.py': `${uses}${app}`, 'requirements.txt': old });
        assert.deepEqual(told, ['requirements/bound-missing requirements.txt:4']);
        assert.deepEqual(edits, { 'requirements.txt': `${old}six\n` });
        const pinnedCore = await look({ 'app.py': `${uses}${app}`, 'requirements.txt': `${old}azure-core==1.24.0\n` });
        assert.deepEqual(pinnedCore.told, []);
        const today = await look({ 'app.py': `${uses}${app}`, 'requirements.txt': old.replace('12.9.0', '12.25.1') });
        assert.deepEqual(today.told, []);
    });

    it('asks for packages of its own folder, which are told when they are not there', async () => {
        const list = `${lines}gunicorn\n./dist/x-1.0-py3-none-any.whl\n-e ./libs/a\n-e ./libs/gone\n./w.whl; sys_platform == "win32"\n-e .\n./gone.whl#sha256=0\n`;
        const { told } = await look({ 'requirements.txt': list, 'dist/x-1.0-py3-none-any.whl': '', 'libs/a/setup.py': '' });
        assert.deepEqual(told, ['requirements/include-failed requirements.txt:6', 'requirements/include-failed requirements.txt:9']);
    });

    it('belongs to the manager that its settings or its build name, before there is a lock', async () => {
        for (const [more, packageManager] of [
            ['[tool.poetry]\npackage-mode = false\n', 'poetry'],
            ['[build-system]\nbuild-backend = "poetry.core.masonry.api"\n', 'poetry'],
            ['[build-system]\nbuild-backend = "uv_build"\n', 'uv'],
            ['[build-system]\nbuild-backend = "pdm.backend"\n', 'pdm'],
            ['[build-system]\nbuild-backend = "hatchling.build"\n', 'pip'],
        ] as const) {
            const { facts } = await look({ 'pyproject.toml': `${project}${more}` });
            assert.equal(facts?.packageManager, packageManager);
        }
    });

    it('gets what it lacks where its manager looks for it', async () => {
        const cases: readonly (readonly [Record<string, string>, string])[] = [
            [{ 'requirements.txt': lines }, 'requirements.txt'],
            [{ 'requirements.in': lines, 'requirements.txt': `# made by pip-compile\n${lines}` }, 'requirements.in'],
            [{ 'requirements.in': `${lines}gunicorn\n`, 'requirements.txt': `# made by pip-compile\n${lines}` }, 'requirements.txt'],
            [{ 'pyproject.toml': project, 'requirements.txt': `# This file was autogenerated by uv via the following command:\n#    uv pip compile pyproject.toml -o requirements.txt\n${lines}` }, 'pyproject.toml'],
            [{ 'pyproject.toml': project, 'uv.lock': 'version = 1\n' }, 'pyproject.toml'],
            [{ 'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.11"\nflask = "*"\nrequests = "*"\n' }, 'pyproject.toml'],
            [{ 'pyproject.toml': `${project}[tool.pdm]\n` }, 'pyproject.toml'],
            [{ Pipfile: '[packages]\nflask = "*"\nrequests = "*"\n' }, 'Pipfile'],
            [{ 'setup.cfg': '[options]\ninstall_requires =\n  flask\n  requests\n' }, 'setup.cfg'],
            [{ 'environment.yml': 'dependencies:\n  - flask\n  - requests\n' }, 'environment.yml'],
            [{ 'pyproject.toml': '[project]\nname = "x"\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\ndependencies = {file = ["deps/web.txt"]}\n', 'deps/web.txt': lines }, 'deps/web.txt'],
        ]; // prettier-ignore
        for (const [files, expected] of cases) {
            const { fixes } = await look(files);
            const [[title, content] = ['', '']] = Object.entries(fixes);
            assert.match(title, new RegExp(`^Add gunicorn to ${expected}`));
            assert.ok(content.startsWith(`${expected}\n`) && content.includes('gunicorn'), content);
        }
    });

    it('is told with the command that renews its lock', async () => {
        const { fixes } = await look({ 'pyproject.toml': project, 'uv.lock': 'version = 1\n' });
        assert.deepEqual(Object.keys(fixes), ['Add gunicorn to pyproject.toml, then run uv lock']);
    });

    it('that was compiled is edited together with its source', async () => {
        const { edits } = await look({ 'requirements.in': 'flask\nrequests', 'requirements.txt': 'flask==3.0.0\nrequests==2.32.0\n' });
        assert.deepEqual(edits, { 'requirements.in': 'flask\nrequests\ngunicorn\n', 'requirements.txt': 'flask==3.0.0\nrequests==2.32.0\ngunicorn\n' }); // prettier-ignore
    });

    it('is its source where it was never compiled', async () => {
        const { facts, dockerfile } = await look({ 'requirements.in': `${lines}gunicorn\n` });
        assert.equal(facts?.packageManager, 'pip-tools');
        assert.match(dockerfile, /pip install -r requirements\.in/);
    });

    it('is left without its lock where the lock does not know what it asks for', async () => {
        const locked = '[[package]]\nname = "flask"\nversion = "3.0.0"\n\n[[package]]\nname = "requests"\nversion = "2.32.0"\n';
        const toml = '[tool.poetry.dependencies]\nflask = "*"\nrequests = "*"\ngunicorn = "*"\n';
        const { told, dockerfile } = await look({ 'pyproject.toml': toml, 'poetry.lock': locked });
        assert.deepEqual(told, ['scaffold/lock-stale poetry.lock:1']);
        assert.match(dockerfile, /pip install flask requests gunicorn/);
        const fresh = await look({
            'pyproject.toml': toml,
            'poetry.lock': `${locked}[[package]]\nname = "Gunicorn"\nversion = "23.0.0"\n`,
        });
        assert.match(fresh.dockerfile, /poetry export/);
    });

    it('brings along the folders that it installs from', async () => {
        const { dockerfile } = await look({
            'requirements.txt': `${lines}gunicorn\n./libs/shop\n-e libs/other\n--find-links wheels\nwheels/x-1.0-py3-none-any.whl\n`,
            'libs/shop/setup.py': '',
            'libs/other/setup.py': '',
            'wheels/x-1.0-py3-none-any.whl': '',
        });
        const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+)$/gm)].map((match) => match[1]);
        assert.deepEqual(copied, ['requirements.txt ./requirements.txt', 'libs/shop ./libs/shop', 'libs/other ./libs/other', 'wheels ./wheels']); // prettier-ignore
    });

    it('that installs the project itself is installed with all of it there', async () => {
        const { dockerfile } = await look({
            'requirements.txt': `${lines}gunicorn\n-e .\n`,
            'setup.py': 'from setuptools import setup\nsetup()\n',
        });
        assert.match(dockerfile, /COPY \. \.\nRUN [^\n]*\n\s+pip install -r requirements\.txt/);
    });

    it('keeps the address that a package is fetched from', async () => {
        const fetched = '"shop @ git+https://example.com/shop.git@v1 ; python_version > \'3\'"';
        const { dockerfile } = await look({ 'pyproject.toml': project.replace('"requests"', `"requests", "gunicorn", ${fetched}`) });
        assert.match(
            dockerfile,
            /pip install flask requests gunicorn "shop @ git\+https:\/\/example\.com\/shop\.git@v1 ; python_version > '3'"/,
        );
        assert.match(dockerfile, /apt-get install .*git/);
        const pipfile =
            '[packages]\nflask = "*"\nrequests = "*"\ngunicorn = "*"\nshop = {git = "https://example.com/shop.git", ref = "v1"}\n';
        assert.match((await look({ Pipfile: pipfile })).dockerfile, /"shop @ git\+https:\/\/example\.com\/shop\.git@v1"/);
    });

    it('has what the project itself asks for where it installs that', async () => {
        const setup = 'from setuptools import setup\nsetup(name="shop", install_requires=["flask", "requests"])\n';
        for (const own of [{ 'setup.py': setup }, { 'pyproject.toml': project }]) {
            const { told, edits } = await look({ ...own, 'requirements.txt': '-e .\ngunicorn\n' });
            assert.deepEqual(told, []);
            assert.deepEqual(edits, {});
        }
    });

    it('keeps to itself who signs in where a package is fetched from, and what the shell would run', async () => {
        const fetched = `shop = {git = "https://someone:s3cret-w0rd@example.com/shop.git", rev = "$(id)\`id\`"}\npaid = {file = "https://s3cret-w0rd@example.com/paid.whl"}\nown = {git = "ssh://git@example.com/own.git"}\n`;
        const { dockerfile } = await look({ Pipfile: `[packages]\nflask = "*"\nrequests = "*"\ngunicorn = "*"\n${fetched}` });
        assert.ok(!dockerfile.includes('s3cret-w0rd'));
        assert.ok(dockerfile.includes('"shop @ git+https://example.com/shop.git@\\$(id)\\`id\\`" "paid @ https://example.com/paid.whl"'));
        assert.ok(dockerfile.includes('"own @ git+ssh://git@example.com/own.git"'));
    });

    it('tells the includes at which pip stops, with file and line', async () => {
        const { told } = await look({
            'requirements.txt': 'gunicorn\n-r a.txt\n-r none.txt\n-r ../out.txt\n-r https://example.com/more.txt\n-c limits.txt\n',
            'a.txt': 'flask\nrequests\n-r requirements.txt',
            'limits.txt': 'flask<4\n-c a.txt\n',
        });
        assert.deepEqual(told, [
            'requirements/include-failed a.txt:3',
            'requirements/include-failed requirements.txt:3',
            'requirements/include-failed requirements.txt:4',
        ]);
    });

    it('is bounded by its constraints, also what is added to it', async () => {
        const { facts } = await look({ 'requirements.txt': 'flask\nrequests\n-c limits.txt\n', 'limits.txt': 'gunicorn==20.1.0\n' });
        assert.equal(facts?.runtimeVersion, '3.11');
        const { told } = await look({ 'requirements.txt': 'flask\nrequests\ngunicorn\npandas\n-c limits.txt\n', 'limits.txt': 'pandas==1.5.3\ngunicorn==20.1.0\n', '.python-version': '3.13\n' }); // prettier-ignore
        assert.deepEqual(told.filter((each) => each.startsWith('requirements/pin')), ['requirements/pin-unsupported limits.txt:2', 'requirements/pin-unsupported limits.txt:1']); // prettier-ignore
    });

    it('leaves out on Linux what exists for Windows only', async () => {
        const { told, edits } = await look({
            'requirements.txt': 'flask\r\nrequests\r\ngunicorn\r\npywin32==306 # COM\r\npywin32-ctypes\r\n',
        });
        assert.deepEqual(told, ['requirements/windows-only requirements.txt:4']);
        assert.equal(edits['requirements.txt'], "flask\r\nrequests\r\ngunicorn\r\npywin32==306; sys_platform == 'win32' # COM\r\npywin32-ctypes\r\n"); // prettier-ignore
    });

    it('is never made where one is that could not be read', async () => {
        const source = memoryFileSource({ 'app.py': app, 'requirements.txt': '' });
        const unreadable = { ...source, read: (path: string) => (path === 'requirements.txt' ? Promise.resolve(undefined) : source.read(path)) }; // prettier-ignore
        const { files } = await containerize(quietOperation(), unreadable);
        assert.deepEqual(files.map(({ path }) => path).sort(), ['.dockerignore', 'Dockerfile']);
        assert.match(files[0]?.content ?? '', /pip install gunicorn flask requests/);
    });
});
