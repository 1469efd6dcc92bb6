import { Failure } from '../../base/failure';
import type { BuildFailure } from '../failures/build';
import type { ContextEntry, SyncFiles } from './contextEntry';
import { tarBlockBytes, tarEndBytes, tarHeader, tarPadding, writePlainHeader } from './tarHeader';
import { contextUnreadable } from './walkContext';

/** Large enough that system calls and messages do not show, small enough that one chunk never holds up an event loop. */
export const chunkBytes = 1024 * 1024;

type Chunk = Uint8Array<ArrayBuffer>;

/**
 * The entries as a tar archive, in chunks of 1 MiB. The same tree gives the same bytes. A chunk belongs to the caller until it is handed back with the next
 * question, to be filled again: fresh memory for every chunk costs more than copying it would.
 * Throws Failure 'build/context-unreadable', or 'build/context-changed' when a file became shorter since the walk.
 */
export function* packEntries(
    files: SyncFiles,
    root: string,
    entries: Iterable<ContextEntry>,
): Generator<Chunk, undefined, Chunk | undefined> {
    let chunk = new Uint8Array(chunkBytes);
    let used = 0;
    const next = (returned: Chunk | undefined): void => {
        chunk = returned?.length === chunkBytes ? returned : new Uint8Array(chunkBytes);
        used = 0;
    };

    for (const entry of entries) {
        // Headers and padded content are multiples of a block, and so is a chunk: one block always fits.
        if (writePlainHeader(entry, chunk, used)) {
            used += tarBlockBytes;
            if (used === chunkBytes) {
                next(yield chunk);
            }
        } else {
            const header = tarHeader(entry);
            for (let offset = 0; offset < header.length;) {
                const part = header.subarray(offset, offset + chunkBytes - used);
                chunk.set(part, used);
                offset += part.length;
                used += part.length;
                if (used === chunkBytes) {
                    next(yield chunk);
                }
            }
        }
        if (entry.kind !== 'file' || entry.sizeBytes === 0) {
            continue;
        }
        const file = open(files, root, entry);
        try {
            for (let left = entry.sizeBytes; left > 0;) {
                const read = readInto(files, file, entry, chunk, used, Math.min(left, chunkBytes - used));
                left -= read;
                used += read;
                if (used === chunkBytes) {
                    next(yield chunk);
                }
            }
        } finally {
            files.closeSync(file);
        }
        const padding = tarPadding(entry.sizeBytes);
        if (padding > 0) {
            chunk.fill(0, used, used + padding);
            used += padding;
            if (used === chunkBytes) {
                next(yield chunk);
            }
        }
    }
    if (used > 0) {
        yield chunk.subarray(0, used);
    }
    yield new Uint8Array(tarEndBytes);
    return undefined;
}

function open(files: SyncFiles, root: string, entry: ContextEntry): number {
    try {
        return files.openSync(entry.source ?? `${root}/${entry.path}`, 'r');
    } catch (error) {
        throw contextUnreadable(entry.path, error);
    }
}

function readInto(files: SyncFiles, file: number, entry: ContextEntry, chunk: Uint8Array, offset: number, length: number): number {
    let read: number;
    try {
        read = files.readSync(file, chunk, offset, length, null);
    } catch (error) {
        throw contextUnreadable(entry.path, error);
    }
    if (read === 0) {
        throw new Failure<BuildFailure>('build/context-changed', { file: entry.path });
    }
    return read;
}
