import { Failure } from '../../base/failure';
import { isIgnored, isPrunable, judge, type IgnoreRule } from '../dockerfile/ignore';
import type { BuildFailure } from '../failures/build';
import type { ContextEntry, SyncFiles } from './contextEntry';

/** Windows has no permission bits: everything is sent as 0755, as Docker's own client does. */
export type ModeRule = 'posix' | 'windows';

/**
 * Walks a context once and answers what would be sent: files, symlinks and the directories they need, in a stable order; sockets, pipes and devices are left
 * out. Ignored directories are only entered where a `!` rule may bring something back. Yields now and then so that the caller can let others run.
 * Throws Failure 'build/context-unreadable'.
 */
export function* walkContext(
    files: SyncFiles,
    root: string,
    rules: readonly IgnoreRule[],
    modes: ModeRule,
): Generator<undefined, readonly ContextEntry[]> {
    const entries: ContextEntry[] = [];
    const modeOf = (mode: number): number => (modes === 'windows' ? 0o755 : mode & 0o7777);

    /** Names come without their kinds: whatever is sent has to be looked at anyway, and most of what is not need not be. */
    const enter = (path: string, inForce: readonly boolean[] | undefined, place: number): Folder => ({
        prefix: path === '' ? '' : `${path}/`,
        // Directory order differs between file systems; the archive must not.
        names: attempt(path, () => files.readdirSync(`${root}/${path}`))?.toSorted() ?? [],
        next: 0,
        inForce,
        place,
    });

    const look = (path: string, inForce: readonly boolean[] | undefined): Folder | undefined => {
        const ignored = rules.length > 0 && isIgnored(rules, path, inForce);
        if (ignored && isPrunable(rules, path)) {
            return undefined;
        }
        const facts = attempt(path, () => files.lstatSync(`${root}/${path}`));
        if (facts === undefined) {
            return undefined;
        }
        const modifiedSeconds = secondsOf(facts.mtimeMs);
        if (facts.isDirectory()) {
            entries.push({ path, kind: 'directory', mode: modeOf(facts.mode), sizeBytes: 0, modifiedSeconds });
            const verdict = rules.length === 0 ? undefined : judge(rules, path, inForce);
            return enter(path, verdict?.inForce, ignored ? entries.length : -1);
        }
        if (ignored) {
            return undefined;
        }
        if (facts.isFile()) {
            entries.push({ path, kind: 'file', mode: modeOf(facts.mode), sizeBytes: facts.size, modifiedSeconds });
        } else if (facts.isSymbolicLink()) {
            const link = attempt(path, () => files.readlinkSync(`${root}/${path}`));
            if (link !== undefined) {
                const target = modes === 'windows' ? link.replaceAll('\\', '/') : link;
                entries.push({ path, kind: 'symlink', mode: 0o777, sizeBytes: 0, modifiedSeconds, target });
            }
        }
        return undefined;
    };

    const open: Folder[] = [enter('', undefined, -1)];
    for (let looked = 1; ; looked++) {
        const folder = open.at(-1);
        if (folder === undefined) {
            return entries;
        }
        const name = folder.names[folder.next++];
        if (name === undefined) {
            open.pop();
            // An ignored directory comes along only for the sake of what is in it.
            if (folder.place === entries.length) {
                entries.pop();
            }
            continue;
        }
        const below = look(folder.prefix + name, folder.inForce);
        if (below !== undefined) {
            open.push(below);
        }
        if (looked % 500 === 0) {
            yield undefined;
        }
    }
}

/** A directory that is being walked. */
interface Folder {
    readonly prefix: string;
    readonly names: readonly string[];
    next: number;
    readonly inForce: readonly boolean[] | undefined;
    /** How many entries there were after its own when it is ignored, else -1. */
    readonly place: number;
}

function secondsOf(ms: number): number {
    return Math.max(0, Math.floor(ms / 1000));
}

/** Undefined when the thing is gone again since its directory was read. */
function attempt<T>(path: string, read: () => T): T | undefined {
    try {
        return read();
    } catch (error) {
        if (path !== '' && errorCode(error) === 'ENOENT') {
            return undefined;
        }
        throw contextUnreadable(path, error);
    }
}

export function contextUnreadable(path: string, error: unknown): Failure<BuildFailure> {
    return new Failure(
        'build/context-unreadable',
        { file: path === '' ? '.' : path, reason: reasons[errorCode(error)] ?? errorCode(error) },
        error,
    );
}

const reasons: Readonly<Record<string, string>> = {
    EACCES: 'You may not read it',
    EPERM: 'You may not read it',
    ENOENT: 'It is not there',
    ENOTDIR: 'It is not a folder',
    EIO: 'The disk reported an error',
    EMFILE: 'Too many files are open',
};

function errorCode(error: unknown): string {
    return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
}
