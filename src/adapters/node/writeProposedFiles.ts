import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { throwIfCancelled } from '../../base/operation';
import type { FailureCode } from '../../core/failureCode';
import type { ProposedFile } from '../../core/project/profile';

/**
 * Writes what was consented to; files with action `keep` are left alone. Each file is whole or as before: it is written beside its place and renamed.
 * Answers the paths that changed. Throws Failure 'workspace/write-failed'.
 */
export async function writeProposedFiles(op: Operation, root: string, files: readonly ProposedFile[]): Promise<readonly string[]> {
    const written: string[] = [];
    for (const file of files) {
        if (file.action !== 'keep') {
            throwIfCancelled(op);
            await writeWhole(root, file);
            written.push(file.path);
        }
    }
    return written;
}

async function writeWhole(root: string, file: ProposedFile): Promise<void> {
    const target = path.join(root, file.path);
    const fail = (reason: string, cause?: unknown) =>
        new Failure<FailureCode>('workspace/write-failed', { file: file.path, reason }, cause);
    if (path.isAbsolute(file.path) || file.path.split(/[\\/]/).includes('..')) {
        throw fail('it is outside the folder');
    }
    const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    try {
        await mkdir(path.dirname(target), { recursive: true });
        const home = await realpath(root);
        const directory = await realpath(path.dirname(target));
        if (directory !== home && !directory.startsWith(home + path.sep)) {
            throw fail('its folder is a link that leaves the project');
        }
        const before = await lstat(target).catch(() => undefined);
        if (before?.isSymbolicLink() === true) {
            throw fail('it is a link');
        }
        if (before !== undefined && file.action === 'create') {
            throw fail('it was made by somebody else in the meantime');
        }
        const handle = await open(temporary, 'wx');
        try {
            await handle.writeFile(file.content, 'utf8');
            await handle.sync();
        } finally {
            await handle.close();
        }
        if (before !== undefined) {
            await chmod(temporary, before.mode & 0o777);
        }
        await rename(temporary, target);
    } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw error instanceof Failure ? error : fail((error as NodeJS.ErrnoException).code ?? 'the write failed', error);
    }
}
