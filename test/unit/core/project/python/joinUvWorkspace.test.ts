import assert from 'node:assert/strict';
import { quietOperation } from '../../../../../src/base/operation';
import { containerize } from '../../../../../src/workflows/containerize';
import { memoryFileSource } from '../memoryFileSource';

const files = {
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["apps/*", "packages/*"]\nexclude = ["packages/old"]\n',
    'uv.lock': 'version = 1\nrequires-python = ">=3.13"\n',
    'apps/api/pyproject.toml':
        '[project]\nname = "api"\nversion = "1"\nrequires-python = ">=3.13"\ndependencies = ["fastapi", "uvicorn", "words"]\n[tool.uv.sources]\nwords = { workspace = true }\n',
    'apps/api/main.py':
        'from fastapi import FastAPI\nfrom words import hello\napp = FastAPI()\n@app.get("/")\ndef home():\n    return hello()\n',
    'packages/words/pyproject.toml': '[project]\nname = "words"\nversion = "1"\n',
    'packages/words/words.py': 'def hello():\n    return "hi"\n',
    'packages/old/pyproject.toml': '[project]\nname = "old"\nversion = "1"\n',
};

describe('a member of a uv workspace', () => {
    it("is built from the root, with the root's lock and the members that it depends on, and started in its folder", async () => {
        const { projects, files: proposed } = await containerize(quietOperation(), memoryFileSource(files), {});
        const [project] = projects;
        assert.deepEqual(
            [project?.folder, project?.context, project?.packageManager, project?.entry, project?.server],
            ['apps/api', '', 'uv', 'main:app', 'uvicorn'],
        );
        const dockerfile = proposed.find(({ path }) => path === 'apps/api/Dockerfile')?.content ?? '';
        const order = [
            'COPY pyproject.toml ./pyproject.toml',
            'COPY uv.lock ./uv.lock',
            'COPY apps/api/pyproject.toml ./apps/api/pyproject.toml',
            'COPY packages/words/pyproject.toml ./packages/words/pyproject.toml',
            'uv sync --locked --no-dev --package api --no-install-workspace',
            'COPY . .',
            'uv sync --locked --no-dev --package api --no-install-package api --no-editable',
            'WORKDIR /app/apps/api',
        ].map((words) => dockerfile.indexOf(words));
        assert.ok(
            order.every((at, index) => at > (order[index - 1] ?? -1)),
            `${order.join()}\n${dockerfile}`,
        );
        assert.doesNotMatch(dockerfile, /packages\/old/);
        assert.ok(proposed.some(({ path }) => path === '.dockerignore'));
    });

    it('and its root too, where that is the app', async () => {
        const app = files['apps/api/main.py'];
        const root = {
            'pyproject.toml': `${files['pyproject.toml']}[project]\nname = "shop"\nversion = "1"\ndependencies = ["fastapi", "uvicorn", "words"]\n[tool.uv.sources]\nwords = { workspace = true }\n`,
            'uv.lock': files['uv.lock'],
            'main.py': app,
            'packages/words/pyproject.toml': `${files['packages/words/pyproject.toml']}[build-system]\nrequires = ["hatchling", "hatch-vcs"]\n`,
            'packages/words/words.py': files['packages/words/words.py'],
        };
        const { projects, files: proposed } = await containerize(quietOperation(), memoryFileSource(root), {});
        assert.deepEqual([projects[0]?.folder, projects[0]?.entry], ['', 'main:app']);
        const dockerfile = proposed.find(({ path }) => path === 'Dockerfile')?.content ?? '';
        for (const words of [
            'COPY packages/words/pyproject.toml ./packages/words/pyproject.toml',
            'SETUPTOOLS_SCM_PRETEND_VERSION=0.0.0',
            'uv sync --locked --no-dev --package shop --no-install-workspace',
            'uv sync --locked --no-dev --package shop --no-install-package shop --no-editable',
        ]) {
            assert.ok(dockerfile.includes(words), `${words}\n${dockerfile}`);
        }
    });

    it('that has a lock of its own is built by itself', async () => {
        const own = { ...files, 'apps/api/uv.lock': 'version = 1\n' };
        const { projects } = await containerize(quietOperation(), memoryFileSource(own), {});
        assert.equal(projects[0]?.context, undefined);
    });

    it('is none where the workspace does not list it', async () => {
        const other = { ...files, 'pyproject.toml': '[tool.uv.workspace]\nmembers = ["packages/*"]\n' };
        const { projects } = await containerize(quietOperation(), memoryFileSource(other), {});
        assert.deepEqual([projects[0]?.folder, projects[0]?.context], ['apps/api', undefined]);
    });

    it('with a root that is no TOML is built by itself', async () => {
        const broken = { ...files, 'pyproject.toml': '[tool.uv\n' };
        const { projects } = await containerize(quietOperation(), memoryFileSource(broken), {});
        assert.equal(projects.find(({ folder }) => folder === 'apps/api')?.context, undefined);
    });
});
