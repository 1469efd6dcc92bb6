import type { JsonObject } from '../json';
import type { Registry } from './registry';

export type RunStatus = 'Queued' | 'Started' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled' | 'Error' | 'Timeout';

/** One run of ACR Tasks. */
export interface TaskRun {
    readonly id: string;
    readonly registry: Registry;
    readonly request: JsonObject;
    /** Set for runs of a stored task. */
    readonly task: string | undefined;
    readonly createdMs: number;
    startedMs: number | undefined;
    finishedMs: number | undefined;
    changedMs: number;
    status: RunStatus;
    archived: boolean;
    error: string | undefined;
    outputImages: JsonObject[];
    log: Buffer;
    readonly cancel: AbortController;
}

export function isOver(run: TaskRun): boolean {
    return run.finishedMs !== undefined;
}
