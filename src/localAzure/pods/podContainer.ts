import type { RunningProcess } from '../runner/runner';
import type { PodLog } from './podLog';

/** What is to run in one container of a pod. */
export interface PodContainer {
    readonly name: string;
    /** The engine's id of the pulled image. */
    readonly image: string;
    readonly entrypoint: readonly string[] | undefined;
    readonly command: readonly string[] | undefined;
    readonly env: Readonly<Record<string, string>>;
    readonly memoryBytes: number | undefined;
    readonly cpus: number | undefined;
}

/** How one container of a pod fares. */
export interface ContainerState {
    readonly name: string;
    readonly log: PodLog;
    state: 'Waiting' | 'Running' | 'Terminated';
    /** Why it waits or ended, such as `CrashLoopBackOff`, `Completed`, `Error`, `OOMKilled`. */
    detail: string;
    process: RunningProcess | undefined;
    startedMs: number | undefined;
    finishedMs: number | undefined;
    exitCode: number | undefined;
    restartCount: number;
    /** The run before the one that is shown, once it ended. */
    previous: EndedRun | undefined;
    /** The latest run that ended. */
    last: EndedRun | undefined;
}

interface EndedRun {
    readonly startedMs: number;
    readonly finishedMs: number;
    readonly exitCode: number;
    readonly detail: string;
}

export type PodEvent =
    | { readonly kind: 'started'; readonly container: string }
    | { readonly kind: 'ended'; readonly container: string; readonly exitCode: number; readonly detail: string }
    | { readonly kind: 'refused'; readonly container: string; readonly message: string }
    | { readonly kind: 'backOff'; readonly container: string };
