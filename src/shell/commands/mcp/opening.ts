import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';

/** A connection that is being made, and can be called off: what comes of it nevertheless is closed. */
export class Opening<T extends { close(): Promise<void> }> {
    /** Throws what `open` throws, or Cancelled after it was called off. */
    readonly session: Promise<T>;
    private readonly stop = new AbortController();

    constructor(
        op: Operation,
        readonly ask: 'interactive' | 'silent',
        open: (op: Operation) => Promise<T>,
    ) {
        this.session = this.make(open({ ...op, signal: AbortSignal.any([op.signal, this.stop.signal]) }));
    }

    callOff(): void {
        this.stop.abort();
    }

    get isCalledOff(): boolean {
        return this.stop.signal.aborted;
    }

    private async make(opened: Promise<T>): Promise<T> {
        try {
            const session = await opened;
            if (!this.stop.signal.aborted) {
                return session;
            }
            await session.close().catch(() => undefined);
        } catch (error) {
            if (!this.stop.signal.aborted) {
                throw error;
            }
        }
        throw new Cancelled();
    }
}
