import assert from 'node:assert/strict';
import { quietOperation } from '../../../../../src/base/operation';
import { containerize } from '../../../../../src/workflows/containerize';
import { memoryFileSource } from '../memoryFileSource';

const app = 'from flask import Flask\napp = Flask(__name__)\n';

async function dockerfileOf(files: Readonly<Record<string, string>>, runtimeVersion?: string): Promise<string> {
    const overrides = runtimeVersion === undefined ? {} : { runtimeVersion };
    const { files: proposed } = await containerize(quietOperation(), memoryFileSource({ 'app.py': app, ...files }), { overrides });
    return proposed.find(({ path }) => path === 'Dockerfile')?.content ?? '';
}

function withUv(python: string): Readonly<Record<string, string>> {
    return {
        'pyproject.toml': `[project]\nname = "shop"\nversion = "1"\nrequires-python = "${python}"\ndependencies = ["flask", "gunicorn"]\n`,
        'uv.lock': `version = 1\nrequires-python = "${python}"\n\n[[package]]\nname = "shop"\nversion = "1"\nsource = { virtual = "." }\n\n[package.metadata]\nrequires-dist = [{ name = "flask" }, { name = "gunicorn" }]\n`,
    };
}

describe('a lock of uv on a Python', () => {
    const exported =
        /uv export --quiet --frozen --no-dev --no-emit-project -o \/tmp\/requirements\.txt && \\\n\s+\/opt\/uv\/bin\/uv pip install --python \/opt\/venv\/bin\/python -r/;
    for (const [title, python, pinned, chosen] of [
        ['that is wanted to the last number, and the image has a later one', '==3.11.9', '3.11\n', undefined],
        ['that is wanted to the last number, and another is chosen', '==3.11.9', undefined, '3.13'],
        ['that is bounded below its last releases', '>=3.11,<3.11.8', undefined, '3.11'],
    ] as const) {
        it(`${title}: is installed as it says, and uv is not asked what it thinks of the Python`, async () => {
            const dockerfile = await dockerfileOf(
                { ...withUv(python), ...(pinned !== undefined && { '.python-version': pinned }) },
                chosen,
            );
            assert.match(dockerfile, exported);
            assert.doesNotMatch(dockerfile, /uv sync --/);
        });
    }

    for (const [python, chosen, image] of [
        ['==3.11.9', undefined, '3.11.9'],
        ['>=3.11.4', undefined, '3.13'],
        ['~=3.11.4', '3.11', '3.11'],
    ] as const) {
        it(`is synchronised by uv where ${python} is asked for and the image has ${image}`, async () => {
            const dockerfile = await dockerfileOf(withUv(python), chosen);
            assert.match(dockerfile, new RegExp(`FROM python:${image}-slim`));
            assert.match(dockerfile, /uv sync --locked/);
        });
    }
});

describe('packages without wheels', () => {
    for (const [python, apart] of [
        ['3.9', false],
        ['3.10', false],
        ['3.11', true],
        ['3.13', true],
    ] as const) {
        it(`are built ${apart ? 'apart' : "with the image's own setuptools"} on ${python}`, async () => {
            const dockerfile = await dockerfileOf({ 'requirements.txt': 'flask\ngunicorn\n' }, python);
            assert.equal(dockerfile.includes('PIP_USE_PEP517=1'), apart);
        });
    }
});
