import { Failure } from '../../base/failure';
import { throwIfCancelled, type Operation } from '../../base/operation';
import type { ProbeResult } from '../../core/diagnose/engineSetup';
import type { EngineFailure } from '../../core/failures/engine';
import type { Engine } from '../../ports/engine';
import { engineCandidates, sourceWords, type EngineCandidate } from './candidates';
import type { EngineEnvironment } from './dockerConfig';
import { createDockerEngine } from './dockerEngine';
import { endpointUrl } from './endpoint';
import { probe } from './probe';

export interface OpenEngineOptions {
    readonly environment: EngineEnvironment;
    /** A URL or a context's name that the user chose; beats everything. */
    readonly chosen?: string;
    readonly timeoutMs?: number;
}

export interface OpenedEngine {
    readonly engine: Engine;
    /** Such as `unix:///var/run/docker.sock`. */
    readonly endpoint: string;
    /** Who named it, such as `DOCKER_HOST`. */
    readonly source: string;
    readonly context?: string;
}

/** The environment of this process. */
export function thisEnvironment(): EngineEnvironment {
    return { env: process.env, platform: process.platform, home: process.env.HOME ?? process.env.USERPROFILE ?? '' };
}

/**
 * Finds the engine that the Docker CLI would use, or the first that answers at the usual places, and makes sure that it runs Linux containers. Starts no
 * process (but for ssh:// endpoints). Throws Failure 'engine/…'.
 */
export async function openEngine(op: Operation, options: OpenEngineOptions): Promise<OpenedEngine> {
    const candidates = await engineCandidates(options.environment, options.chosen);
    // All at once; the order decides who wins, not the speed.
    const asked = candidates.map((candidate) => ({
        candidate,
        result: probe(candidate.endpoint, op.signal, options.timeoutMs ?? timeoutFor(candidate)),
    }));
    const failed: { readonly candidate: EngineCandidate; readonly result: ProbeResult }[] = [];
    for (const { candidate, result: pending } of asked) {
        const result = await pending;
        throwIfCancelled(op);
        if (result.kind === 'answers' && result.osType !== 'windows') {
            return opened(candidate, options.environment);
        }
        failed.push({ candidate, result });
    }
    throw failureOf(failed);
}

/** Every engine that answers now, for a picker. */
export async function listEngines(
    op: Operation,
    environment: EngineEnvironment,
    candidates: readonly EngineCandidate[],
): Promise<readonly OpenedEngine[]> {
    const asked = await Promise.all(
        candidates.map(async (candidate) => ({ candidate, result: await probe(candidate.endpoint, op.signal, timeoutFor(candidate)) })),
    );
    throwIfCancelled(op);
    return asked
        .filter(({ result }) => result.kind === 'answers' && result.osType !== 'windows')
        .map(({ candidate }) => opened(candidate, environment));
}

export function timeoutFor({ endpoint }: EngineCandidate): number {
    return endpoint.kind === 'socket' ? 2_000 : 10_000;
}

function opened({ endpoint, source, context }: EngineCandidate, environment: EngineEnvironment): OpenedEngine {
    return {
        engine: createDockerEngine(endpoint, environment),
        endpoint: endpointUrl(endpoint),
        source: sourceWords(source),
        ...(context === undefined ? {} : { context }),
    };
}

/** The most telling of the answers: what is there but does not work says more than what is absent. */
function failureOf(failed: readonly { readonly candidate: EngineCandidate; readonly result: ProbeResult }[]): Failure {
    for (const kind of ['answers', 'denied', 'unwell', 'timeout', 'failed', 'refused'] as const) {
        const found = failed.find(({ result }) => result.kind === kind);
        if (found !== undefined) {
            return explain(found.candidate, found.result);
        }
    }
    const [first] = failed;
    return first === undefined || first.candidate.source === 'usual'
        ? new Failure<EngineFailure>('engine/not-found', { endpoint: first && endpointUrl(first.candidate.endpoint) })
        : explain(first.candidate, { kind: 'failed', reason: 'nothing is there' });
}

function explain(candidate: EngineCandidate, result: ProbeResult): Failure {
    const about = { endpoint: endpointUrl(candidate.endpoint), source: sourceWords(candidate.source), context: candidate.context };
    switch (result.kind) {
        case 'answers':
            return new Failure<EngineFailure>('engine/windows-containers', about);
        case 'denied':
            return new Failure<EngineFailure>('engine/no-permission', about);
        case 'unwell':
            return new Failure<EngineFailure>('engine/unwell', { ...about, status: result.status, reason: result.body });
        case 'timeout':
            return new Failure<EngineFailure>('engine/timeout', about);
        case 'refused':
            return candidate.source === 'usual'
                ? new Failure<EngineFailure>('engine/not-running', about)
                : new Failure<EngineFailure>('engine/unreachable', { ...about, reason: 'nobody listens there' });
        case 'failed':
            return new Failure<EngineFailure>('engine/unreachable', { ...about, reason: result.reason });
        case 'absent':
            return new Failure<EngineFailure>('engine/not-found', about);
    }
}
