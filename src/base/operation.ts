import { Cancelled } from './failure';

/** Everything slow takes one of these first. */
export interface Operation {
    readonly signal: AbortSignal;
    /** A short present-tense message for the progress notification; `fraction` is 0..1 of the whole operation when it is known. */
    report(message: string, fraction?: number): void;
    /** One line, without its newline, for the output channel. Callers need not redact: the sink does. */
    log(line: string): void;
    /** Where there is something to see of the progress: takes it out of sight while `question` is asked, and brings it back. */
    readonly aside?: <T>(question: () => Promise<T>) => Promise<T>;
}

/** Asks something whose answer may take a person's time, without a progress that stands before it. */
export async function aside<T>(op: Operation, question: () => Promise<T>): Promise<T> {
    return op.aside === undefined ? await question() : await op.aside(question);
}

/** An operation that nobody watches; `signal` still stops it. */
export function quietOperation(signal: AbortSignal = new AbortController().signal): Operation {
    return { signal, report: () => undefined, log: () => undefined };
}

/** Throws Cancelled when the operation was stopped. Call between steps that cannot be interrupted. */
export function throwIfCancelled(op: Pick<Operation, 'signal'>): void {
    if (op.signal.aborted) {
        throw new Cancelled();
    }
}

/** Waits `ms` milliseconds, or throws Cancelled as soon as the operation is stopped. */
export async function pause(op: Pick<Operation, 'signal'>, ms: number): Promise<void> {
    throwIfCancelled(op);
    await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
            op.signal.removeEventListener('abort', stop);
            resolve();
        }, ms);
        const stop = () => {
            clearTimeout(timer);
            reject(new Cancelled());
        };
        op.signal.addEventListener('abort', stop, { once: true });
    });
}
