import type { IncomingMessage } from 'node:http';
import type { Duplex, Writable } from 'node:stream';
import { empty, json, stream, type Answer } from '../http/answer';
import { query, type Exchange } from '../http/exchange';
import { createRouter } from '../http/router';
import type { Pod } from '../pods/pod';
import type { PodLine } from '../pods/podLog';
import type { World } from '../world';
import { latestOf, revisionNamed } from './containerApp';
import type { ContainerApps } from './containerApps';
import type { Jobs } from './jobs';
import { openExec } from './openExec';
import type { SystemEvent } from './systemLog';
import { dataPlaneAudience, type Workload } from './workload';

type Raw = Omit<Exchange, 'params' | 'caller'>;

/** `{location}.azurecontainerapps.dev`: log streams, event streams and commands. */
export interface DataPlaneHost {
    handle(raw: Raw): Promise<Answer>;
    upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
}

const appPath = '/subscriptions/{subscription}/resourceGroups/{group}/containerApps/{app}';
const containerPath = `${appPath}/revisions/{revision}/replicas/{replica}/containers/{container}`;
const jobPath = '/subscriptions/{subscription}/resourceGroups/{group}/jobs/{job}';
const jobContainerPath = `${jobPath}/executions/{execution}/replicas/{replica}/containers/{container}`;

type Params = Readonly<Record<string, string>>;

/** A replica that was found, and how a stream names what it belongs to. */
interface Place {
    readonly pod: Pod;
    readonly title: string;
}

export function createDataPlaneHost(world: World, apps: ContainerApps, jobs: Jobs): DataPlaneHost {
    function findWorkload(params: Params): Workload | undefined {
        const provider = `/subscriptions/${params.subscription ?? ''}/resourceGroups/${params.group ?? ''}/providers/Microsoft.App`;
        return params.job === undefined
            ? apps.find(`${provider}/containerapps/${params.app ?? ''}`)
            : jobs.find(`${provider}/jobs/${params.job}`);
    }

    /** A recording names replicas that were made elsewhere: in open mode the latest one stands for any. */
    function findReplica(params: Params): Place | undefined {
        const { id = '' } = findWorkload(params) ?? {};
        const named = params.replica?.toLowerCase() ?? '';
        const job = jobs.find(id);
        if (job !== undefined) {
            const execution =
                job.executions.find((one) => one.name.toLowerCase() === params.execution?.toLowerCase()) ??
                (world.mode === 'open' ? job.executions.at(-1) : undefined);
            const replica =
                execution?.replicas.find((one) => one.name.toLowerCase() === named) ??
                (world.mode === 'open' ? execution?.replicas.at(-1) : undefined);
            return replica === undefined
                ? undefined
                : { pod: replica.pod, title: `[Execution: '${execution?.name ?? ''}', Replica: '${replica.name}']` };
        }
        const app = apps.find(id);
        const revision =
            app === undefined
                ? undefined
                : (revisionNamed(app, params.revision ?? '') ?? (world.mode === 'open' ? latestOf(app) : undefined));
        const replica = revision?.replica(named) ?? (world.mode === 'open' ? revision?.replicas[0] : undefined);
        return replica === undefined
            ? undefined
            : {
                  pod: replica.pod,
                  title: `[Revision: '${replica.name.split('-').slice(0, -2).join('-')}', Replica: '${replica.name}']`,
              };
    }

    function allowed(authorization: string | undefined): boolean {
        if (world.mode === 'open') {
            return true;
        }
        const reading = world.tokens.read(/^Bearer\s+(\S.*)$/i.exec(authorization ?? '')?.[1] ?? '');
        return reading.kind === 'valid' && reading.audience === dataPlaneAudience;
    }

    function logStream(exchange: Exchange): Answer {
        const place = findReplica(exchange.params);
        const container =
            place?.pod.container(exchange.params.container ?? '') ?? (world.mode === 'open' ? place?.pod.containers[0] : undefined);
        if (place === undefined || container === undefined) {
            return json(404, { error: { code: 'NotFound', message: 'The container was not found.' } });
        }
        const print = printer(query(exchange, 'output'));
        const tail = Math.min(Math.max(Number(query(exchange, 'tailLines') ?? 20) || 0, 0), 300);
        const line = (entry: PodLine) => print(entry.atMs, entry.line);
        return stream(200, { 'content-type': 'text/plain; charset=utf-8' }, async (out, signal) => {
            print(world.nowMs(), `Connecting to the container '${container.name}'...`)(out);
            print(world.nowMs(), `Successfully Connected to container: '${container.name}' ${place.title}`)(out);
            const latest = container.log.all();
            for (const entry of tail === 0 ? [] : latest.slice(-tail)) {
                line(entry)(out);
            }
            if (/^true$/i.test(query(exchange, 'follow') ?? '')) {
                const over = exchange.params.job === undefined ? undefined : place.pod.finished;
                await untilGone(
                    signal,
                    container.log.listen((entry) => line(entry)(out)),
                    over,
                );
            }
        });
    }

    function eventStream(exchange: Exchange): Answer {
        const workload = findWorkload(exchange.params);
        return workload === undefined
            ? json(404, { error: { code: 'NotFound', message: 'The container app was not found.' } })
            : events(exchange, [workload]);
    }

    function environmentEvents(exchange: Exchange): Answer {
        const { subscription = '', group = '', environment = '' } = exchange.params;
        const id =
            `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.App/managedEnvironments/${environment}`.toLowerCase();
        return events(
            exchange,
            [...apps.all(), ...jobs.all()].filter((one) => one.environment.id.toLowerCase() === id),
        );
    }

    function events(exchange: Exchange, of: readonly Workload[]): Answer {
        const tail = Math.min(Math.max(Number(query(exchange, 'tailLines') ?? 20) || 0, 0), 300);
        const follow = /^true$/i.test(query(exchange, 'follow') ?? '');
        return stream(200, { 'content-type': 'text/plain; charset=utf-8' }, async (out, signal) => {
            const write = (app: Workload, event: SystemEvent) => out.write(`${JSON.stringify(eventRow(app, event))}\n`);
            out.write(
                `${JSON.stringify({ TimeStamp: stamp(world.nowMs()), Type: 'Normal', ContainerAppName: null, RevisionName: null, ReplicaName: null, Msg: 'Connecting to the events collector...', Reason: 'StartingGettingEvents', EventSource: 'ContainerAppController', Count: 1 })}\n`,
            );
            const past = of.flatMap((app) => app.log.all().map((event) => ({ app, event }))).sort((a, b) => a.event.atMs - b.event.atMs);
            for (const { app, event } of tail === 0 ? [] : past.slice(-tail)) {
                write(app, event);
            }
            if (follow) {
                const stops = of.map((app) => app.log.listen((event) => write(app, event)));
                await untilGone(signal, () => stops.forEach((stop) => stop()));
            }
        });
    }

    const match = createRouter([
        { method: 'GET', path: `${containerPath}/logstream`, handle: logStream },
        { method: 'GET', path: `${appPath}/eventstream`, handle: eventStream },
        {
            method: 'GET',
            path: '/subscriptions/{subscription}/resourceGroups/{group}/managedEnvironments/{environment}/eventstream',
            handle: environmentEvents,
        },
        { method: 'GET', path: `${containerPath}/exec`, handle: () => empty(426) },
        { method: 'GET', path: `${jobContainerPath}/logstream`, handle: logStream },
        { method: 'GET', path: `${jobPath}/eventstream`, handle: eventStream },
        { method: 'GET', path: `${jobContainerPath}/exec`, handle: () => empty(426) },
        // A recording of a debug console has its handshake as an answer.
        {
            method: 'GET',
            path: `${appPath}/revisions/{revision}/replicas/{replica}/debug`,
            handle: () => (world.mode === 'open' ? json(200, {}) : empty(426)),
        },
    ]);

    return {
        async handle(raw) {
            const found = match(raw.method, raw.url.pathname);
            if (found.kind !== 'found') {
                return json(404, { error: { code: 'NotFound', message: 'There is no such endpoint.' } });
            }
            if (!allowed(raw.headers.authorization)) {
                return json(401, { error: { code: 'Unauthorized', message: 'The access token is missing, invalid or expired.' } });
            }
            return await found.route.handle({ ...raw, params: found.params, caller: world.user });
        },
        upgrade(incoming, socket, head) {
            const url = new URL(incoming.url ?? '/', 'https://azurecontainerapps.dev');
            const found = match('GET', url.pathname);
            const refuse = (status: string) => {
                socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
            };
            if (found.kind !== 'found' || !/\/(exec|debug)$/i.test(url.pathname)) {
                refuse('404 Not Found');
                return;
            }
            if (!allowed(incoming.headers.authorization)) {
                refuse('401 Unauthorized');
                return;
            }
            const debugging = /\/debug$/i.test(url.pathname);
            const wanted = debugging ? (url.searchParams.get('targetContainer') ?? '') : (found.params.container ?? '');
            const pod = findReplica(found.params)?.pod;
            // The debug console takes the first container where nobody names one.
            const container = debugging && wanted === '' ? pod?.containers[0] : pod?.container(wanted);
            if (container?.process === undefined) {
                refuse('404 Not Found');
                return;
            }
            openExec(container, url.searchParams.get('command') ?? '/bin/sh', debugging ? 'beside' : 'inside', incoming, socket, head);
        },
    };
}

function printer(output: string | undefined): (atMs: number, line: string) => (out: Writable) => void {
    const asText = output?.toLowerCase() === 'text';
    return (atMs, line) => (out) => {
        out.write(asText ? `${stamp(atMs)} ${line}\n` : `${JSON.stringify({ TimeStamp: stamp(atMs), Log: line })}\n`);
    };
}

function eventRow(workload: Workload, event: SystemEvent): object {
    const whose =
        workload.type === 'Microsoft.App/jobs'
            ? { JobName: workload.name, ExecutionName: event.revision }
            : { ContainerAppName: workload.name, RevisionName: event.revision };
    return {
        TimeStamp: stamp(event.atMs),
        Type: event.type,
        ...whose,
        ReplicaName: event.replica,
        Msg: event.message,
        Reason: event.reason,
        EventSource: 'ContainerAppController',
        Count: 1,
    };
}

function stamp(ms: number): string {
    return new Date(ms).toISOString().replace('Z', '00');
}

/** Until the client goes away, or what it looks at is over. */
async function untilGone(signal: AbortSignal, stop: () => void, over?: Promise<unknown>): Promise<void> {
    try {
        await new Promise<void>((resolve) => {
            if (signal.aborted) {
                resolve();
            }
            signal.addEventListener('abort', () => resolve(), { once: true });
            void over?.then(() => resolve());
        });
    } finally {
        stop();
    }
}
