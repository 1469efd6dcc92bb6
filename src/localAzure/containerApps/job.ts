import type { JsonObject } from '../json';
import type { Pod } from '../pods/pod';
import type { Workload } from './workload';

export type ExecutionStatus = 'Running' | 'Succeeded' | 'Failed' | 'Stopped';

/** Stays after it ended, for its log. */
export interface JobReplica {
    readonly name: string;
    readonly createdMs: number;
    readonly pod: Pod;
}

/** One run of a job; its replicas may be several, and each may be tried again. */
export interface JobExecution {
    readonly name: string;
    readonly startedMs: number;
    endedMs: number | undefined;
    status: ExecutionStatus;
    /** As it ran, with what the start changed. */
    readonly template: JsonObject;
    readonly replicas: JobReplica[];
    readonly stopping: AbortController;
}

/** A Container Apps job. */
export interface Job extends Workload {
    /** A job that is suspended starts by no clock and by nobody. */
    suspended: boolean;
    /** Oldest first. */
    readonly executions: JobExecution[];
    timer: NodeJS.Timeout | undefined;
    /** Events that no execution was started for yet. */
    waiting: number;
}
