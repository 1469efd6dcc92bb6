import { Failure } from '../../base/failure';
import { isPrunable, judge, type IgnoreRule } from '../dockerfile/ignore';
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
    let looked = 0;

    function* enter(directory: string, inForce: readonly boolean[] | undefined): Generator<undefined> {
        const prefix = directory === '' ? '' : `${directory}/`;
        const children = attempt(directory, () => files.readdirSync(`${root}/${directory}`, { withFileTypes: true })) ?? [];
        // Directory order differs between file systems; the archive must not.
        const sorted = children.slice().sort((a, b) => (a.name < b.name ? -1 : 1));
        for (const child of sorted) {
            if (++looked % 500 === 0) {
                yield undefined;
            }
            const path = prefix + child.name;
            const verdict = rules.length === 0 ? undefined : judge(rules, path, inForce);
            const ignored = verdict?.ignored === true;
            if (!child.isDirectory()) {
                const entry = ignored ? undefined : leaf(path);
                if (entry !== undefined) {
                    entries.push(entry);
                }
                continue;
            }
            if (ignored && isPrunable(rules, path)) {
                continue;
            }
            const facts = attempt(path, () => files.lstatSync(`${root}/${path}`));
            if (facts === undefined) {
                continue;
            }
            const place = entries.length;
            entries.push({ path, kind: 'directory', mode: modeOf(facts.mode), sizeBytes: 0, modifiedSeconds: secondsOf(facts.mtimeMs) });
            yield* enter(path, verdict?.inForce);
            // An ignored directory comes along only for the sake of what is in it.
            if (ignored && entries.length === place + 1) {
                entries.pop();
            }
        }
    }

    function leaf(path: string): ContextEntry | undefined {
        const facts = attempt(path, () => files.lstatSync(`${root}/${path}`));
        if (facts === undefined) {
            return undefined;
        }
        const common = { path, mode: modeOf(facts.mode), modifiedSeconds: secondsOf(facts.mtimeMs) };
        if (facts.isFile()) {
            return { ...common, kind: 'file', sizeBytes: facts.size };
        }
        if (facts.isSymbolicLink()) {
            const target = attempt(path, () => files.readlinkSync(`${root}/${path}`));
            return target === undefined
                ? undefined
                : {
                      ...common,
                      kind: 'symlink',
                      mode: 0o777,
                      sizeBytes: 0,
                      target: modes === 'windows' ? target.replaceAll('\\', '/') : target,
                  };
        }
        return undefined;
    }

    const modeOf = (mode: number): number => (modes === 'windows' ? 0o755 : mode & 0o7777);

    yield* enter('', undefined);
    return entries;
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
