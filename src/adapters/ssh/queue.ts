import { setMaxListeners } from 'node:events';
import { Cancelled } from '../../base/failure';
import { throwIfCancelled, type Operation } from '../../base/operation';

/** Runs at most `limit` tasks at once, in the order they came. A task that is cancelled while it waits is never started. */
export function queue(limit: number): <T>(op: Operation, task: () => Promise<T>) => Promise<T> {
    let running = 0;
    const waiting: (() => void)[] = [];
    // A place that is free goes to whoever waits at once: counted down first, somebody who comes now would take it as well.
    const next = () => {
        const waits = waiting.shift();
        if (waits === undefined) {
            running--;
        } else {
            waits();
        }
    };
    return async (op, task) => {
        throwIfCancelled(op);
        // Every waiting task listens: many are not a leak here.
        setMaxListeners(0, op.signal);
        if (running >= limit) {
            await new Promise<void>((start, give) => {
                const go = () => {
                    op.signal.removeEventListener('abort', stop);
                    start();
                };
                const stop = () => {
                    waiting.splice(waiting.indexOf(go), 1);
                    give(new Cancelled());
                };
                waiting.push(go);
                op.signal.addEventListener('abort', stop, { once: true });
            });
        } else {
            running++;
        }
        try {
            return await task();
        } finally {
            next();
        }
    };
}
