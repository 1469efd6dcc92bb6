import { Worker } from 'node:worker_threads';
import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { ContextEntry } from '../../core/build/contextEntry';
import { encodeJob, type PackerCredit, type PackerMessage } from '../../core/build/packerMessages';
import { createChunkQueue } from '../../core/build/validChunks';
import type { PackerScript } from './packerScript';

/** Four chunks of 1 MiB under way keep both sides busy and memory flat. */
const credits = 4;

/** Packs in a thread of its own, which is ended when the iteration is. The memory of chunks goes back to it. */
export async function* packInWorker(
    op: Operation,
    script: PackerScript,
    root: string,
    entries: readonly ContextEntry[],
): AsyncGenerator<Uint8Array> {
    const worker = new Worker(script.file, {
        workerData: encodeJob(root, entries, credits),
        ...(script.execArgv === undefined ? {} : { execArgv: [...script.execArgv] }),
    });
    const arrived: PackerMessage[] = [];
    const returned = createChunkQueue<Uint8Array<ArrayBuffer>>();
    let broken: unknown;
    let wake: () => void = () => undefined;
    const notify = () => wake();
    worker.on('message', (message: PackerMessage) => {
        arrived.push(message);
        wake();
    });
    worker.on('error', (error: unknown) => {
        broken = error;
        wake();
    });
    worker.on('exit', (code) => {
        // A worker that ends by itself has sent its last message before.
        broken ??= new Error(`the packer ended with ${code.toString()}`);
        wake();
    });
    op.signal.addEventListener('abort', notify, { once: true });
    try {
        for (;;) {
            if (op.signal.aborted) {
                throw new Cancelled();
            }
            const message = arrived.shift();
            if (message?.kind === 'chunk') {
                yield message.chunk;
                const chunk = returned(message.chunk);
                worker.postMessage({ kind: 'more', chunk } satisfies PackerCredit, chunk === undefined ? [] : [chunk.buffer]);
            } else if (message?.kind === 'end') {
                return;
            } else if (message?.kind === 'failed') {
                throw new Failure(message.code, message.facts);
            } else if (broken !== undefined) {
                throw new Failure('build/context-unreadable', { file: root, reason: 'The packer stopped' }, broken);
            } else {
                await new Promise<void>((resolve) => (wake = resolve));
            }
        }
    } finally {
        op.signal.removeEventListener('abort', notify);
        await worker.terminate();
    }
}
