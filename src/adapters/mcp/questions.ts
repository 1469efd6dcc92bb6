import { AsyncLocalStorage } from 'node:async_hooks';
import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { McpFailure } from '../../core/failures/mcp';
import type { Elicitation, ElicitationAnswer, McpTarget } from '../../ports/mcp';

const perCall = 10;
const perMinute = 20;
const cancel: ElicitationAnswer = { action: 'cancel' };

interface Call {
    readonly signal: AbortSignal;
    asked: number;
}

/**
 * A server's questions, as many as a person can bear: only in the middle of a call, ten in each, one after the other. Outside of a call, as while a row of the
 * tree connects by itself, nobody expects one: it is cancelled unseen.
 */
export class Questions {
    private readonly calls = new Set<Call>();
    private readonly current = new AsyncLocalStorage<Call>();
    private open: Promise<unknown> = Promise.resolve();
    private recent: number[] = [];

    constructor(
        private readonly put: NonNullable<McpTarget['onElicit']>,
        private readonly now: () => number = Date.now,
    ) {}

    /** Runs a call: while it runs, it may ask. */
    async during<T>({ signal }: Operation, run: () => Promise<T>): Promise<T> {
        const end = new AbortController();
        const call: Call = { signal: AbortSignal.any([signal, end.signal]), asked: 0 };
        this.calls.add(call);
        try {
            return await this.current.run(call, run);
        } finally {
            this.calls.delete(call);
            end.abort();
        }
    }

    /** The answer; `cancel` as soon as the call has ended or was stopped. Throws Failure 'mcp/too-many-rounds'. */
    async ask(op: Operation, question: Elicitation): Promise<ElicitationAnswer> {
        const call = this.asking();
        if (call === undefined) {
            return cancel;
        }
        call.asked++;
        if (call.asked > perCall) {
            throw new Failure<McpFailure>('mcp/too-many-rounds', { limit: perCall });
        }
        const now = this.now();
        this.recent = this.recent.filter((at) => at > now - 60_000);
        if (this.recent.length >= perMinute) {
            return cancel;
        }
        this.recent.push(now);
        const signal = AbortSignal.any([op.signal, call.signal]);
        const answer = this.open.then(() => (signal.aborted ? cancel : this.put({ ...op, signal }, question)));
        // A box that cannot be closed from here stands until its user closes it; the next one waits for that.
        this.open = answer.catch(() => undefined);
        return await Promise.race([answer, aborted(signal)]);
    }

    /** The call that asks, where the question came on its stream; else the newest. */
    private asking(): Call | undefined {
        const own = this.current.getStore();
        return own !== undefined && this.calls.has(own) ? own : [...this.calls].at(-1);
    }
}

/** `asking` is the target whose questions are bounded; `questions` is undefined where nobody can be asked. */
export function boundQuestions(target: McpTarget): { readonly questions: Questions | undefined; readonly asking: McpTarget } {
    if (target.onElicit === undefined) {
        return { questions: undefined, asking: target };
    }
    const questions = new Questions(target.onElicit);
    return { questions, asking: { ...target, onElicit: (op, question) => questions.ask(op, question) } };
}

function aborted(signal: AbortSignal): Promise<ElicitationAnswer> {
    return new Promise((resolve) => {
        if (signal.aborted) {
            resolve(cancel);
        } else {
            signal.addEventListener('abort', () => resolve(cancel), { once: true });
        }
    });
}
