import { randomUUID } from 'node:crypto';
import { armRefusal } from './armRefusal';
import { disturbance } from './disturbance';
import { Refusal } from '../http/refusal';
import { field, textField, type JsonObject } from '../json';

/** One long-running operation. */
export interface Operation {
    readonly id: string;
    readonly startedMs: number;
    endedMs: number | undefined;
    state: 'running' | 'succeeded' | 'failed';
    error: JsonObject | undefined;
}

export interface Operations {
    /** Starts `work` at once; the operation ends when both the work and `durationMs` (scaled) have passed. A Refusal or error fails it. */
    start(durationMs: number, work: () => Promise<void> | void): Operation;
    /** The operation as a poll finds it. In open mode the first poll ends it. */
    poll(id: string): Promise<Operation | undefined>;
    /** Settles when the operation ended. */
    ended(id: string): Promise<'succeeded' | 'failed'>;
    /** Forgets running timers. */
    close(): void;
}

export function createOperations(mode: 'strict' | 'open', timeScale: number, nowMs: () => number): Operations {
    const byId = new Map<string, { readonly operation: Operation; readonly work: Promise<void>; finish: () => void }>();
    const timers = new Set<NodeJS.Timeout>();

    function start(durationMs: number, work: () => Promise<void> | void): Operation {
        const operation: Operation = { id: randomUUID(), startedMs: nowMs(), endedMs: undefined, state: 'running', error: undefined };
        const disturbed = disturbance.getStore();
        let finish: () => void = () => undefined;
        const waited = new Promise<void>((resolve) => {
            finish = resolve;
            const timer = setTimeout(resolve, mode === 'open' ? 0 : durationMs * timeScale);
            timer.unref();
            timers.add(timer);
        });
        const running = (async () => {
            try {
                if (disturbed?.kind === 'stuck') {
                    await new Promise(() => undefined);
                }
                if (disturbed?.kind === 'failed') {
                    await waited;
                    throw armRefusal(500, disturbed.code, disturbed.message);
                }
                await work();
                await waited;
                operation.state = 'succeeded';
            } catch (error) {
                operation.state = 'failed';
                operation.error = explain(error);
            }
            operation.endedMs = nowMs();
        })();
        byId.set(operation.id, { operation, work: running, finish });
        return operation;
    }

    return {
        start,
        async poll(id) {
            const found = byId.get(id.toLowerCase());
            if (found !== undefined && mode === 'open') {
                found.finish();
                await found.work;
            }
            return found?.operation;
        },
        async ended(id) {
            const found = byId.get(id.toLowerCase());
            await found?.work;
            return found?.operation.state === 'failed' ? 'failed' : 'succeeded';
        },
        close() {
            for (const timer of timers) {
                clearTimeout(timer);
            }
        },
    };
}

function explain(error: unknown): JsonObject {
    if (error instanceof Refusal && error.answer.body.kind === 'json') {
        // Microsoft.Web's refusals have no `error` around them.
        const code = textField(error.answer.body.value, 'error', 'code') ?? textField(error.answer.body.value, 'code');
        const message = textField(error.answer.body.value, 'error', 'message') ?? textField(error.answer.body.value, 'message');
        if (code !== undefined) {
            return {
                code,
                message: message ?? '',
                ...(field(error.answer.body.value, 'error', 'details') === undefined
                    ? {}
                    : { details: field(error.answer.body.value, 'error', 'details') }),
            };
        }
    }
    return { code: 'InternalServerError', message: error instanceof Error ? error.message : 'The operation failed.' };
}
