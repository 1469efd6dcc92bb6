import { randomBytes } from 'node:crypto';
import { RunnerRefusal, type PulledImage, type Runner, type RunningProcess } from '../runner/runner';
import type { DesiredContainer, DesiredSite } from './desiredSite';
import { pullErrorOf } from './pullErrorOf';
import { newInstance, type SiteInstance } from './siteInstance';
import { SiteLog } from './siteLog';
import { stamp, startOnWorker } from './startOnWorker';

export interface SiteRuntimeOptions {
    /** The site's log has what its app writes; unless given, it has. */
    readonly keepsAppLines?: (() => boolean) | undefined;
    readonly siteName: string;
    readonly runner: Runner;
    /** Starts a placeholder where an image cannot be pulled; undefined: the site fails, as in Azure. */
    readonly placeholder: Runner | undefined;
    readonly nowMs: () => number;
    readonly desired: () => DesiredSite;
    readonly labels: Readonly<Record<string, string>>;
    /** Changes within this time are one restart. */
    readonly settleMs: number;
    /** First wait before a failed start is tried again; doubles up to twelve times that. */
    readonly retryMs: number;
}

/** WEBSITES_CONTAINER_STOP_TIME_LIMIT's default. */
const stopSeconds = 5;

/** Keeps a site running as its configuration asks: starts, swaps after warm-up, restarts what crashed, gives up for a while and tries again. */
export class SiteRuntime {
    readonly log: SiteLog;
    private instances: SiteInstance[] = [];
    private generation = 0;
    private current = new AbortController();
    private settled: Promise<void> = Promise.resolve();
    private retry: NodeJS.Timeout | undefined;
    private failures = 0;
    private nextTryMs = 0;
    private closed = false;
    /** Containers that were asked to end and have a moment left. */
    private readonly leaving = new Set<RunningProcess>();
    private next = 0;
    builtInStack: string | undefined;
    private readonly home = `slipway-la-home-${randomBytes(6).toString('hex')}`;
    private homeUsed = false;

    constructor(private readonly options: SiteRuntimeOptions) {
        this.log = new SiteLog(options.nowMs, options.keepsAppLines);
    }

    all(): readonly SiteInstance[] {
        return this.instances;
    }

    /** The configuration changed, or somebody asked for a restart. */
    change(): void {
        this.failures = 0;
        this.schedule(this.options.settleMs);
    }

    /** Settles when the latest start has come to an end, well or badly. */
    async whenSettled(signal: AbortSignal): Promise<void> {
        let seen = -1;
        while (seen !== this.generation && !signal.aborted) {
            seen = this.generation;
            await Promise.race([
                this.settled,
                new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
            ]);
        }
    }

    /** A request came in and nothing serves: after a failure this wakes the site, though not at every request. */
    nudge(): void {
        if (this.retry !== undefined && this.options.nowMs() >= this.nextTryMs) {
            this.schedule(0);
        }
    }

    isStarting(): boolean {
        return this.instances.some((instance) => instance.state === 'Starting');
    }

    /** Instances in turn, or the one that the affinity cookie names when it still serves. */
    pick(instanceId: string | undefined): SiteInstance | undefined {
        const serving = this.instances.filter((instance) => instance.serving !== undefined);
        const chosen = instanceId === undefined ? undefined : serving.find((instance) => instance.worker.instanceId === instanceId);
        return chosen ?? serving[this.next++ % Math.max(serving.length, 1)];
    }

    /** Changes places with another site of the same plan, worker by worker: nothing stops, so no request is lost. */
    exchange(other: SiteRuntime): void {
        for (const mine of this.instances) {
            const theirs = other.instances.find((instance) => instance.worker.instanceId === mine.worker.instanceId);
            if (theirs !== undefined) {
                [mine.serving, theirs.serving] = [theirs.serving, mine.serving];
                for (const [runtime, instance] of [
                    [this, mine],
                    [other, theirs],
                ] as const) {
                    if (instance.serving !== undefined) {
                        instance.state = 'Started';
                        runtime.watch(instance, instance.serving.process);
                    }
                    runtime.log.platform(instance.worker.machineName, 'INFO ', 'The site was swapped with another slot.');
                }
            }
        }
    }

    async close(): Promise<void> {
        this.closed = true;
        this.supersede();
        await this.settled;
        this.instances.forEach((instance) => this.end(instance));
        await Promise.all([...this.leaving].map((process) => process.remove(0)));
        if (this.homeUsed) {
            await this.options.runner.removeVolume(this.home);
        }
        this.instances = [];
    }

    private schedule(delayMs: number): void {
        if (this.closed) {
            return;
        }
        this.supersede();
        const generation = ++this.generation;
        const signal = this.current.signal;
        const previous = this.settled;
        for (const instance of this.instances) {
            if (instance.state === 'Started') {
                instance.state = 'Starting';
            }
        }
        this.settled = (async () => {
            // One reconciliation at a time: a superseded one ends at its next look at the signal.
            await previous;
            await untilAborted(delayMs, signal);
            if (!signal.aborted) {
                await this.reconcile(generation, signal);
            }
        })().catch((error: unknown) => {
            this.log.platform('', 'ERROR', error instanceof Error ? error.message : String(error));
        });
    }

    private supersede(): void {
        clearTimeout(this.retry);
        this.retry = undefined;
        this.current.abort();
        this.current = new AbortController();
    }

    private async reconcile(generation: number, signal: AbortSignal): Promise<void> {
        const desired = this.options.desired();
        this.builtInStack = desired.kind === 'builtIn' ? desired.stack : undefined;
        const wanted = desired.kind === 'stopped' ? [] : desired.workers;
        const leaving = this.instances.filter((instance) => !wanted.some((worker) => worker.instanceId === instance.worker.instanceId));
        this.instances = wanted.map(
            (worker) => this.instances.find((instance) => instance.worker.instanceId === worker.instanceId) ?? newInstance(worker),
        );
        leaving.forEach((instance) => this.end(instance));
        if (desired.kind === 'builtIn') {
            for (const instance of this.instances) {
                this.end(instance);
                this.started(instance);
            }
            return;
        }
        if (desired.kind === 'container') {
            await this.startAll(desired, generation, signal);
        }
    }

    private async startAll(desired: DesiredContainer, generation: number, signal: AbortSignal): Promise<void> {
        for (const instance of this.instances) {
            instance.attempt = [];
            instance.state = 'Starting';
            instance.action = 'PullingImage';
            instance.lastError = '';
            instance.lastErrorDetails = '';
            this.status(instance);
        }
        const pulled = await this.pull(desired, signal);
        if (signal.aborted) {
            return;
        }
        if (pulled.kind === 'failed') {
            for (const instance of this.instances) {
                this.failed(instance, pulled.error, pulled.details);
            }
            this.retryLater(generation);
            return;
        }
        const outcomes = await Promise.all(
            this.instances.map((instance) => this.startOne(instance, desired, pulled.image, pulled.runner, generation, signal)),
        );
        if (outcomes.includes('failed')) {
            this.retryLater(generation);
        } else if (!outcomes.includes('superseded')) {
            this.failures = 0;
        }
    }

    private async startOne(
        instance: SiteInstance,
        desired: DesiredContainer,
        image: PulledImage,
        runner: Runner,
        generation: number,
        signal: AbortSignal,
    ): Promise<'started' | 'failed' | 'superseded'> {
        const { siteName, nowMs, labels } = this.options;
        this.homeUsed ||= desired.home === 'kept';
        const outcome = await startOnWorker(
            { siteName, runner, log: this.log, nowMs, labels, home: this.home, signal, status: (one) => this.status(one) },
            instance,
            desired,
            image,
        );
        if (outcome.kind === 'superseded') {
            return 'superseded';
        }
        if (outcome.kind === 'failed') {
            this.failed(instance, outcome.error, outcome.details);
            return 'failed';
        }
        const old = instance.serving;
        instance.serving = { process: outcome.process, port: desired.port };
        this.started(instance);
        this.letGo(old?.process);
        this.watch(instance, outcome.process);
        return 'started';
    }

    /** A container that ends by itself is started again, more slowly each time. */
    private watch(instance: SiteInstance, process: RunningProcess): void {
        const { siteName } = this.options;
        const generation = this.generation;
        void process.exited.then((exit) => {
            if (instance.serving?.process !== process || this.closed) {
                return;
            }
            instance.serving = undefined;
            void process.remove(0);
            const details = `Container ${process.name.replace(/^slipway-la-/, '')} for site ${siteName} has exited with exit code ${exit.exitCode}${exit.outOfMemory ? ' (out of memory)' : ''}.`;
            this.log.platform(instance.worker.machineName, 'ERROR', details);
            instance.state = 'Stopped';
            this.error(instance, exit.outOfMemory ? 'ContainerOutOfMemory' : 'ContainerExited', details);
            if (generation === this.generation) {
                this.retryLater(generation);
            }
        });
    }

    private async pull(
        desired: DesiredContainer,
        signal: AbortSignal,
    ): Promise<
        | { readonly kind: 'pulled'; readonly image: PulledImage; readonly runner: Runner }
        | { readonly kind: 'failed'; readonly error: string; readonly details: string }
    > {
        const { log } = this;
        const say = (level: 'INFO ' | 'ERROR', line: string) =>
            this.instances.forEach((instance) => log.platform(instance.worker.machineName, level, line));
        say('INFO ', `Pulling image: ${desired.image}`);
        const began = this.options.nowMs();
        try {
            if (desired.login.kind === 'refused') {
                throw new RunnerRefusal('unauthorized', desired.login.reason);
            }
            const image = await this.options.runner.pull(desired.image, desired.login.login, signal);
            say('INFO ', `Pull Image successful, Time taken: ${Math.floor((this.options.nowMs() - began) / 1000)} Seconds`);
            return { kind: 'pulled', image, runner: this.options.runner };
        } catch (error) {
            const kind = error instanceof RunnerRefusal ? error.kind : 'unreachable';
            const message = error instanceof Error ? error.message : String(error);
            if (this.options.placeholder !== undefined && !signal.aborted) {
                return {
                    kind: 'pulled',
                    image: await this.options.placeholder.pull(desired.image, { kind: 'anonymous' }, signal),
                    runner: this.options.placeholder,
                };
            }
            if (signal.aborted) {
                return { kind: 'failed', error: '', details: '' };
            }
            const status = kind === 'notFound' ? 'NotFound' : 'InternalServerError';
            const details = `DockerApiException: Docker API responded with status code=${status}, response=${JSON.stringify({ message })}`;
            say('ERROR', details);
            say('ERROR', 'Image pull failed: Verify docker image configuration and credentials (if using private repository)');
            return {
                kind: 'failed',
                error: pullErrorOf(kind),
                details,
            };
        }
    }

    private failed(instance: SiteInstance, error: string, details: string): void {
        this.log.platform(instance.worker.machineName, 'INFO ', `Stopping site ${this.options.siteName} because it failed during startup.`);
        instance.state = 'Stopped';
        instance.action = 'None';
        this.error(instance, error, details);
        this.status(instance);
        instance.startupLogs.set('failure', { atMs: this.options.nowMs(), lines: instance.attempt });
        const old = instance.serving;
        instance.serving = undefined;
        this.letGo(old?.process);
    }

    private started(instance: SiteInstance): void {
        instance.action = 'WarmUpProbeSucceeded';
        this.status(instance);
        instance.state = 'Started';
        instance.startedMs = this.options.nowMs();
        this.status(instance);
        instance.startupLogs.set('success', { atMs: this.options.nowMs(), lines: instance.attempt });
    }

    private error(instance: SiteInstance, error: string, details: string): void {
        instance.lastError = error;
        instance.lastErrorDetails = details;
        instance.lastErrorMs = this.options.nowMs();
    }

    private status(instance: SiteInstance): void {
        instance.attempt.push(
            `${stamp(this.options.nowMs())} ContainerStatus: State: ${instance.state}, Action: ${instance.action}, LastError: ${instance.lastError}, LastErrorDetails: ${instance.lastErrorDetails}`,
        );
    }

    private retryLater(generation: number): void {
        if (generation !== this.generation || this.closed) {
            return;
        }
        const waitMs = this.options.retryMs * Math.min(2 ** this.failures, 12);
        this.failures++;
        this.nextTryMs = this.options.nowMs() + this.options.retryMs;
        // Not a schedule: what is settled stays settled until the next try begins.
        clearTimeout(this.retry);
        this.retry = setTimeout(() => this.schedule(0), waitMs);
        this.retry.unref();
    }

    private end(instance: SiteInstance): void {
        const { serving } = instance;
        instance.serving = undefined;
        instance.state = 'Stopped';
        this.letGo(serving?.process);
    }

    private letGo(process: RunningProcess | undefined): void {
        if (process !== undefined) {
            this.leaving.add(process);
            void process.remove(stopSeconds).then(() => this.leaving.delete(process));
        }
    }
}

function untilAborted(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener(
            'abort',
            () => {
                clearTimeout(timer);
                resolve();
            },
            { once: true },
        );
    });
}
