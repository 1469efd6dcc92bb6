export interface StepResult {
    readonly name: string;
    readonly seconds: number;
    readonly passed: number;
    readonly failed: readonly string[];
    readonly skipped: readonly string[];
    readonly output: string;
    /** Why, by the title of what failed. */
    readonly reasons?: Readonly<Record<string, string>>;
    /** What failed before the step ran once more. */
    readonly triedAgain?: { readonly failed: readonly string[]; readonly reasons?: Readonly<Record<string, string>> };
}
export interface Step {
    readonly name: string;
    readonly after?: readonly string[];
    /** 2: runs once more as a whole when it failed. */
    readonly tries?: 1 | 2;
    /** How much of a core it keeps busy, in hundredths; 100 unless given. */
    readonly load?: number;
    run(): Promise<Partial<StepResult>>;
}
export interface Cores {
    /** How often they are looked at. */
    readonly everyMs: number;
    /** Hundredths of a core that nobody used since it was last asked. */
    idle(): number;
}
export function runSteps(steps: readonly Step[], most: number, cores?: Cores): Promise<readonly StepResult[]>;
