/** One thing in a build context, in the order in which it is sent: a directory before what is in it, names sorted by code unit. */
export interface ContextEntry {
    /** Relative to the context's root, with `/`. */
    readonly path: string;
    readonly kind: 'file' | 'directory' | 'symlink';
    /** Permission bits, such as 0o755. */
    readonly mode: number;
    /** 0 unless it is a file. */
    readonly sizeBytes: number;
    readonly modifiedSeconds: number;
    /** Where a symlink points to, as it is written in it. */
    readonly target?: string;
    /** Where its bytes are read, when that is not `path` below the root. */
    readonly source?: string;
}

/** The part of `node:fs` that walking and packing use. Synchronous: it is the faster way by far, and large contexts are packed in a worker. */
export interface SyncFiles {
    readdirSync(path: string): readonly string[];
    lstatSync(path: string): FileFacts;
    readlinkSync(path: string): string;
    openSync(path: string, flags: 'r'): number;
    readSync(file: number, target: Uint8Array, offset: number, length: number, position: null): number;
    closeSync(file: number): void;
}

interface FileFacts {
    readonly mode: number;
    readonly size: number;
    readonly mtimeMs: number;
    isFile(): boolean;
    isDirectory(): boolean;
    isSymbolicLink(): boolean;
}
