import type { ContextEntry } from './contextEntry';

/** What the packer's worker is started with. Entries travel as one string and one array: cloning 50,000 objects would hold up the event loop. */
export interface PackerJob {
    readonly root: string;
    /** Path, link target and source of each entry, each followed by a NUL. */
    readonly texts: string;
    /** Kind, mode, size and seconds of each entry. */
    readonly numbers: Float64Array;
    /** How many chunks may be under way before the reader asks for more. */
    readonly credits: number;
}

/** From the worker. A chunk's memory is transferred. */
export type PackerMessage =
    | { readonly kind: 'chunk'; readonly chunk: Uint8Array<ArrayBuffer> }
    | { readonly kind: 'end' }
    | { readonly kind: 'failed'; readonly code: string; readonly facts: Readonly<Record<string, string | number | boolean | undefined>> };

/** To the worker: one more chunk may be sent. */
export interface PackerCredit {
    readonly kind: 'more';
}

const kinds = ['file', 'directory', 'symlink'] as const;

export function encodeJob(root: string, entries: readonly ContextEntry[], credits: number): PackerJob {
    const numbers = new Float64Array(entries.length * 4);
    const texts: string[] = [];
    entries.forEach((entry, index) => {
        texts.push(entry.path, entry.target ?? '', entry.source ?? '');
        numbers.set([kinds.indexOf(entry.kind), entry.mode, entry.sizeBytes, entry.modifiedSeconds], index * 4);
    });
    return { root, texts: texts.join('\0'), numbers, credits };
}

export function decodeJob(job: PackerJob): readonly ContextEntry[] {
    const texts = job.texts.split('\0');
    return Array.from({ length: job.numbers.length / 4 }, (_, index) => {
        const text = (offset: number) => texts[index * 3 + offset] ?? '';
        const number = (offset: number) => job.numbers[index * 4 + offset] ?? 0;
        return {
            path: text(0),
            kind: kinds[number(0)] ?? 'file',
            mode: number(1),
            sizeBytes: number(2),
            modifiedSeconds: number(3),
            ...(text(1) === '' ? {} : { target: text(1) }),
            ...(text(2) === '' ? {} : { source: text(2) }),
        };
    });
}
