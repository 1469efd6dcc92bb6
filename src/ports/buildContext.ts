import type { Operation } from '../base/operation';
import type { ContextEntry } from '../core/build/contextEntry';
import type { ContextPlace } from '../core/build/contextPlace';

/** Looks at a folder as a build context, once, and packs it. */
export interface ContextReader {
    /** Throws Failure 'build/context-missing', 'build/dockerfile-missing', 'build/ignore-invalid' or 'build/context-unreadable'. */
    scan(op: Operation, source: ContextSource): Promise<BuildContext>;
}

export interface ContextSource {
    /** Absolute path of the context folder. */
    readonly root: string;
    /** Path of the Dockerfile relative to the context, with `/`; may lead out of it. */
    readonly dockerfile: string;
}

/** What a build would be sent, already filtered by the .dockerignore that applies. */
export interface BuildContext {
    readonly root: string;
    readonly dockerfile: string;
    readonly dockerfileText: string;
    /** The name that the Dockerfile has in the archive: another one when it lies outside the context. */
    readonly packedDockerfile: string;
    /** `<Dockerfile>.dockerignore` or `.dockerignore`; undefined when there is none. */
    readonly ignoreFile?: string;
    /** Without the Dockerfile where that is only sent because the builder needs it. */
    readonly entries: readonly ContextEntry[];
    readonly files: number;
    readonly bytes: number;
    /** Top-level folders and files, largest first, at most five. */
    readonly largest: readonly { readonly path: string; readonly bytes: number }[];
    /** Paths that look like secrets: ask before sending. */
    readonly secrets: readonly string[];
    /** Why a path is there or not, in the builder's eyes. */
    find(path: string): Promise<ContextPlace>;
    /**
     * A reproducible tar archive. Large contexts are read in a worker; stopping the iteration or `op` ends it. The memory of a chunk is filled again: it is
     * valid until `validChunks` more were asked for. `dockerfileText` is packed in place of the Dockerfile's own.
     */
    pack(op: Operation, options: { readonly compression: 'none' | 'gzip'; readonly dockerfileText?: string }): AsyncIterable<Uint8Array>;
}
