import type { FailureText, Remedy } from './failureText';

/** One deploy as it is remembered in the workspace's state; JSON. Holds no secret: what it says was masked when it was shown. */
export interface RunRecord {
    readonly startedMs: number;
    readonly durationMs: number;
    readonly outcome: 'live' | 'failed' | 'cancelled';
    readonly title: string;
    readonly subtitle: string;
    readonly steps: readonly RecordedStep[];
    readonly result?: { readonly url: string; readonly words: string };
    readonly failure?: Omit<FailureText, 'code'>;
}

export interface RecordedStep {
    readonly id: string;
    readonly title: string;
    readonly state: 'waiting' | 'done' | 'failed' | 'skipped';
    readonly durationMs?: number;
}

/** How many runs of a folder are kept. */
export const keptRuns = 8;

/** Reads what an older version of Slipway, or a broken state file, may have left; newest first. A record that does not fit is left out. */
export function readRuns(value: unknown): readonly RunRecord[] {
    return Array.isArray(value) ? (value as unknown[]).filter(isRun).slice(0, keptRuns) : [];
}

function isRun(value: unknown): value is RunRecord {
    const run = value as Partial<RunRecord> | null | undefined;
    return (
        typeof run === 'object' &&
        run !== null &&
        typeof run.startedMs === 'number' &&
        typeof run.durationMs === 'number' &&
        typeof run.title === 'string' &&
        typeof run.subtitle === 'string' &&
        (run.outcome === 'live' || run.outcome === 'failed' || run.outcome === 'cancelled') &&
        (run.result === undefined || (typeof run.result.url === 'string' && typeof run.result.words === 'string')) &&
        (run.failure === undefined || isFailure(run.failure)) &&
        Array.isArray(run.steps) &&
        run.steps.every(isStep)
    );
}

function isStep(value: unknown): value is RecordedStep {
    const step = value as Partial<RecordedStep> | null | undefined;
    return (
        typeof step === 'object' &&
        step !== null &&
        typeof step.id === 'string' &&
        typeof step.title === 'string' &&
        (step.state === 'waiting' || step.state === 'done' || step.state === 'failed' || step.state === 'skipped') &&
        (step.durationMs === undefined || typeof step.durationMs === 'number')
    );
}

function isFailure(value: unknown): value is NonNullable<RunRecord['failure']> {
    const failure = value as Partial<FailureText> | null;
    return (
        typeof failure === 'object' &&
        failure !== null &&
        typeof failure.what === 'string' &&
        typeof failure.next === 'string' &&
        Array.isArray(failure.remedies) &&
        failure.remedies.every(isRemedy)
    );
}

function isRemedy(value: unknown): value is Remedy {
    const remedy = value as Partial<Record<string, unknown>> | null;
    return (
        typeof remedy === 'object' &&
        remedy !== null &&
        typeof remedy.title === 'string' &&
        ((remedy.kind === 'command' && typeof remedy.command === 'string' && remedy.command.startsWith('slipway.')) ||
            (remedy.kind === 'copy' && typeof remedy.text === 'string') ||
            (remedy.kind === 'open' && typeof remedy.url === 'string'))
    );
}
