import { randomUUID } from 'node:crypto';
import type Dockerode from 'dockerode';
import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { createLineSplitter } from '../../core/build/lineSplitter';
import type { ContainerState, RunningContainer, RunRequest } from '../../ports/engine';
import { call, type Connection } from './connection';
import { demultiplex } from './demux';
import { statusOf } from './failures';
import { removeLeftovers, removeOrKeepInMind, runLabel } from './leftovers';
import { ownerLabel, thisProcess } from './owner';
import { stoppableStream } from './stoppableStream';

const mebibyte = 1024 * 1024;
/** Of a container's log, in characters. */
const longestLine = 64 * 1024;

/** Creates and starts; a container that does not start, or whose start was cancelled, is removed again, if need be once an engine that ended is back. */
export async function runContainer(connection: Connection, op: Operation, request: RunRequest): Promise<RunningContainer> {
    await removeLeftovers(connection, op);
    const run = randomUUID();
    const { image, name, env, labels, ports, memoryBytes, command, readOnly, platform } = request;
    let creating: Promise<Dockerode.Container> | undefined;
    const container = await call(connection, op, `create a container of ${image}`, (docker) => {
        creating = docker.createContainer({
            Image: image,
            ...(name === undefined ? {} : { name }),
            ...(platform === undefined ? {} : { platform }),
            ...(command === undefined ? {} : { Cmd: [...command] }),
            Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
            Labels: { ...labels, [ownerLabel]: thisProcess(), [runLabel]: run },
            ExposedPorts: Object.fromEntries(ports.map(({ containerPort }) => [`${containerPort.toString()}/tcp`, {}])),
            HostConfig: {
                PortBindings: Object.fromEntries(
                    ports.map(({ containerPort, hostPort }) => [
                        `${containerPort.toString()}/tcp`,
                        [{ HostIp: '127.0.0.1', HostPort: hostPort === 0 ? '' : hostPort.toString() }],
                    ]),
                ),
                ...(memoryBytes === undefined ? {} : { Memory: memoryBytes }),
                ReadonlyRootfs: readOnly === 'readOnly',
            },
        });
        return creating;
    }).catch((error: unknown) => {
        // The engine finishes what it was asked even when nobody waits any more.
        const remove = () => removeOrKeepInMind(connection, { label: [`${runLabel}=${run}`] }).catch(() => undefined);
        void creating?.then(remove, (refused: unknown) => (statusOf(refused) === undefined ? remove() : undefined));
        throw error;
    });
    try {
        await call(connection, op, `start a container of ${image}`, () => container.start());
        return {
            id: container.id,
            ports: portsOf(
                (await call(connection, op, `look at the container ${container.id}`, () => container.inspect())).NetworkSettings.Ports,
            ),
        };
    } catch (error) {
        await removeOrKeepInMind(connection, { id: [container.id] }).catch(() => undefined);
        throw error;
    }
}

/** Undefined when there is no such container. */
export async function inspectContainer(connection: Connection, op: Operation, id: string): Promise<ContainerState | undefined> {
    try {
        const facts = await call(connection, op, `look at the container ${id}`, (docker) => docker.getContainer(id).inspect());
        const { State: state } = facts;
        return {
            id: facts.Id,
            name: facts.Name.replace(/^\//, ''),
            image: facts.Config.Image,
            state: stateOf(state.Status),
            ...(state.Running ? {} : { exitCode: state.ExitCode }),
            oomKilled: state.OOMKilled,
            startedAt: state.StartedAt,
            ports: portsOf(facts.NetworkSettings.Ports),
            labels: facts.Config.Labels,
        };
    } catch (error) {
        if (isFailure(error) && error.code === 'engine/no-such-container') {
            return undefined;
        }
        throw error;
    }
}

export async function listContainers(connection: Connection, op: Operation, label: string): Promise<readonly ContainerState[]> {
    const found = await call(connection, op, 'list its containers', (docker) =>
        docker.listContainers({ all: true, filters: JSON.stringify(label === '' ? {} : { label: [label] }) }),
    );
    const states = await Promise.all(found.map(({ Id: id }) => inspectContainer(connection, op, id)));
    return states.filter((state) => state !== undefined);
}

/** Lines of both streams, until the end or until cancelled, which is no error when following. */
export async function readLogs(
    connection: Connection,
    op: Operation,
    id: string,
    { follow, tail }: { readonly follow: 'follow' | 'stop'; readonly tail?: number },
    onLine: (line: string) => void,
): Promise<void> {
    await call(connection, op, `show the log of the container ${id}`, async (docker) => {
        const container = docker.getContainer(id);
        const { Config: config } = await container.inspect();
        const options = { stdout: true, stderr: true, abortSignal: op.signal, ...(tail === undefined ? {} : { tail }) };
        const stream =
            follow === 'follow' ? await container.logs({ ...options, follow: true }) : await container.logs({ ...options, follow: false });
        const splitters = { stdout: createLineSplitter(onLine, longestLine), stderr: createLineSplitter(onLine, longestLine) };
        for await (const [name, bytes] of output(Buffer.isBuffer(stream) ? only(stream) : stoppableStream(stream, op.signal), config.Tty)) {
            splitters[name].write(bytes);
        }
        splitters.stdout.end();
        splitters.stderr.end();
    });
}

// eslint-disable-next-line @typescript-eslint/require-await -- a whole log, as the stream that a followed one is
async function* only(log: Buffer): AsyncGenerator<Uint8Array> {
    yield log;
}

async function* output(chunks: AsyncIterable<Uint8Array>, tty: boolean): AsyncGenerator<readonly ['stdout' | 'stderr', Uint8Array]> {
    if (!tty) {
        yield* demultiplex(chunks);
        return;
    }
    for await (const chunk of chunks) {
        yield ['stdout', chunk];
    }
}

export async function execute(
    connection: Connection,
    op: Operation,
    id: string,
    command: readonly string[],
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
    return call(connection, op, `run ${command[0] ?? ''} in the container ${id}`, async (docker) => {
        const exec = await docker.getContainer(id).exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
        const stream = await exec.start({ abortSignal: op.signal });
        const kept = { stdout: '', stderr: '' };
        const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
        for await (const [name, bytes] of demultiplex(stoppableStream(stream, op.signal))) {
            if (kept[name].length < mebibyte) {
                kept[name] += decoders[name].decode(bytes, { stream: true });
            }
        }
        const { ExitCode: exitCode } = await exec.inspect();
        return { exitCode: exitCode ?? -1, ...kept };
    });
}

/** Asks it to end and kills it after ten seconds; one that does not run is no error. */
export async function stopContainer(connection: Connection, op: Operation, id: string): Promise<void> {
    await call(connection, op, `stop the container ${id}`, async (docker) => {
        await docker
            .getContainer(id)
            .stop({ t: 10 })
            .catch((error: unknown) => ignoreStatus(error, [304, 404]));
    });
}

function ignoreStatus(error: unknown, harmless: readonly number[]): void {
    if (!harmless.includes((error as { statusCode?: number }).statusCode ?? 0)) {
        throw error;
    }
}

function stateOf(status: string): ContainerState['state'] {
    switch (status) {
        case 'created':
        case 'running':
        case 'paused':
        case 'restarting':
        case 'dead':
            return status;
        default:
            return 'exited';
    }
}

function portsOf(ports: Dockerode.ContainerInspectInfo['NetworkSettings']['Ports'] | null): RunningContainer['ports'] {
    return Object.entries(ports ?? {}).flatMap(([port, bindings]) =>
        ((bindings as typeof bindings | null) ?? [])
            .slice(0, 1)
            .map(({ HostPort: hostPort }) => ({ containerPort: Number.parseInt(port, 10), hostPort: Number(hostPort) })),
    );
}
