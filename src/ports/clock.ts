import type { Operation } from '../base/operation';

/** Time, so that tests need not wait. */
export interface Clock {
    nowMs(): number;
    /** Throws Cancelled as soon as the operation is stopped. */
    pause(op: Pick<Operation, 'signal'>, ms: number): Promise<void>;
}
