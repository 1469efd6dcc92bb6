import { Cancelled, Failure, isCancelled, isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { EngineFailure } from '../../core/failures/engine';

/** What an engine's SDK throws, made ours. `action` completes "The engine refused to …"; `endpoint` is where it was sent. */
export function engineFailure(error: unknown, about: { readonly action: string; readonly endpoint: string }): Failure {
    if (isFailure(error)) {
        return error;
    }
    const status = field(error, 'statusCode');
    const reason = reasonOf(error);
    if (typeof status === 'number') {
        return fromReason(reason, { ...about, status }, error);
    }
    switch (field(error, 'code')) {
        case 'ENOENT':
            return new Failure<EngineFailure>('engine/not-found', about, error);
        case 'EACCES':
        case 'EPERM':
            return new Failure<EngineFailure>('engine/no-permission', about, error);
        case 'ECONNREFUSED':
            return new Failure<EngineFailure>('engine/not-running', about, error);
        default:
            return new Failure<EngineFailure>(
                'engine/connection-lost',
                {
                    ...about,
                    reason: /^(aborted|socket hang up|read ECONNRESET)$/.test(reason) ? 'It ended in the middle of its answer.' : reason,
                },
                error,
            );
    }
}

/** What an engine says in words, wherever it says it: in an HTTP error or in a line of a stream that began well. */
export function fromReason(
    reason: string,
    about: { readonly action: string; readonly endpoint: string; readonly status?: number },
    cause?: unknown,
): Failure {
    if (/no space left on device/i.test(reason)) {
        return new Failure<EngineFailure>('engine/no-space', { ...about, reason }, cause);
    }
    const image = /no such image:? ?(\S*)/i.exec(reason)?.[1];
    if (image !== undefined) {
        return new Failure<EngineFailure>('engine/no-such-image', { ...about, image }, cause);
    }
    const container = /no such container:? ?(\S*)/i.exec(reason)?.[1];
    if (container !== undefined) {
        return new Failure<EngineFailure>('engine/no-such-container', { ...about, container }, cause);
    }
    const port = /bind for [\d.:[\]]*?:(\d+) failed|listen tcp\d? [\d.]*:(\d+): bind: address already in use/i.exec(reason);
    if (port !== null) {
        return new Failure<EngineFailure>('engine/port-taken', { ...about, port: port[1] ?? port[2] }, cause);
    }
    return new Failure<EngineFailure>('engine/refused', { ...about, reason }, cause);
}

/** Runs one call to the engine: errors come out as Failures, a stopped operation as Cancelled, at once. */
export async function callEngine<T>(
    op: Pick<Operation, 'signal'>,
    about: { readonly action: string; readonly endpoint: string },
    call: () => Promise<T>,
): Promise<T> {
    if (op.signal.aborted) {
        throw new Cancelled();
    }
    let stop: () => void = () => undefined;
    const whenStopped = new Promise<never>((_, reject) => {
        stop = () => reject(new Cancelled());
        op.signal.addEventListener('abort', stop, { once: true });
    });
    try {
        return await Promise.race([call(), whenStopped]);
    } catch (error) {
        if (isCancelled(error) || hasStopped(op)) {
            throw new Cancelled();
        }
        throw engineFailure(error, about);
    } finally {
        op.signal.removeEventListener('abort', stop);
    }
}

/** A function, because control flow analysis believes that a signal cannot change. */
function hasStopped({ signal }: Pick<Operation, 'signal'>): boolean {
    return signal.aborted;
}

/** The engine's own sentence, without the wrapping that docker-modem gives it. */
export function reasonOf(error: unknown): string {
    const message = field(field(error, 'json'), 'message');
    if (typeof message === 'string') {
        return message;
    }
    return error instanceof Error ? error.message.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim() : String(error);
}

export function statusOf(error: unknown): number | undefined {
    const status = field(error, 'statusCode');
    return typeof status === 'number' ? status : undefined;
}

function field(value: unknown, name: string): unknown {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
