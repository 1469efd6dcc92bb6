import type Dockerode from 'dockerode';
import { Cancelled } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { BuildEvent } from '../../core/build/buildEvent';
import { createBuildkitProgress } from '../../core/build/buildkitProgress';
import { createClassicProgress } from '../../core/build/classicProgress';
import { decodeTrace } from '../../core/build/decodeTrace';
import type { BuildRequest, RegistryLogin } from '../../ports/engine';
import { ArchiveBody } from './archiveBody';
import { openBuildSession, type BuildSession } from './buildSession';
import { dialStream } from './dial';
import { reasonOf, statusOf } from './failures';
import { readNdjson } from './ndjson';
import { asAuthConfig } from './registryAuth';
import { stoppableStream } from './stoppableStream';

/** How a build ended, in the builder's own words. */
export type BuildOutcome =
    | { readonly kind: 'built'; readonly imageId: string }
    | { readonly kind: 'failed'; readonly message: string; readonly exitCode?: number };

/**
 * Builds by the engine's API: version 2 is BuildKit, version 1 the classic builder. Where the engine has no sessions, or something before it refuses them,
 * `fetchBases` is called first, because the builder then has nobody to ask for a token. Errors of the connection are thrown as the SDK made them.
 */
export async function buildWithApi(
    op: Operation,
    docker: Dockerode,
    version: 1 | 2,
    request: BuildRequest,
    onEvent: (event: BuildEvent) => void,
    fetchBases: () => Promise<void>,
): Promise<BuildOutcome> {
    const session = version === 2 ? await sessionFor(op, docker, request) : undefined;
    if (version === 2 && session === undefined) {
        await fetchBases();
    }
    const body = new ArchiveBody(counted(request, op, onEvent));
    try {
        const response = await dialStream(docker, {
            path: '/build',
            method: 'POST',
            query: [...queryOf(request, version), ...(session === undefined ? [] : [['session', session.id] as const])],
            headers: version === 1 ? await registryConfig(request) : {},
            body,
            signal: op.signal,
        });
        return await readOutcome(stoppableStream(response, op.signal), onEvent);
    } catch (error) {
        if (op.signal.aborted) {
            throw new Cancelled();
        }
        if (body.error === undefined && statusOf(error) !== undefined) {
            // What is wrong with the request itself, such as a tag or (in version 1) the Dockerfile's syntax, is told by a status.
            return { kind: 'failed', message: reasonOf(error) };
        }
        // The modem hands the error of its body on and then forgets it.
        throw body.error ?? error;
    } finally {
        // The modem leaves the archive open when the request ends early.
        body.destroy();
        session?.close();
    }
}

/** Undefined where the engine has no sessions: local and public base images still build. */
async function sessionFor(op: Operation, docker: Dockerode, request: BuildRequest): Promise<BuildSession | undefined> {
    try {
        return await openBuildSession(
            docker,
            { login: request.login ?? (() => Promise.resolve(undefined)), secrets: request.secrets ?? {} },
            op.signal,
        );
    } catch (error) {
        if ([403, 404, 405, 410, 501].includes(statusOf(error) ?? 0)) {
            return undefined;
        }
        throw error;
    }
}

async function* counted({ context }: BuildRequest, op: Operation, onEvent: (event: BuildEvent) => void): AsyncGenerator<Uint8Array> {
    let sentBytes = 0;
    for await (const chunk of context.pack(op, { compression: 'none' })) {
        yield chunk;
        sentBytes += chunk.length;
        onEvent({ kind: 'context', sentBytes, files: context.files });
    }
}

function queryOf(request: BuildRequest, version: 1 | 2): (readonly [string, string])[] {
    const { context, tags, platform, target, buildArgs, labels, cache, pull } = request;
    const optional = (name: string, value: string | undefined): (readonly [string, string])[] =>
        value === undefined ? [] : [[name, value]];
    const json = (name: string, value: Readonly<Record<string, string>> | undefined) => optional(name, value && JSON.stringify(value));
    return [
        ['version', version.toString()],
        ['dockerfile', context.packedDockerfile],
        ['rm', '1'],
        ['forcerm', '1'],
        ...tags.map((tag) => ['t', tag] as const),
        ...optional('platform', platform),
        ...optional('target', target),
        ...json('buildargs', buildArgs),
        ...json('labels', labels),
        ...optional('nocache', cache === 'ignore' ? '1' : undefined),
        ...optional('pull', pull === 'always' ? '1' : undefined),
    ];
}

/** The classic builder takes the logins of every base image's registry up front. */
async function registryConfig({ context, login }: BuildRequest): Promise<Readonly<Record<string, string>>> {
    const hosts = [...context.dockerfileText.matchAll(/^\s*FROM\s+(?:--\S+\s+)*([\w.-]+(?::\d+)?)\/\S+/gim)]
        .map((match) => match[1] ?? '')
        .filter((host) => /[.:]|^localhost$/.test(host));
    const logins = await Promise.all([...new Set(hosts)].map(async (host) => [host, await login?.(host)] as const));
    const known = logins.filter((entry): entry is [string, RegistryLogin] => entry[1] !== undefined);
    return known.length === 0
        ? {}
        : {
              'X-Registry-Config': Buffer.from(
                  JSON.stringify(Object.fromEntries(known.map(([host, value]) => [host, asAuthConfig(value)]))),
              ).toString('base64'),
          };
}

async function readOutcome(response: AsyncIterable<Uint8Array>, onEvent: (event: BuildEvent) => void): Promise<BuildOutcome> {
    const buildkit = createBuildkitProgress(onEvent);
    const classic = createClassicProgress(onEvent, Date.now);
    let imageId = '';
    let failed: { message: string; exitCode?: number } | undefined;
    for await (const line of readNdjson(response)) {
        if (typeof line !== 'object' || line === null) {
            continue;
        }
        const { id, aux, stream, error, errorDetail } = line as Partial<Record<'id' | 'aux' | 'stream' | 'error' | 'errorDetail', unknown>>;
        if (id === 'moby.buildkit.trace' && typeof aux === 'string') {
            buildkit.note(decodeTrace(Buffer.from(aux, 'base64')));
        } else if (typeof aux === 'object' && aux !== null && 'ID' in aux && typeof aux.ID === 'string') {
            imageId = aux.ID;
        } else if (typeof stream === 'string') {
            classic.note(stream);
            imageId = /^Successfully built ([0-9a-f]{12,64})/m.exec(stream)?.[1] ?? imageId;
        } else if (typeof error === 'string' || errorDetail !== undefined) {
            failed = errorOf(error, errorDetail);
        }
    }
    buildkit.end();
    classic.end(failed?.message);
    if (failed !== undefined) {
        return { kind: 'failed', ...failed };
    }
    return imageId === '' ? { kind: 'failed', message: 'The engine ended the build without a result' } : { kind: 'built', imageId };
}

function errorOf(error: unknown, detail: unknown): { message: string; exitCode?: number } {
    const { message, code } = (typeof detail === 'object' && detail !== null ? detail : {}) as { message?: unknown; code?: unknown };
    return {
        message: typeof message === 'string' ? message : typeof error === 'string' ? error : 'unknown',
        ...(typeof code === 'number' && code > 0 ? { exitCode: code } : {}),
    };
}
