import type { Resource } from '../arm/resource';
import type { JsonObject } from '../json';
import type { Pod } from '../pods/pod';
import type { ManagedEnvironment } from './managedEnvironment';

export type ExecutionStatus = 'Running' | 'Succeeded' | 'Failed' | 'Stopped';

/** One run of a job; its replicas may be several, and each may be tried again. */
export interface JobExecution {
    readonly name: string;
    readonly startedMs: number;
    endedMs: number | undefined;
    status: ExecutionStatus;
    /** As it ran, with what the start changed. */
    readonly template: JsonObject;
    readonly replicas: { readonly name: string; readonly createdMs: number; readonly pod: Pod }[];
    readonly stopping: AbortController;
}

/** A Container Apps job; its secrets' values live in memory only. */
export interface Job extends Resource {
    readonly environment: ManagedEnvironment;
    workloadProfileName: string;
    configuration: JsonObject;
    readonly secrets: Map<string, string>;
    template: JsonObject;
    provisioningState: 'InProgress' | 'Succeeded' | 'Failed' | 'Deleting';
    /** Oldest first. */
    readonly executions: JobExecution[];
    timer: NodeJS.Timeout | undefined;
}
