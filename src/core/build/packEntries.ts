import { Failure } from '../../base/failure';
import type { BuildFailure } from '../failures/build';
import type { ContextEntry, SyncFiles } from './contextEntry';
import { tarEndBytes, tarHeader, tarPadding } from './tarHeader';
import { contextUnreadable } from './walkContext';

/** Large enough that system calls and messages do not show, small enough that one chunk never holds up an event loop. */
const chunkBytes = 1024 * 1024;

/**
 * The entries as a tar archive, in chunks of 1 MiB that belong to the caller. The same tree gives the same bytes.
 * Throws Failure 'build/context-unreadable', or 'build/context-changed' when a file became shorter since the walk.
 */
export function* packEntries(files: SyncFiles, root: string, entries: readonly ContextEntry[]): Generator<Uint8Array<ArrayBuffer>> {
    // Fresh zeros each time: padding needs no writing.
    let chunk = new Uint8Array(chunkBytes);
    let used = 0;

    for (const entry of entries) {
        const header = tarHeader(entry);
        for (let offset = 0; offset < header.length;) {
            const part = header.subarray(offset, offset + chunkBytes - used);
            chunk.set(part, used);
            offset += part.length;
            used += part.length;
            if (used === chunkBytes) {
                yield chunk;
                chunk = new Uint8Array(chunkBytes);
                used = 0;
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
                    yield chunk;
                    chunk = new Uint8Array(chunkBytes);
                    used = 0;
                }
            }
        } finally {
            files.closeSync(file);
        }
        // Headers and padded content are multiples of 512, and so is a chunk: padding always fits.
        used += tarPadding(entry.sizeBytes);
        if (used === chunkBytes) {
            yield chunk;
            chunk = new Uint8Array(chunkBytes);
            used = 0;
        }
    }
    if (used > 0) {
        yield chunk.subarray(0, used).slice();
    }
    yield new Uint8Array(tarEndBytes);
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
