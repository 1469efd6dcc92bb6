import type { RunningProcess } from '../runner/runner';
import type { Worker } from './worker';

/** The states that `siteStatus` reports. */
export type InstanceState = 'Starting' | 'Started' | 'Stopping' | 'Stopped' | 'Updating' | 'Blocked' | 'Unknown';

/** A site on one worker. */
export interface SiteInstance {
    readonly worker: Worker;
    state: InstanceState;
    action: string;
    lastError: string;
    lastErrorDetails: string;
    lastErrorMs: number | undefined;
    startedMs: number | undefined;
    /** What serves requests now; while a new container warms up this is still the old one. */
    serving: { readonly process: RunningProcess; readonly port: number } | undefined;
    /** The latest start attempt's lines, by outcome, for the start-up logs. */
    readonly startupLogs: Map<'success' | 'failure', { readonly atMs: number; readonly lines: readonly string[] }>;
    attempt: string[];
}

export function newInstance(worker: Worker): SiteInstance {
    return {
        worker,
        state: 'Starting',
        action: 'None',
        lastError: '',
        lastErrorDetails: '',
        lastErrorMs: undefined,
        startedMs: undefined,
        serving: undefined,
        startupLogs: new Map(),
        attempt: [],
    };
}
