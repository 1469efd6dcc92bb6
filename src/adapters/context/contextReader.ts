import * as fs from 'node:fs';
import * as path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { Failure } from '../../base/failure';
import { throwIfCancelled, type Operation } from '../../base/operation';
import type { ContextEntry } from '../../core/build/contextEntry';
import { holdsSecret, isSecretFile, needsContentCheck } from '../../core/build/contextSecrets';
import { largestFolders } from '../../core/build/largestFolders';
import { createChunkQueue } from '../../core/build/validChunks';
import { packEntries } from '../../core/build/packEntries';
import { tarHeader, tarPadding } from '../../core/build/tarHeader';
import { walkContext } from '../../core/build/walkContext';
import type { BuildFailure } from '../../core/failures/build';
import type { BuildContext, ContextReader, ContextSource } from '../../ports/buildContext';
import { findContextPlace } from './findContextPlace';
import { packInWorker } from './packInWorker';
import { findPackerScript, type PackerScript } from './packerScript';
import { readIgnoreFile, type IgnoreFile } from './readIgnoreFile';

/** Below both, starting a worker takes longer than the work. */
const inlineBytes = 50_000_000;
const inlineEntries = 5_000;

export interface ContextReaderOptions {
    /** The worker to pack large contexts in; found beside the running bundle unless given. */
    readonly packer?: PackerScript;
}

/** Reads contexts from this machine's disk. */
export function createContextReader(options: ContextReaderOptions = {}): ContextReader {
    return { scan: (op, source) => scan(op, source, options) };
}

/** What would be sent from `root`, with or without a Dockerfile there. */
export async function readEntries(
    op: Operation,
    root: string,
    dockerfile: string,
): Promise<{ readonly ignore: IgnoreFile; readonly entries: readonly ContextEntry[] }> {
    const isFolder = await fs.promises.stat(root).then(
        (facts) => facts.isDirectory(),
        () => false,
    );
    if (!isFolder) {
        throw new Failure<BuildFailure>('build/context-missing', { folder: root });
    }
    const ignore = await readIgnoreFile(root, dockerfile);
    return { ignore, entries: await walk(op, root, ignore.rules) };
}

async function scan(op: Operation, source: ContextSource, options: ContextReaderOptions): Promise<BuildContext> {
    const root = path.resolve(source.root);
    const dockerfile = path.posix.normalize(source.dockerfile.replaceAll('\\', '/')).replace(/^\.\//, '');
    const dockerfilePath = path.resolve(root, dockerfile);
    const { ignore, entries } = await readEntries(op, root, dockerfile);
    const dockerfileText = await fs.promises.readFile(dockerfilePath, 'utf8').catch((error: unknown) => {
        throw new Failure<BuildFailure>('build/dockerfile-missing', { file: dockerfile, folder: root }, error);
    });
    const outside = dockerfile.startsWith('../') || path.isAbsolute(dockerfile);
    const packedDockerfile = outside ? '.slipway.Dockerfile' : dockerfile;
    const toSend = withDockerfile(entries, packedDockerfile, dockerfilePath, Buffer.byteLength(dockerfileText));
    const files = entries.filter((entry) => entry.kind !== 'directory');
    return {
        root,
        dockerfile,
        dockerfileText,
        packedDockerfile,
        ...(ignore.file === undefined ? {} : { ignoreFile: ignore.file }),
        entries,
        files: files.length,
        bytes: files.reduce((sum, entry) => sum + entry.sizeBytes, 0),
        largest: largestFolders(entries, 5),
        secrets: await findSecrets(root, files),
        find: (wanted) => findContextPlace(root, ignore, entries, wanted),
        pack: (packing, { compression, dockerfileText: other = dockerfileText }) => {
            const plain =
                other === dockerfileText
                    ? pack(packing, root, toSend, options)
                    : withText(
                          packedDockerfile,
                          other,
                          pack(
                              packing,
                              root,
                              toSend.filter((entry) => entry.path !== packedDockerfile),
                              options,
                          ),
                      );
            return compression === 'gzip' ? gzipped(plain) : plain;
        },
    };
}

async function walk(op: Operation, root: string, rules: Parameters<typeof walkContext>[2]): Promise<readonly ContextEntry[]> {
    const walking = walkContext(fs, root, rules, process.platform === 'win32' ? 'windows' : 'posix');
    for (;;) {
        throwIfCancelled(op);
        const step = walking.next();
        if (step.done === true) {
            return step.value;
        }
        await nextTurn();
    }
}

/** The builder reads the Dockerfile from the archive, so that it is there even when it is ignored or lies elsewhere. */
function withDockerfile(entries: readonly ContextEntry[], packedAs: string, source: string, sizeBytes: number): readonly ContextEntry[] {
    if (entries.some((entry) => entry.path === packedAs)) {
        return entries;
    }
    return [...entries, { path: packedAs, kind: 'file', mode: 0o644, sizeBytes, modifiedSeconds: 0, source }];
}

/** A file of this text before the others: an archive may hold its files in any order. */
async function* withText(file: string, text: string, others: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const content = Buffer.from(text);
    yield tarHeader({ path: file, kind: 'file', mode: 0o644, sizeBytes: content.length, modifiedSeconds: 0 });
    yield Buffer.concat([content, new Uint8Array(tarPadding(content.length))]);
    yield* others;
}

async function findSecrets(root: string, files: readonly ContextEntry[]): Promise<readonly string[]> {
    const found: string[] = [];
    for (const [index, { path: file, kind }] of files.entries()) {
        if (index % 2_000 === 1_999) {
            await nextTurn();
        }
        if (kind !== 'file') {
            continue;
        }
        if (needsContentCheck(file) && !file.includes('node_modules/')) {
            if (holdsSecret(file, await firstBytes(path.join(root, file)))) {
                found.push(file);
            }
        } else if (isSecretFile(file)) {
            found.push(file);
        }
    }
    return found;
}

async function firstBytes(file: string): Promise<string> {
    const handle = await fs.promises.open(file).catch(() => undefined);
    if (handle === undefined) {
        return '';
    }
    try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
        return buffer.toString('latin1', 0, bytesRead);
    } finally {
        await handle.close();
    }
}

async function* pack(
    op: Operation,
    root: string,
    entries: readonly ContextEntry[],
    options: ContextReaderOptions,
): AsyncGenerator<Uint8Array> {
    const bytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
    const script = bytes > inlineBytes || entries.length > inlineEntries ? (options.packer ?? findPackerScript()) : undefined;
    if (script !== undefined) {
        yield* packInWorker(op, script, root, entries);
        return;
    }
    const chunks = packEntries(fs, root, entries);
    const returned = createChunkQueue<Uint8Array<ArrayBuffer>>();
    let used: Uint8Array<ArrayBuffer> | undefined;
    try {
        for (;;) {
            throwIfCancelled(op);
            const next = chunks.next(used);
            if (next.done === true) {
                return;
            }
            yield next.value;
            used = returned(next.value);
            await nextTurn();
        }
    } finally {
        // Closes the file that was being read.
        chunks.return(undefined);
    }
}

async function* gzipped(plain: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const gzip = createGzip();
    const feed = async (): Promise<void> => {
        for await (const chunk of plain) {
            // The callback says that the chunk was compressed: its memory may be filled again.
            await new Promise<void>((resolve, reject) =>
                gzip.write(chunk, (error) => (error === null || error === undefined ? resolve() : reject(error))),
            );
        }
        gzip.end();
    };
    const feeding = feed().catch((error: unknown) => gzip.destroy(error as Error));
    try {
        yield* gzip as AsyncIterable<Uint8Array>;
    } finally {
        gzip.destroy();
        await feeding;
    }
}
