import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
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
});
