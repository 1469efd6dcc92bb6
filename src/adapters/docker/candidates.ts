import * as path from 'node:path';
import { Failure } from '../../base/failure';
import type { EngineSource } from '../../core/diagnose/engineSetup';
import type { EngineFailure } from '../../core/failures/engine';
import { readDockerConfig, readDockerContext, readTls, type EngineEnvironment } from './dockerConfig';
import { parseEndpoint, type Endpoint } from './endpoint';

/** A place where an engine may listen, and who says so. */
export interface EngineCandidate {
    readonly endpoint: Endpoint;
    /** What named it; `usual` is a place where engines listen by default. */
    readonly source: EngineSource;
    /** The CLI context, where one named it. */
    readonly context?: string;
}

/**
 * What the Docker CLI would talk to, in its order: an explicit choice, DOCKER_HOST, DOCKER_CONTEXT, the current context of config.json. When one of them
 * names an engine, no other is tried: silently building elsewhere would be worse than saying so. Else the places where engines usually listen.
 * `chosen` is a URL or a context's name. Throws Failure 'engine/bad-endpoint' or 'engine/no-such-context'.
 */
export async function engineCandidates(environment: EngineEnvironment, chosen: string | undefined): Promise<readonly EngineCandidate[]> {
    const { env } = environment;
    if (chosen !== undefined && chosen !== '') {
        const byContext = await readDockerContext(environment, chosen);
        return byContext === undefined && chosen.includes('/')
            ? [{ endpoint: await withTls(environment, endpointOf(chosen, 'the setting')), source: 'chosen' }]
            : [await contextCandidate(environment, chosen, 'chosen')];
    }
    if (env.DOCKER_HOST) {
        return [{ endpoint: await withTls(environment, endpointOf(env.DOCKER_HOST, 'DOCKER_HOST')), source: 'DOCKER_HOST' }];
    }
    if (env.DOCKER_CONTEXT && env.DOCKER_CONTEXT !== 'default') {
        return [await contextCandidate(environment, env.DOCKER_CONTEXT, 'DOCKER_CONTEXT')];
    }
    const { currentContext } = await readDockerConfig(environment);
    if (!env.DOCKER_CONTEXT && currentContext !== undefined && currentContext !== '' && currentContext !== 'default') {
        return [await contextCandidate(environment, currentContext, 'config')];
    }
    return usualPaths(environment).map((socket) => ({ endpoint: { kind: 'socket', path: socket }, source: 'usual' }));
}

/** Sockets and pipes of the engines that people have, the likeliest first. */
export function usualPaths({ env, platform, home }: EngineEnvironment): readonly string[] {
    if (platform === 'win32') {
        return ['dockerDesktopLinuxEngine', 'docker_engine', 'podman-machine-default', 'dockerDesktopWindowsEngine'].map(
            (name) => `\\\\.\\pipe\\${name}`,
        );
    }
    const inHome = (...parts: string[]) => path.posix.join(home, ...parts);
    if (platform === 'darwin') {
        return [
            inHome('.docker/run/docker.sock'),
            '/var/run/docker.sock',
            inHome('.orbstack/run/docker.sock'),
            inHome('.colima/default/docker.sock'),
            inHome('.config/colima/default/docker.sock'),
            inHome('.colima/docker.sock'),
            inHome('.rd/docker.sock'),
            inHome('.lima/docker/sock/docker.sock'),
            inHome('.local/share/containers/podman/machine/podman.sock'),
        ];
    }
    const runtime = env.XDG_RUNTIME_DIR;
    const inRuntime = (name: string) => (runtime === undefined || runtime === '' ? [] : [path.posix.join(runtime, name)]);
    return [
        '/var/run/docker.sock',
        inHome('.docker/desktop/docker.sock'),
        inHome('.docker/run/docker.sock'),
        ...inRuntime('docker.sock'),
        // Docker Desktop puts it into every WSL distribution, even where its integration made no /var/run/docker.sock.
        '/mnt/wsl/docker-desktop/shared-sockets/guest-services/docker.proxy.sock',
        inHome('.rd/docker.sock'),
        inHome('.colima/default/docker.sock'),
        ...inRuntime('podman/podman.sock'),
        '/run/podman/podman.sock',
    ];
}

async function contextCandidate(environment: EngineEnvironment, name: string, source: EngineCandidate['source']): Promise<EngineCandidate> {
    if (name === 'default') {
        return { endpoint: { kind: 'socket', path: usualPaths(environment)[0] ?? '' }, source, context: name };
    }
    const context = await readDockerContext(environment, name);
    if (context === undefined) {
        throw new Failure<EngineFailure>('engine/no-such-context', { context: name, source: sourceWords(source) });
    }
    const endpoint = endpointOf(context.host, `the context ${name}`);
    return {
        endpoint: endpoint.kind === 'tcp' && context.tls !== undefined ? { ...endpoint, tls: context.tls } : endpoint,
        source,
        context: name,
    };
}

function nonEmpty(text: string | undefined): string | undefined {
    return text === '' ? undefined : text;
}

/** DOCKER_TLS_VERIFY and DOCKER_CERT_PATH speak for endpoints that come without a context. */
async function withTls({ env, home }: EngineEnvironment, endpoint: Endpoint): Promise<Endpoint> {
    if (endpoint.kind !== 'tcp' || (!env.DOCKER_TLS_VERIFY && endpoint.port !== 2376 && endpoint.tls === undefined)) {
        return endpoint;
    }
    const tls = await readTls(nonEmpty(env.DOCKER_CERT_PATH) ?? path.join(home, '.docker'), 'verify');
    return { ...endpoint, tls: tls ?? { verify: 'verify' } };
}

function endpointOf(url: string, source: string): Endpoint {
    const endpoint = parseEndpoint(url);
    if (endpoint === undefined) {
        throw new Failure<EngineFailure>('engine/bad-endpoint', { endpoint: url.replace(/:[^:@/]*@/, ':***@'), source });
    }
    return endpoint;
}

/** Who named an engine, as a sentence's subject. */
export function sourceWords(source: EngineCandidate['source']): string {
    const reasons = {
        chosen: 'your choice',
        DOCKER_HOST: 'DOCKER_HOST',
        DOCKER_CONTEXT: 'DOCKER_CONTEXT',
        config: '~/.docker/config.json',
        usual: 'the usual place',
    };
    return reasons[source];
}

/** Which of the sources engineCandidates() goes by. */
export function sourceKey({ env }: EngineEnvironment, chosen: string | undefined): EngineSource {
    if (chosen !== undefined && chosen !== '') {
        return 'chosen';
    }
    return env.DOCKER_HOST ? 'DOCKER_HOST' : env.DOCKER_CONTEXT ? 'DOCKER_CONTEXT' : 'config';
}
