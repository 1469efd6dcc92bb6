import type { Sentence } from './sentence';

/** What every step of a plan shows of itself. */
export interface Shown {
    /** Unique in its plan; the same step has the same id when it is planned again. */
    readonly id: string;
    readonly words: Sentence;
    readonly change: 'create' | 'change' | 'keep' | 'check';
    readonly resource?: { readonly type: string; readonly name: string; readonly id?: string };
    /** What changes, a line each. */
    readonly details?: readonly Detail[];
    /** US dollars a month that this step adds; undefined when nothing, 'unknown' when the price table does not know. */
    readonly monthlyUsd?: number | 'unknown';
}

export interface Detail {
    readonly label: string;
    readonly before?: string;
    readonly after: string;
}
