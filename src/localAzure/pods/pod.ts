import { randomBytes } from 'node:crypto';
import type { InsideAccess } from '../inside/inside';
import type { Exit, Runner, RunningProcess } from '../runner/runner';
import type { ContainerState, PodContainer, PodEvent } from './podContainer';
import { PodLog } from './podLog';

export type PodPhase = 'init' | 'main';

export interface PodOptions {
    readonly runner: Runner;
    /** Part of the containers' names on the engine. */
    readonly name: string;
    /** Run to their end, one after another, before the others start. */
    readonly init: readonly PodContainer[];
    readonly containers: readonly PodContainer[];
    /** Reached from outside; whichever container listens there. */
    readonly ports: readonly number[];
    readonly restart: 'always' | 'onFailure' | 'never';
    /** First wait before a container that ended is started again; doubles up to sixteen times that. */
    readonly backOffMs: number;
    readonly labels: Readonly<Record<string, string>>;
    /** The way to the identity's and the model's endpoints, asked at each start; what begins and what serves may have different identities. undefined: none. */
    readonly inside?: (phase: PodPhase) => Promise<InsideAccess | undefined>;
    readonly nowMs: () => number;
    readonly onEvent: (event: PodEvent) => void;
}

/** Containers that live and die together and share one network: a replica, a job's execution, a container group. The first one owns the network. */
export class Pod {
    readonly init: readonly ContainerState[];
    readonly containers: readonly ContainerState[];
    private closed = false;
    private readonly wake = new AbortController();
    private readonly loops: Promise<void>[] = [];
    private settle: (outcome: 'Succeeded' | 'Failed') => void = () => undefined;
    /** Settles when every container ended for good. */
    readonly finished = new Promise<'Succeeded' | 'Failed'>((resolve) => {
        this.settle = resolve;
    });

    constructor(private readonly options: PodOptions) {
        const fresh = (container: PodContainer): ContainerState => ({
            name: container.name,
            log: new PodLog(options.nowMs),
            state: 'Waiting',
            detail: 'ContainerCreating',
            process: undefined,
            startedMs: undefined,
            finishedMs: undefined,
            exitCode: undefined,
            restartCount: 0,
            previous: undefined,
            last: undefined,
        });
        this.init = options.init.map(fresh);
        this.containers = options.containers.map(fresh);
    }

    /** Settles when every container was started once or could not be. */
    async start(): Promise<void> {
        for (const [index, container] of this.options.init.entries()) {
            const state = this.init[index];
            if (state === undefined || this.closed) {
                return;
            }
            while (!(await this.runOnce(container, state, undefined, [])) && !this.isClosed()) {
                if (this.options.restart === 'never') {
                    this.settle('Failed');
                    return;
                }
                await this.backOff(state);
            }
        }
        for (const [index, container] of this.options.containers.entries()) {
            const state = this.containers[index];
            if (state === undefined || this.closed) {
                return;
            }
            const started = await this.launch(container, state, index === 0 ? undefined : this.containers[0]?.process, this.options.ports);
            this.loops.push(this.keep(container, state, index, started));
        }
        void Promise.all(this.loops).then(() =>
            this.settle(this.containers.every((state) => state.exitCode === 0) ? 'Succeeded' : 'Failed'),
        );
    }

    address(port: number): { readonly host: string; readonly port: number } | undefined {
        return this.containers[0]?.process?.address(port);
    }

    /** The ports that something inside listens on; undefined where the runner cannot tell. */
    listening(): readonly number[] | undefined {
        return this.containers[0]?.process?.listening?.();
    }

    container(name: string): ContainerState | undefined {
        return [...this.containers, ...this.init].find((state) => state.name.toLowerCase() === name.toLowerCase());
    }

    async close(graceSeconds: number): Promise<void> {
        this.closed = true;
        this.wake.abort();
        await Promise.all([...this.init, ...this.containers].map(async (state) => state.process?.remove(graceSeconds)));
        await Promise.all(this.loops);
        this.settle('Failed');
    }

    private async runOnce(
        container: PodContainer,
        state: ContainerState,
        network: RunningProcess | undefined,
        ports: readonly number[],
    ): Promise<boolean> {
        const process = await this.launch(container, state, network, ports);
        if (process !== undefined) {
            await this.end(state, process);
        }
        return process !== undefined && state.exitCode === 0;
    }

    private async launch(
        container: PodContainer,
        state: ContainerState,
        network: RunningProcess | undefined,
        ports: readonly number[],
    ): Promise<RunningProcess | undefined> {
        try {
            const inside = await this.options.inside?.(this.init.includes(state) ? 'init' : 'main');
            const process = await this.options.runner.start({
                name: `slipway-la-${this.options.name}-${container.name}-${randomBytes(3).toString('hex')}`,
                image: container.image,
                env: { ...container.env, ...inside?.env },
                ...(container.entrypoint === undefined ? {} : { entrypoint: container.entrypoint }),
                ...(container.command === undefined ? {} : { command: container.command }),
                ports,
                ...(network === undefined
                    ? inside === undefined
                        ? {}
                        : { network: inside.network, hosts: inside.hosts }
                    : { networkOf: network }),
                ...(container.memoryBytes === undefined ? {} : { memoryBytes: container.memoryBytes }),
                ...(container.cpus === undefined ? {} : { cpus: container.cpus }),
                labels: this.options.labels,
                onLine: (source, line) => state.log.add(source, line),
            });
            if (this.closed) {
                await process.remove(0);
                return undefined;
            }
            Object.assign(state, { process, state: 'Running', detail: '', startedMs: this.options.nowMs(), finishedMs: undefined });
            state.previous = state.last;
            this.options.onEvent({ kind: 'started', container: state.name });
            return process;
        } catch (error) {
            const message = error instanceof Error ? error.message : String(error);
            Object.assign(state, { state: 'Waiting', detail: 'CreateContainerError', exitCode: 128, finishedMs: this.options.nowMs() });
            this.options.onEvent({ kind: 'refused', container: state.name, message });
            return undefined;
        }
    }

    private async keep(container: PodContainer, state: ContainerState, index: number, first: RunningProcess | undefined): Promise<void> {
        let process = first;
        for (;;) {
            if (process !== undefined) {
                await this.end(state, process);
            }
            const again = this.options.restart === 'always' || (this.options.restart === 'onFailure' && state.exitCode !== 0);
            if (this.closed || !again) {
                return;
            }
            if (index === 0) {
                // The others lose their network with it and are started again on the new one.
                await Promise.all(this.containers.slice(1).map(async (other) => other.process?.remove(0)));
            }
            await this.backOff(state);
            if (this.isClosed()) {
                return;
            }
            const owner = index === 0 ? undefined : this.containers[0];
            if (owner !== undefined && owner.process === undefined) {
                process = undefined;
                continue;
            }
            state.restartCount++;
            process = await this.launch(container, state, owner?.process, this.options.ports);
        }
    }

    private isClosed(): boolean {
        return this.closed;
    }

    private async end(state: ContainerState, process: RunningProcess): Promise<void> {
        const exit: Exit = await process.exited;
        await process.remove(0);
        const detail = exit.outOfMemory ? 'OOMKilled' : exit.exitCode === 0 ? 'Completed' : 'Error';
        const finishedMs = this.options.nowMs();
        const { exitCode } = exit;
        state.previous = state.last;
        state.last = { startedMs: state.startedMs ?? finishedMs, finishedMs, exitCode, detail };
        Object.assign(state, { state: 'Terminated', detail, process: undefined, finishedMs, exitCode });
        if (!this.closed) {
            this.options.onEvent({ kind: 'ended', container: state.name, exitCode, detail });
        }
    }

    private async backOff(state: ContainerState): Promise<void> {
        if (this.closed) {
            return;
        }
        if (state.restartCount === 0) {
            // The first time there is no waiting.
            return;
        }
        const waitMs = this.options.backOffMs * Math.min(2 ** (state.restartCount - 1), 16);
        // For a moment it is seen as ended, then as waiting.
        await this.wait(waitMs / 4);
        Object.assign(state, { state: 'Waiting', detail: 'CrashLoopBackOff', previous: state.last });
        this.options.onEvent({ kind: 'backOff', container: state.name });
        await this.wait((waitMs * 3) / 4);
    }

    private async wait(ms: number): Promise<void> {
        const { signal } = this.wake;
        await new Promise<void>((resolve) => {
            const done = () => {
                clearTimeout(timer);
                signal.removeEventListener('abort', done);
                resolve();
            };
            const timer = setTimeout(done, ms);
            signal.addEventListener('abort', done, { once: true });
        });
    }
}
