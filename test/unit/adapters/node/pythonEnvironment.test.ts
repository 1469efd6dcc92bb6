import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { folderFileSource } from '../../../../src/adapters/node/folderFileSource';
import { quietOperation } from '../../../../src/base/operation';
import { containerize } from '../../../../src/workflows/containerize';

const app = 'from flask import Flask\nimport numpy\napp = Flask(__name__)\n@app.get("/")\ndef home():\n    return "hi"\n';

describe('The Python environment of a folder', () => {
    let root = '';
    beforeEach(async () => {
        root = await mkdtemp(path.join(os.tmpdir(), 'slipway-env-'));
        await writeFile(path.join(root, 'app.py'), app);
    });
    afterEach(() => rm(root, { recursive: true, force: true }));

    const make = async (environment: string, python: string, distributions: readonly string[], marker = 'pyvenv.cfg') => {
        for (const each of distributions) {
            await mkdir(path.join(environment, `lib/python${python}/site-packages/${each}.dist-info`), { recursive: true });
        }
        await mkdir(path.dirname(path.join(environment, marker)), { recursive: true });
        await writeFile(path.join(environment, marker), 'version = 3.1.4\n');
    };
    const look = async () => {
        const { projects, files } = await containerize(quietOperation(), folderFileSource(root));
        const content = (name: string) => files.find(({ path: file }) => file === name)?.content;
        return {
            list: content('requirements.txt'),
            ignored: content('.dockerignore')?.split('\n') ?? [],
            python: projects[0]?.runtimeVersion,
            from: projects[0]?.evidence.find(({ fact }) => fact === 'runtimeVersion')?.file,
        };
    };

    it('gives its versions to the list that is made, and its Python to the image; what the code does not import stays out', async () => {
        await make(path.join(root, '.venv'), '3.12', ['flask-3.0.3', 'numpy-1.26.4', 'pandas-2.2.0', 'gunicorn-22.0.0']);
        const { list, python, from } = await look();
        assert.deepEqual([list, python, from], ['flask==3.0.3\ngunicorn==22.0.0\nnumpy==1.26.4\n', '3.12', '.venv/pyvenv.cfg']);
    });

    it('is found under any name, conda too, and left out of the image', async () => {
        await make(path.join(root, 'mine'), '3.11', ['Flask-2.3.0'], 'conda-meta/history');
        const { list, python, ignored } = await look();
        assert.deepEqual([list, python], ['flask==2.3.0\ngunicorn\nnumpy\n', '3.11']);
        assert.ok(ignored.includes('mine'));
    });

    it('is the one that Poetry keeps elsewhere, when none is in the folder', async () => {
        const kept = path.join(root, 'kept');
        const before = process.env.POETRY_VIRTUALENVS_PATH;
        process.env.POETRY_VIRTUALENVS_PATH = kept;
        try {
            const hash = createHash('sha256')
                .update(await realpath(root))
                .digest('base64url')
                .slice(0, 8);
            await make(path.join(kept, `shop-${hash}-py3.12`), '3.12', ['flask-3.1.0']);
            await make(path.join(kept, 'other-AAAAAAAA-py3.12'), '3.12', ['flask-1.0.0']);
            assert.match((await look()).list ?? '', /^flask==3\.1\.0$/m);
        } finally {
            if (before === undefined) {
                delete process.env.POETRY_VIRTUALENVS_PATH;
            } else {
                process.env.POETRY_VIRTUALENVS_PATH = before;
            }
        }
    });

    it('tells what a module came with that goes by another name, by what each distribution says of itself', async () => {
        await writeFile(path.join(root, 'app.py'), `import shelves\nimport rows.deep\nimport lost\n${app}`);
        await make(path.join(root, '.venv'), '3.12', ['flask-3.0.3', 'acme_store-1.2', 'acme_tables-2.0']);
        const folder = (name: string) => path.join(root, `.venv/lib/python3.12/site-packages/${name}.dist-info`);
        await writeFile(path.join(folder('acme_store-1.2'), 'top_level.txt'), '_shelves\nshelves\n');
        await writeFile(
            path.join(folder('acme_tables-2.0'), 'RECORD'),
            'acme_tables-2.0.dist-info/METADATA,,\nrows/__init__.py,sha256=x,1\nrows/deep.py,,\n',
        );
        assert.equal((await look()).list, 'acme-store==1.2\nacme-tables==2.0\nflask==3.0.3\ngunicorn\nnumpy\n');
    });

    it('says what an old release needs beside it, and no version that the Python of the image cannot have', async () => {
        await make(path.join(root, 'venv'), '3.9', ['flask-2.0.3', 'werkzeug-2.0.3', 'numpy-1.21.0']);
        assert.equal((await look()).list, 'Werkzeug==2.0.3\nflask==2.0.3\ngunicorn\nnumpy==1.21.0\n');
        const { files } = await containerize(quietOperation(), folderFileSource(root), { overrides: { runtimeVersion: '3.13' } });
        assert.match(files.find(({ path: file }) => file === 'requirements.txt')?.content ?? '', /^numpy>=2\.1\.0$/m);
    });
});
