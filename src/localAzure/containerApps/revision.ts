import { randomBytes } from 'node:crypto';
import type { JsonObject, JsonValue } from '../json';
import { acceptsTcp } from '../pods/answersOn';
import { Pod, type PodOptions } from '../pods/pod';
import type { PodContainer, PodEvent } from '../pods/podContainer';
import type { PulledImage, Runner } from '../runner/runner';
import { Liveness } from './liveness';
import { isReady, type ReadinessProbe } from './probeReplica';
import type { ContainerSpec } from './readTemplate';
import type { Replica } from './replica';
import type { SystemEvent } from './systemLog';

export interface RevisionOptions {
    readonly name: string;
    readonly template: JsonObject;
    readonly containers: readonly ContainerSpec[];
    readonly initContainers: readonly ContainerSpec[];
    readonly minReplicas: number;
    readonly createdMs: number;
    readonly nowMs: () => number;
    readonly labels: Readonly<Record<string, string>>;
    /** Pulls one image with the app's rights of this moment. Throws. */
    readonly pull: (spec: ContainerSpec) => Promise<{ readonly image: PulledImage; readonly runner: Runner }>;
    /** Read at each start, because ingress and secrets belong to the app. */
    readonly envOf: (spec: ContainerSpec, replica: string) => Readonly<Record<string, string>>;
    readonly inside: PodOptions['inside'];
    readonly portsOf: (exposed: readonly number[]) => { readonly ports: readonly number[]; readonly probes: readonly ReadinessProbe[] };
    readonly backOffMs: number;
    /** Factor on the periods of probes. */
    readonly timeScale: number;
    /** How long a replica has to become ready. */
    readonly readyLimitMs: number;
    /** How long its images may take to come. */
    readonly provisionLimitMs: number;
    /** Without a request for so long, a revision whose minimum is 0 has no replica; undefined: never. */
    readonly coolDownMs: number | undefined;
    readonly say: (event: Omit<SystemEvent, 'atMs' | 'revision'>) => void;
    readonly onReady: (revision: Revision) => void;
}

/** One revision of an app and the replicas that run for it. */
export class Revision {
    active = true;
    /** Whether a replica of it was ever ready. */
    wasReady = false;
    /** Why it does not run; undefined while it does or might. */
    failure: string | undefined;
    replicas: Replica[] = [];
    private pulled = new Map<ContainerSpec, { readonly image: PulledImage; readonly runner: Runner }>();
    private next = 0;
    private lastRequestMs = 0;
    private idle: NodeJS.Timeout | undefined;
    /** It had nothing to do, and a request wakes it; no replica yet is something else. */
    private sleeps = false;
    private waking: Promise<void> | undefined;
    private readonly waiting = new Set<() => void>();
    private readonly hash = randomBytes(5).toString('hex');

    private readonly liveness: Liveness;

    constructor(readonly options: RevisionOptions) {
        this.liveness = new Liveness(options, (container, replica) =>
            this.say('Warning', 'ProbeFailed', `Container ${container} failed liveness probe, will be restarted`, replica),
        );
    }

    get name(): string {
        return this.options.name;
    }

    /** Of an active revision, in Azure's word. */
    get runningState(): string {
        if (this.failure !== undefined) {
            return 'Failed';
        }
        if (this.replicas.length === 0) {
            return this.sleeps ? 'ScaledToZero' : 'Processing';
        }
        return this.replicas.every((replica) => replica.ready) ? 'Running' : this.wasReady ? 'Degraded' : 'Activating';
    }

    /** Pulls the images. Throws what the registry or the engine said. */
    async provision(): Promise<void> {
        for (const spec of [...this.options.initContainers, ...this.options.containers]) {
            this.pulled.set(spec, await this.options.pull(spec));
        }
    }

    /** Starts its replicas beside those that run; settles when their containers were started. */
    async run(): Promise<void> {
        this.failure = undefined;
        this.sleeps = false;
        const count = Math.max(this.options.minReplicas, 1);
        const made = Array.from({ length: count }, () => this.makeReplica());
        this.replicas.push(...made);
        await Promise.all(made.map((replica) => replica.pod.start()));
        made.forEach((replica) => void this.watch(replica));
        this.lastRequestMs = this.options.nowMs();
        this.watchIdle();
    }

    /** New replicas, and the old ones leave once the new ones can take over or have had their time. */
    async restart(): Promise<void> {
        const old = this.replicas;
        await this.provision();
        this.replicas = [];
        await this.run();
        await Promise.all(old.map((replica) => replica.pod.close(5)));
    }

    async stop(): Promise<void> {
        clearTimeout(this.idle);
        this.sleeps = false;
        const old = this.replicas;
        this.replicas = [];
        this.notify();
        await Promise.all(old.map((replica) => replica.pod.close(2)));
    }

    async close(): Promise<void> {
        this.active = false;
        clearTimeout(this.idle);
        const old = this.replicas;
        this.replicas = [];
        this.notify();
        await Promise.all(old.map((replica) => replica.pod.close(0)));
    }

    /** A replica that takes requests, in turn or the one that is `wanted`; waits while one is on its way. undefined: none will come. */
    async pick(signal: AbortSignal, wanted?: string): Promise<Replica | undefined> {
        this.lastRequestMs = this.options.nowMs();
        if (this.active && this.replicas.length === 0) {
            this.waking ??= this.run().finally(() => {
                this.waking = undefined;
            });
            await this.waking;
        }
        while (!signal.aborted && this.active && this.failure === undefined) {
            const ready = this.replicas.filter((replica) => replica.ready);
            if (ready.length > 0) {
                return ready.find((replica) => replica.name === wanted) ?? ready[this.next++ % ready.length];
            }
            await new Promise<void>((resolve) => {
                const done = () => {
                    this.waiting.delete(done);
                    signal.removeEventListener('abort', done);
                    resolve();
                };
                this.waiting.add(done);
                signal.addEventListener('abort', done, { once: true });
            });
        }
        return this.replicas.find((replica) => replica.ready);
    }

    replica(name: string): Replica | undefined {
        return this.replicas.find((replica) => replica.name.toLowerCase() === name.toLowerCase());
    }

    exposedPorts(): readonly number[] {
        return this.options.containers.flatMap((spec) => this.pulled.get(spec)?.image.exposedPorts ?? []);
    }

    probesOf(): readonly JsonValue[] {
        return this.options.containers.flatMap((spec) => spec.probes);
    }

    private makeReplica(): Replica {
        const { options } = this;
        const name = `${options.name}-${this.hash}-${randomBytes(3).toString('hex').slice(0, 5)}`;
        const [first] = options.containers;
        const runner = first === undefined ? undefined : this.pulled.get(first)?.runner;
        if (runner === undefined) {
            throw new Error(`The revision ${options.name} was not provisioned.`);
        }
        const toPod = (spec: ContainerSpec): PodContainer => ({
            name: spec.name,
            image: this.pulled.get(spec)?.image.id ?? spec.image,
            entrypoint: spec.command,
            command: spec.args,
            env: options.envOf(spec, name),
            memoryBytes: spec.memoryBytes,
            cpus: spec.cpus,
        });
        return {
            name,
            createdMs: options.nowMs(),
            ready: false,
            pod: new Pod({
                runner,
                name,
                init: options.initContainers.map(toPod),
                containers: options.containers.map(toPod),
                ports: options.portsOf(this.exposedPorts()).ports,
                restart: 'always',
                backOffMs: options.backOffMs,
                labels: options.labels,
                ...(options.inside === undefined ? {} : { inside: options.inside }),
                nowMs: options.nowMs,
                onEvent: (event) => this.onEvent(name, event),
            }),
        };
    }

    /** Looks at a replica's probes as long as it lives. */
    private async watch(replica: Replica): Promise<void> {
        const startedMs = this.options.nowMs();
        while (this.replicas.includes(replica)) {
            const ready = await isReady(replica.pod, this.options.portsOf(this.exposedPorts()).probes);
            if (!this.replicas.includes(replica)) {
                return;
            }
            if (ready !== replica.ready) {
                replica.ready = ready;
                if (ready) {
                    this.failure = undefined;
                    this.lastRequestMs = this.options.nowMs();
                    const first = !this.wasReady;
                    this.wasReady = true;
                    if (first) {
                        this.say('Normal', 'RevisionReady', `Revision ${this.name} is ready`, replica.name);
                    }
                    this.options.onReady(this);
                }
                this.notify();
            }
            if (!ready && this.failure === undefined && this.options.nowMs() - startedMs > this.options.readyLimitMs) {
                // First why: whoever sees that it failed looks for the reason.
                await this.sayWhy(replica);
                const count = this.replicas.filter((one) => one.ready).length;
                this.failure = `Deployment Progress Deadline Exceeded. ${count}/${this.replicas.length} replicas ready.`;
                this.notify();
            }
            await this.liveness.look(replica);
            await new Promise((resolve) => {
                setTimeout(resolve, ready ? 1_000 : 150).unref();
            });
        }
    }

    /** Which port is listened on instead, where that is known; whether the port of the probe refuses or takes its time. */
    private async sayWhy(replica: Replica): Promise<void> {
        const probes = this.options.portsOf(this.exposedPorts()).probes;
        const listening = replica.pod.listening();
        const [first] = probes;
        const [other] = listening ?? [];
        if (first !== undefined && other !== undefined && !probes.some((probe) => listening?.includes(probe.port) === true)) {
            this.say(
                'Warning',
                'TargetPortMismatch',
                `The TargetPort ${first.port} does not match the listening port ${other}.`,
                replica.name,
            );
        }
        const address = first === undefined ? undefined : replica.pod.address(first.port);
        const held = address !== undefined && (await acceptsTcp(address));
        this.say(
            'Warning',
            'ReplicaUnhealthy',
            held ? 'Startup probe failed: timed out while awaiting headers' : 'Startup probe failed: connection refused',
            replica.name,
        );
    }

    private watchIdle(): void {
        clearTimeout(this.idle);
        const { coolDownMs } = this.options;
        if (coolDownMs === undefined || this.options.minReplicas > 0) {
            return;
        }
        const look = () => {
            // What is on its way is not idle: no request reaches a revision that was never ready, and none would wake it.
            const starts = this.failure === undefined && this.replicas.some(({ ready }) => !ready);
            const left = starts ? coolDownMs : this.lastRequestMs + coolDownMs - this.options.nowMs();
            if (left > 0) {
                this.idle = setTimeout(look, left);
                this.idle.unref();
                return;
            }
            this.say('Normal', 'KEDAScaleTargetDeactivated', `Deactivated ${this.name} from 1 to 0`, '');
            void this.stop();
            this.sleeps = true;
        };
        this.idle = setTimeout(look, coolDownMs);
        this.idle.unref();
    }

    private onEvent(replica: string, event: PodEvent): void {
        switch (event.kind) {
            case 'started':
                this.say('Normal', 'ContainerStarted', `Started container '${event.container}'`, replica);
                break;
            case 'ended':
                this.say(
                    'Warning',
                    'ContainerTerminated',
                    `Container '${event.container}' was terminated with exit code '${event.exitCode}' and reason '${event.detail === 'OOMKilled' ? 'OOMKilled' : 'ProcessExited'}'`,
                    replica,
                );
                break;
            case 'refused':
                this.say('Warning', 'ContainerCreateFailure', `Failed to create container '${event.container}': ${event.message}`, replica);
                break;
            case 'backOff':
                this.say('Warning', 'ContainerBackOff', `Back-off restarting failed container '${event.container}'`, replica);
                if ((this.replica(replica)?.pod.container(event.container)?.restartCount ?? 0) >= 2) {
                    this.say('Warning', 'ContainerBackOff', 'Persistent Failure to start container', replica);
                    this.failure = `Container crashing: ${event.container}`;
                    this.notify();
                }
                break;
        }
    }

    private say(type: 'Normal' | 'Warning', reason: string, message: string, replica: string): void {
        this.options.say({ type, reason, message, replica });
    }

    private notify(): void {
        for (const done of [...this.waiting]) {
            done();
        }
    }
}
