import * as fs from 'node:fs/promises';
import * as path from 'node:path';

/** The commit that is checked out in a folder's repository, read from its files; undefined outside of one and before its first commit. */
export async function gitCommit(folder: string): Promise<string | undefined> {
    for (let at = path.resolve(folder); ; at = path.dirname(at)) {
        const found = await commitIn(path.join(at, '.git'));
        if (found !== undefined || at === path.dirname(at)) {
            return found === 'none' ? undefined : found;
        }
    }
}

async function commitIn(dotGit: string): Promise<string | undefined> {
    // In a work tree and in a submodule it is a file that leads to the folder.
    const link = /^gitdir: (.+)$/m.exec((await read(dotGit)) ?? '')?.[1];
    const git = link === undefined ? dotGit : path.resolve(path.dirname(dotGit), link);
    const head = (await read(path.join(git, 'HEAD')))?.trim();
    if (head === undefined) {
        return undefined;
    }
    const ref = /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
    if (ref === undefined) {
        return commitOf(head) ?? 'none';
    }
    const common = path.resolve(git, (await read(path.join(git, 'commondir')))?.trim() ?? '.');
    const packed = async () => (await read(path.join(common, 'packed-refs')))?.split('\n').find((line) => line.endsWith(` ${ref}`));
    return commitOf((await read(path.join(common, ref))) ?? (await packed()) ?? '') ?? 'none';
}

function commitOf(text: string): string | undefined {
    return /^[0-9a-f]{40}([0-9a-f]{24})?(?=\s|$)/.exec(text)?.[0];
}

async function read(file: string): Promise<string | undefined> {
    return fs.readFile(file, 'utf8').catch(() => undefined);
}
