import { field, isObject, listField, numberField, objectField, textField, truthField, type JsonObject, type JsonValue } from '../json';
import type { EngineApi } from './engineApi';
import { debugBeside } from './debugBeside';
import { execInContainer } from './execInContainer';
import { followLogs } from './followLogs';
import { createLineReader } from './lineReader';
import { isDead, ownerLabel, ownerText, parseOwner, thisOwner } from './owner';
import { RunnerRefusal, type Exit, type PulledImage, type PullLogin, type Runner, type RunningProcess, type StartRequest } from './runner';

/** Runs images as containers: nothing of this machine is mounted, no privileges, ports on 127.0.0.1 only, each labelled with its owner. */
export function createDockerRunner(engine: EngineApi): Runner {
    const owner = ownerText(thisOwner());
    const running = new Set<RunningProcess>();

    async function start(request: StartRequest): Promise<RunningProcess> {
        const created = await engine.json({
            method: 'POST',
            path: `/containers/create?name=${encodeURIComponent(request.name)}`,
            headers: { 'content-type': 'application/json' },
            body: Buffer.from(JSON.stringify(containerSpec(request, owner))),
        });
        const id = textField(created.value, 'Id');
        if (created.status !== 201 || id === undefined) {
            throw new RunnerRefusal('start', message(created.value));
        }
        const started = await engine.json({ method: 'POST', path: `/containers/${id}/start` });
        if (started.status >= 300) {
            await engine.json({ method: 'DELETE', path: `/containers/${id}?force=1` });
            throw new RunnerRefusal('start', message(started.value));
        }
        const details = await engine.json({ method: 'GET', path: `/containers/${id}/json` });
        const made = follow(engine, id, owner, request, field(details.value, 'NetworkSettings', 'Ports'), () => running.delete(made));
        running.add(made);
        return made;
    }

    return {
        pull: (image, login, signal) => pull(engine, image, login, signal),
        start,
        async removeVolume(name) {
            await engine.json({ method: 'DELETE', path: `/volumes/${encodeURIComponent(name)}` }).catch(() => undefined);
        },
        async close() {
            await Promise.all([...running].map((made) => made.remove(0)));
        },
    };
}

/** Removes containers, networks and volumes whose owner died without a chance to do so. Answers how many containers; an engine that does not answer has none. */
export async function sweepContainers(engine: EngineApi): Promise<number> {
    let removed = 0;
    try {
        const filters = encodeURIComponent(JSON.stringify({ label: [ownerLabel] }));
        const list = await engine.json({ method: 'GET', path: `/containers/json?all=1&filters=${filters}` });
        for (const entry of Array.isArray(list.value) ? (list.value as readonly JsonValue[]) : []) {
            const owner = parseOwner(textField(entry, 'Labels', ownerLabel) ?? '');
            const id = textField(entry, 'Id');
            if (owner !== undefined && id !== undefined && isDead(owner)) {
                await engine.json({ method: 'DELETE', path: `/containers/${id}?force=1&v=1` });
                removed++;
            }
        }
        const networks = await engine.json({ method: 'GET', path: `/networks?filters=${filters}` });
        for (const entry of Array.isArray(networks.value) ? (networks.value as readonly JsonValue[]) : []) {
            const owner = parseOwner(textField(entry, 'Labels', ownerLabel) ?? '');
            const id = textField(entry, 'Id');
            if (owner !== undefined && id !== undefined && isDead(owner)) {
                await engine.json({ method: 'DELETE', path: `/networks/${id}` });
            }
        }
        const volumes = await engine.json({ method: 'GET', path: `/volumes?filters=${filters}` });
        for (const entry of listField(volumes.value, 'Volumes') ?? []) {
            const owner = parseOwner(textField(entry, 'Labels', ownerLabel) ?? '');
            const name = textField(entry, 'Name');
            if (owner !== undefined && name !== undefined && isDead(owner)) {
                await engine.json({ method: 'DELETE', path: `/volumes/${encodeURIComponent(name)}` });
            }
        }
    } catch {
        // No engine, nothing to sweep.
    }
    return removed;
}

async function pull(engine: EngineApi, image: string, login: PullLogin, signal: AbortSignal): Promise<PulledImage> {
    const answer = await engine.open({
        method: 'POST',
        path: `/images/create?fromImage=${encodeURIComponent(image)}${/@|:[^/]+$/.test(image) ? '' : '&tag=latest'}`,
        headers: { 'x-registry-auth': registryAuth(login) },
        signal,
    });
    let failed: string | undefined;
    const lines = createLineReader((line) => {
        try {
            failed ??= textField(JSON.parse(line) as JsonValue, 'error');
        } catch {
            // A line that is not JSON says nothing about failure.
        }
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer) {
        lines.write(chunk as Buffer);
        if (answer.statusCode !== 200) {
            chunks.push(chunk as Buffer);
        }
    }
    lines.end();
    if (answer.statusCode !== 200) {
        failed = message(parse(Buffer.concat(chunks).toString('utf8')));
    }
    if (failed !== undefined) {
        throw new RunnerRefusal(kindOf(failed), failed);
    }
    const details = await engine.json({ method: 'GET', path: `/images/${encodeURIComponent(image)}/json` });
    const id = textField(details.value, 'Id');
    if (id === undefined) {
        throw new RunnerRefusal('notFound', message(details.value));
    }
    const repository = image.replace(/@.*$/, '').replace(/:[^/:]+$/, '');
    const digests = (listField(details.value, 'RepoDigests') ?? []).filter((entry) => typeof entry === 'string');
    return {
        id,
        digest: digests.find((entry) => entry.startsWith(`${repository}@`))?.split('@')[1],
        architecture: textField(details.value, 'Architecture') ?? 'unknown',
        exposedPorts: Object.keys(objectField(details.value, 'Config', 'ExposedPorts') ?? {}).map((port) => Number.parseInt(port, 10)),
    };
}

function follow(
    engine: EngineApi,
    id: string,
    owner: string,
    request: StartRequest,
    ports: JsonValue | undefined,
    onRemoved: () => void,
): RunningProcess {
    const ending = new AbortController();
    const logs = (async () => {
        try {
            const answer = await engine.open({
                method: 'GET',
                path: `/containers/${id}/logs?follow=1&stdout=1&stderr=1`,
                signal: ending.signal,
            });
            await followLogs(answer, request.onLine);
        } catch {
            // Removed before the log was opened.
        }
    })();
    const exited = (async (): Promise<Exit> => {
        try {
            const ended = await engine.json({
                method: 'POST',
                path: `/containers/${id}/wait?condition=not-running`,
                signal: ending.signal,
            });
            await logs;
            const state = await engine.json({ method: 'GET', path: `/containers/${id}/json` });
            return {
                exitCode: numberField(ended.value, 'StatusCode') ?? -1,
                outOfMemory: truthField(state.value, 'State', 'OOMKilled') ?? false,
            };
        } catch {
            return { exitCode: -1, outOfMemory: false };
        }
    })();
    let removal: Promise<void> | undefined;
    return {
        id,
        name: request.name,
        exited,
        address(port) {
            const [binding] = listField(ports, `${port}/tcp`) ?? [];
            const hostPort = textField(binding, 'HostPort');
            return hostPort === undefined ? undefined : { host: '127.0.0.1', port: Number(hostPort) };
        },
        exec: (asked) => execInContainer(engine, id, asked),
        debug: (asked) => debugBeside(engine, id, owner, asked),
        async remove(graceSeconds) {
            if (graceSeconds === 0 && removal !== undefined) {
                // Somebody is no longer willing to wait for the moment that was granted.
                await engine.json({ method: 'DELETE', path: `/containers/${id}?force=1&v=1` }).catch(() => undefined);
            }
            removal ??= (async () => {
                try {
                    if (graceSeconds > 0) {
                        await engine.json({ method: 'POST', path: `/containers/${id}/stop?t=${graceSeconds}` });
                    }
                    await engine.json({ method: 'DELETE', path: `/containers/${id}?force=1&v=1` });
                } catch {
                    // The engine is gone; the next start sweeps.
                }
                ending.abort();
                await exited;
                onRemoved();
            })();
            await removal;
        },
    };
}

function containerSpec(request: StartRequest, owner: string): JsonObject {
    const shared = request.networkOf?.id;
    const exposed = Object.fromEntries(request.ports.map((port) => [`${port}/tcp`, {}]));
    const bindings = Object.fromEntries(request.ports.map((port) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: '' }]]));
    return {
        Image: request.image,
        Env: Object.entries(request.env).map(([name, value]) => `${name}=${value}`),
        ...(request.entrypoint === undefined ? {} : { Entrypoint: request.entrypoint }),
        ...(request.command === undefined ? {} : { Cmd: request.command }),
        Tty: false,
        ...(shared === undefined ? { ExposedPorts: exposed } : {}),
        Labels: { ...request.labels, [ownerLabel]: owner },
        HostConfig: {
            ...(shared === undefined ? { PortBindings: bindings } : { NetworkMode: `container:${shared}` }),
            ...(shared === undefined && request.network !== undefined ? { NetworkMode: request.network } : {}),
            ...(shared === undefined && request.hosts !== undefined ? { ExtraHosts: request.hosts } : {}),
            Privileged: false,
            Binds: [],
            Mounts: (request.volumes ?? []).map(({ name, path }) => ({
                Type: 'volume',
                Source: name,
                Target: path,
                VolumeOptions: { Labels: { [ownerLabel]: owner } },
            })),
            RestartPolicy: { Name: 'no' },
            LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } },
            ...(request.memoryBytes === undefined ? {} : { Memory: request.memoryBytes }),
            ...(request.cpus === undefined ? {} : { NanoCpus: Math.round(request.cpus * 1e9) }),
        },
    };
}

/**
 * An empty header makes engines before 28 answer 400, so an anonymous pull sends an empty object. URL-safe with padding: older engines take an unpadded
 * text for no credentials at all, which Node's 'base64url' would be.
 */
function registryAuth(login: PullLogin): string {
    const auth =
        login.kind === 'identityToken'
            ? { identitytoken: login.token, serveraddress: login.server }
            : login.kind === 'password'
              ? { username: login.username, password: login.password, serveraddress: login.server }
              : {};
    return Buffer.from(JSON.stringify(auth)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

function kindOf(text: string): RunnerRefusal['kind'] {
    if (/unauthorized|denied|authentication required|forbidden|no basic auth/i.test(text)) {
        return 'unauthorized';
    }
    if (/not found|manifest unknown|does not exist|name unknown/i.test(text)) {
        return 'notFound';
    }
    return /no matching manifest|platform/i.test(text) ? 'platform' : 'unreachable';
}

function message(value: JsonValue): string {
    return textField(value, 'message') ?? (typeof value === 'string' ? value : isObject(value) ? JSON.stringify(value) : 'no answer');
}

function parse(text: string): JsonValue {
    try {
        return JSON.parse(text) as JsonValue;
    } catch {
        return text;
    }
}
