import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { folderFileSource } from '../../../../src/adapters/node/folderFileSource';
import { writeProposedFiles } from '../../../../src/adapters/node/writeProposedFiles';
import { isFailure } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';

describe('The files of a folder', () => {
    let root = '';
    beforeEach(async () => (root = await mkdtemp(path.join(os.tmpdir(), 'slipway-files-'))));
    afterEach(() => rm(root, { recursive: true, force: true }));

    const put = async (file: string, content: string | Buffer) => {
        await mkdir(path.dirname(path.join(root, file)), { recursive: true });
        await writeFile(path.join(root, file), content);
    };
    const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined, (error: unknown) => (isFailure(error) ? error.code : error)); // prettier-ignore

    it('are listed without what is installed, built or an environment under any name', async () => {
        for (const file of [
            'a.py',
            'b/c.py',
            'node_modules/x/i.js',
            'odd/pyvenv.cfg',
            'odd/lib/x.py',
            '.git/config',
            'Cargo.toml',
            'target/x',
        ]) {
            await put(file, '');
        }
        assert.deepEqual(await folderFileSource(root).list(), ['Cargo.toml', 'a.py', 'b/c.py']);
    });

    it('are read as UTF-8 and, by their mark, as UTF-16', async () => {
        await put('u8', '\ufeffé');
        await put('u16', Buffer.from('\ufeffflask\n', 'utf16le'));
        const files = folderFileSource(root);
        assert.equal(await files.read('u8'), 'é');
        assert.equal(await files.read('u16'), 'flask\n');
        assert.equal(await files.read('none'), undefined);
    });

    it('are read in the encoding that a comment on their first lines states', async () => {
        await put('latin', Buffer.from('# -*- coding: latin-1 -*-\n# d\u00e9pendances\n', 'latin1'));
        await put('cyrillic', Buffer.from([...Buffer.from('# coding: cp1251\n# '), 0xe4, 0xe0, 0x0a]));
        await put('strange', Buffer.from('# coding: nobody\n# \u00e9\n', 'latin1'));
        const files = folderFileSource(root);
        assert.equal(await files.read('latin'), '# -*- coding: latin-1 -*-\n# dépendances\n');
        assert.equal(await files.read('cyrillic'), '# coding: cp1251\n# да\n');
        assert.equal(await files.read('strange'), '# coding: nobody\n# é\n');
        assert.equal(files.caveat?.('latin'), undefined);
    });

    it('are refused when they are not text or lead out of the folder', async () => {
        await put('bin', Buffer.from([1, 0, 2]));
        await symlink('/etc/hostname', path.join(root, 'out'));
        await symlink('loop', path.join(root, 'loop'));
        const files = folderFileSource(root);
        assert.equal(await failureOf(files.read('bin')), 'workspace/file-unreadable');
        assert.equal(await failureOf(files.read('out')), 'workspace/file-unreadable');
        assert.equal(await failureOf(files.read('loop')), 'workspace/file-unreadable');
        assert.equal(await files.read('../x'), undefined);
    });

    it('are absent without a look when the listing was through their folder, and read where it was not', async () => {
        await put('app/main.py', '1');
        await put('node_modules/left/index.js', '2');
        const files = folderFileSource(root);
        await files.list();
        await put('app/late.py', 'made after the listing');
        await put('other/late.py', 'in a folder made after it');
        assert.equal(await files.read('app/main.py'), '1');
        assert.equal(await files.read('app/late.py'), undefined);
        assert.equal(await files.read('app/none.py'), undefined);
        assert.equal(await files.read('node_modules/left/index.js'), '2');
        assert.equal(await files.read('other/late.py'), 'in a folder made after it');
    });

    it('are read no further than the first mebibyte', async () => {
        await put('big', 'x'.repeat(3 * 1024 * 1024));
        assert.equal((await folderFileSource(root).read('big'))?.length, 1024 * 1024);
    });

    it('are written whole, with the rights they had', async () => {
        await put('start.sh', 'old');
        await chmod(path.join(root, 'start.sh'), 0o755);
        const written = await writeProposedFiles(quietOperation(), root, [{ path: 'start.sh', content: 'new', action: 'edit' }, { path: 'sub/Dockerfile', content: 'FROM x', action: 'create' }, { path: 'keep', content: 'x', action: 'keep' }]); // prettier-ignore
        assert.deepEqual(written, ['start.sh', 'sub/Dockerfile']);
        assert.equal(await readFile(path.join(root, 'start.sh'), 'utf8'), 'new');
        assert.deepEqual((await readdir(root)).sort(), ['start.sh', 'sub']);
    });

    it('are not written over what somebody else made since they were proposed', async () => {
        await put('Dockerfile', 'theirs');
        assert.equal(
            await failureOf(writeProposedFiles(quietOperation(), root, [{ path: 'Dockerfile', content: 'mine', action: 'create' }])),
            'workspace/write-failed',
        );
        assert.equal(await readFile(path.join(root, 'Dockerfile'), 'utf8'), 'theirs');
    });

    it('are not written outside the folder, through a link, or over a folder, and nothing is left behind', async () => {
        await symlink('/tmp', path.join(root, 'link'));
        await mkdir(path.join(root, 'Dockerfile'));
        for (const file of ['../x', 'link/x', 'Dockerfile']) {
            assert.equal(
                await failureOf(writeProposedFiles(quietOperation(), root, [{ path: file, content: '', action: 'create' }])),
                'workspace/write-failed',
            );
        }
        assert.deepEqual((await readdir(root)).sort(), ['Dockerfile', 'link']);
    });

    it('are as before when a write stops half way, and nothing is left behind', async function () {
        this.timeout(60_000);
        await put('Dockerfile', 'FROM old\n');
        // A real limit of the system on the size of a file, 64 KiB: the write of a mebibyte gets that far and no further.
        const script = `
            const { writeProposedFiles } = require(${JSON.stringify(path.resolve('src/adapters/node/writeProposedFiles.ts'))});
            const { quietOperation } = require(${JSON.stringify(path.resolve('src/base/operation.ts'))});
            const files = [{ path: 'Dockerfile', content: 'x'.repeat(1024 * 1024), action: 'edit' }];
            writeProposedFiles(quietOperation(), ${JSON.stringify(root)}, files).then(
                () => console.log('written'),
                (error) => console.log(error.code, error.facts.reason),
            );`;
        const { stdout } = await promisify(execFile)('sh', ['-c', 'ulimit -f 128; exec "$0" --import=tsx --input-type=commonjs --eval "$1"', process.execPath, script], { env: { ...process.env, TSX_DISABLE_CACHE: '1' } }); // prettier-ignore
        assert.equal(stdout.trim(), 'workspace/write-failed EFBIG');
        assert.equal(await readFile(path.join(root, 'Dockerfile'), 'utf8'), 'FROM old\n');
        assert.deepEqual(await readdir(root), ['Dockerfile']);
    });
});
