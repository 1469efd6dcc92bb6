import type { IncomingMessage } from 'node:http';
import type { Duplex, Writable } from 'node:stream';
import { empty, json, stream, type Answer } from '../http/answer';
import { query, type Exchange } from '../http/exchange';
import { createRouter } from '../http/router';
import type { PodLine } from '../pods/podLog';
import type { World } from '../world';
import { latestOf, revisionNamed, type ContainerApp } from './containerApp';
import { dataPlaneAudience, type ContainerApps } from './containerApps';
import { openExec } from './openExec';
import type { Replica } from './replica';
import type { SystemEvent } from './systemLog';

type Raw = Omit<Exchange, 'params' | 'caller'>;

/** `{location}.azurecontainerapps.dev`: log streams, event streams and commands. */
export interface DataPlaneHost {
    handle(raw: Raw): Promise<Answer>;
    upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
}

const appPath = '/subscriptions/{subscription}/resourceGroups/{group}/containerApps/{app}';
const containerPath = `${appPath}/revisions/{revision}/replicas/{replica}/containers/{container}`;

export function createDataPlaneHost(world: World, apps: ContainerApps): DataPlaneHost {
    const findApp = (params: Readonly<Record<string, string>>) =>
        apps.find(
            `/subscriptions/${params.subscription ?? ''}/resourceGroups/${params.group ?? ''}/providers/Microsoft.App/containerapps/${params.app ?? ''}`,
        );

    function findReplica(app: ContainerApp, params: Readonly<Record<string, string>>): Replica | undefined {
        const revision = revisionNamed(app, params.revision ?? '') ?? (world.mode === 'open' ? latestOf(app) : undefined);
        return revision?.replica(params.replica ?? '') ?? (world.mode === 'open' ? revision?.replicas[0] : undefined);
    }

    function allowed(authorization: string | undefined): boolean {
        if (world.mode === 'open') {
            return true;
        }
        const reading = world.tokens.read(/^Bearer\s+(.+)$/i.exec(authorization ?? '')?.[1] ?? '');
        return reading.kind === 'valid' && reading.audience === dataPlaneAudience;
    }

    function logStream(exchange: Exchange): Answer {
        const app = findApp(exchange.params);
        const replica = app === undefined ? undefined : findReplica(app, exchange.params);
        const container =
            replica?.pod.container(exchange.params.container ?? '') ?? (world.mode === 'open' ? replica?.pod.containers[0] : undefined);
        if (app === undefined || replica === undefined || container === undefined) {
            return json(404, { error: { code: 'NotFound', message: 'The container was not found.' } });
        }
        const print = printer(query(exchange, 'output'));
        const tail = Math.min(Math.max(Number(query(exchange, 'tailLines') ?? 20) || 0, 0), 300);
        const line = (entry: PodLine) => print(entry.atMs, entry.line);
        return stream(200, { 'content-type': 'text/plain; charset=utf-8' }, async (out, signal) => {
            const revision = replica.name.split('-').slice(0, -2).join('-');
            print(world.nowMs(), `Connecting to the container '${container.name}'...`)(out);
            print(
                world.nowMs(),
                `Successfully Connected to container: '${container.name}' [Revision: '${revision}', Replica: '${replica.name}']`,
            )(out);
            const latest = container.log.all();
            for (const entry of tail === 0 ? [] : latest.slice(-tail)) {
                line(entry)(out);
            }
            if (/^true$/i.test(query(exchange, 'follow') ?? '')) {
                await untilGone(
                    signal,
                    container.log.listen((entry) => line(entry)(out)),
                );
            }
        });
    }

    function eventStream(exchange: Exchange): Answer {
        const app = findApp(exchange.params);
        if (app === undefined) {
            return json(404, { error: { code: 'NotFound', message: 'The container app was not found.' } });
        }
        return events(exchange, [app]);
    }

    function environmentEvents(exchange: Exchange): Answer {
        const { subscription = '', group = '', environment = '' } = exchange.params;
        const id =
            `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.App/managedEnvironments/${environment}`.toLowerCase();
        return events(
            exchange,
            apps.all().filter((app) => app.environment.id.toLowerCase() === id),
        );
    }

    function events(exchange: Exchange, of: readonly ContainerApp[]): Answer {
        const tail = Math.min(Math.max(Number(query(exchange, 'tailLines') ?? 20) || 0, 0), 300);
        const follow = /^true$/i.test(query(exchange, 'follow') ?? '');
        return stream(200, { 'content-type': 'text/plain; charset=utf-8' }, async (out, signal) => {
            const write = (app: ContainerApp, event: SystemEvent) => out.write(`${JSON.stringify(eventRow(app, event))}\n`);
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
            const app = findApp(found.params);
            const debugging = /\/debug$/i.test(url.pathname);
            const wanted = debugging ? (url.searchParams.get('targetContainer') ?? '') : (found.params.container ?? '');
            const pod = app === undefined ? undefined : findReplica(app, found.params)?.pod;
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

function eventRow(app: ContainerApp, event: SystemEvent): object {
    return {
        TimeStamp: stamp(event.atMs),
        Type: event.type,
        ContainerAppName: app.name,
        RevisionName: event.revision,
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

async function untilGone(signal: AbortSignal, stop: () => void): Promise<void> {
    try {
        await new Promise<void>((resolve) => {
            if (signal.aborted) {
                resolve();
            }
            signal.addEventListener('abort', () => resolve(), { once: true });
        });
    } finally {
        stop();
    }
}
