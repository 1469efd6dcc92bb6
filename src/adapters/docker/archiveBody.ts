import { EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';
import { createChunkQueue } from '../../core/build/validChunks';

/**
 * A request's body from a packed context. It asks for more only when the connection has taken the chunk whose memory that may cost; a stream would read
 * ahead. To the modem it looks like one, of which it uses `pipe` and the `error` event.
 */
export class ArchiveBody extends EventEmitter {
    /** What the iteration threw. */
    error: unknown;
    private readonly iterator: AsyncIterator<Uint8Array>;
    private ended = false;

    constructor(chunks: AsyncIterable<Uint8Array>) {
        super();
        this.iterator = chunks[Symbol.asyncIterator]();
        // Without a listener an error that comes before pipe() would end the process.
        this.on('error', () => undefined);
    }

    pipe(request: Writable): void {
        this.send(request).catch((error: unknown) => {
            if (!this.ended) {
                this.error = error;
                this.emit('error', error);
            }
        });
    }

    /** Ends the iteration, wherever it is. Safe to call at any time. */
    destroy(): void {
        if (!this.ended) {
            this.ended = true;
            void this.iterator.return?.().then(
                () => undefined,
                () => undefined,
            );
        }
    }

    private async send(request: Writable): Promise<void> {
        const closed = new Promise<boolean>((resolve) => request.once('close', () => resolve(false)));
        const oldestOf = createChunkQueue<Promise<boolean>>();
        for (;;) {
            const next = await this.iterator.next();
            if (this.ended) {
                return;
            }
            if (next.done === true) {
                request.end();
                return;
            }
            const written = new Promise<boolean>((resolve) =>
                request.write(next.value, (error) => resolve(error === null || error === undefined)),
            );
            const oldest = oldestOf(written);
            // A connection that broke is told by the request itself.
            if (oldest !== undefined && !(await Promise.race([oldest, closed]))) {
                this.destroy();
                return;
            }
        }
    }
}
