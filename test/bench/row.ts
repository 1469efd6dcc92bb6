/** One measurement. `goal` is the most that is wanted, in the same unit. */
export interface Row {
    readonly name: string;
    readonly value: number;
    readonly unit: 'ms' | 's' | 'kB' | 'MB' | '×' | 'requests' | 'round trips';
    readonly goal?: number;
}

/** What every file of this folder but this one, run.ts, median.ts and texts exports as `bench`. */
export interface Bench {
    readonly title: string;
    run(): Promise<{ readonly rows: readonly Row[] }>;
}
