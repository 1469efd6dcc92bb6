import type { ContextEntry } from './contextEntry';

/** What the packer's worker is started with. Entries travel as one string and one array: cloning 50,000 objects would hold up the event loop. */
export interface PackerJob {
    readonly root: string;
    /** The paths, each followed by a NUL. */
    readonly paths: string;
    /** Kind, mode, size and seconds of each entry. */
    readonly numbers: Float64Array;
    /** Link targets, and the places of what is not read below the root, by the entry's index: few have any. */
    readonly targets: ReadonlyMap<number, string>;
    readonly sources: ReadonlyMap<number, string>;
    /** How many chunks may be under way before the reader asks for more. */
    readonly credits: number;
}

/** From the worker. A chunk's memory is transferred. */
export type PackerMessage =
    | { readonly kind: 'chunk'; readonly chunk: Uint8Array<ArrayBuffer> }
    | { readonly kind: 'end' }
    | { readonly kind: 'failed'; readonly code: string; readonly facts: Readonly<Record<string, string | number | boolean | undefined>> };

/** To the worker: one more chunk may be sent. The memory of one that was used up comes back with it. */
export interface PackerCredit {
    readonly kind: 'more';
    readonly chunk: Uint8Array<ArrayBuffer> | undefined;
}

const kinds = ['file', 'directory', 'symlink'] as const;
const kindNumbers = { file: 0, directory: 1, symlink: 2 } as const;

export function encodeJob(root: string, entries: readonly ContextEntry[], credits: number): PackerJob {
    const numbers = new Float64Array(entries.length * 4);
    const targets = new Map<number, string>();
    const sources = new Map<number, string>();
    let paths = '';
    for (const [index, { path, kind, mode, sizeBytes, modifiedSeconds, target, source }] of entries.entries()) {
        paths += `${path}\0`;
        numbers[index * 4] = kindNumbers[kind];
        numbers[index * 4 + 1] = mode;
        numbers[index * 4 + 2] = sizeBytes;
        numbers[index * 4 + 3] = modifiedSeconds;
        if (target !== undefined) {
            targets.set(index, target);
        }
        if (source !== undefined) {
            sources.set(index, source);
        }
    }
    return { root, paths, numbers, targets, sources, credits };
}

/** The entries one after the other, so that packing begins with the first. */
export function* decodeJob({ paths, numbers, targets, sources }: PackerJob): Generator<ContextEntry> {
    let from = 0;
    for (let index = 0; index < numbers.length / 4; index++) {
        const end = paths.indexOf('\0', from);
        const path = paths.slice(from, end);
        from = end + 1;
        const target = targets.get(index);
        const source = sources.get(index);
        yield {
            path,
            kind: kinds[numbers[index * 4] ?? 0] ?? 'file',
            mode: numbers[index * 4 + 1] ?? 0,
            sizeBytes: numbers[index * 4 + 2] ?? 0,
            modifiedSeconds: numbers[index * 4 + 3] ?? 0,
            ...(target === undefined ? {} : { target }),
            ...(source === undefined ? {} : { source }),
        };
    }
}
