import type { CheckContext } from './checksPrelude';

/** One question to a container. A check is data: its script is POSIX sh on top of the prelude, its answer is read by parseCheckOutput. */
export interface Check {
    readonly id: string;
    readonly title: string;
    readonly group: 'app' | 'system' | 'model' | 'helpers';
    /**
     * `alone` ones measure time and run one after the other when the rest is done. `first` ones are the longest of those that run together: they take their
     * channels before the others, which would otherwise wait for them at the end.
     */
    readonly when: 'first' | 'together' | 'alone';
    readonly timeoutMs: number;
    readonly script: (context: CheckContext) => string;
}
