import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { BuildEvent } from '../../core/build/buildEvent';
import { buildFailure } from '../../core/build/buildFailure';
import { createBuildJournal, type BuildJournal } from '../../core/build/buildJournal';
import type { BuildRequest, BuiltImage, EngineFacts } from '../../ports/engine';
import { buildWithApi, type BuildOutcome } from './apiBuild';
import { buildWithBuildx } from './buildxBuild';
import type { Connection } from './connection';
import { call } from './connection';
import type { EngineEnvironment } from './dockerConfig';
import { findBuildx, type Buildx } from './findBuildx';
import { inspectImage } from './images';
import { baseImages, pullBases, registryHost } from './pullBases';

/** Builds with what the engine has, explains a failure by the Dockerfile's lines, and looks at the result. */
export async function buildImage(
    connection: Connection,
    facts: EngineFacts,
    op: Operation,
    request: BuildRequest,
    onEvent: (event: BuildEvent) => void,
): Promise<BuiltImage> {
    const startedMs = Date.now();
    const journal = createBuildJournal();
    const hide = hideSecrets(Object.values(request.secrets ?? {}));
    const note = (event: BuildEvent) => {
        const shown = hide(event);
        journal.note(shown);
        onEvent(shown);
    };
    const { builder, outcome } = await perform(connection, facts, op, request, note);
    if (op.signal.aborted) {
        throw new Cancelled();
    }
    if (outcome.kind === 'failed') {
        throw await failureOf(outcome, request, journal.read());
    }
    const image = await inspectImage(connection, op, outcome.imageId);
    if (image === undefined) {
        throw new Failure('build/failed', { reason: 'The engine no longer has the image that it built.' });
    }
    const steps = journal.read().steps.filter(({ name }) => !name.startsWith('[internal]'));
    return {
        id: image.id,
        builder,
        sizeBytes: image.sizeBytes,
        durationMs: Date.now() - startedMs,
        cachedSteps: steps.filter(({ state }) => state === 'cached').length,
        steps: steps.length,
        labels: image.labels,
    };
}

async function perform(
    connection: Connection,
    facts: EngineFacts,
    op: Operation,
    request: BuildRequest,
    onEvent: (event: BuildEvent) => void,
): Promise<{ readonly builder: BuiltImage['builder']; readonly outcome: BuildOutcome }> {
    const { endpoint, environment } = connection;
    const buildx = environment && (await chooseBuildx(op, endpoint, environment, facts, request));
    if (environment !== undefined && buildx !== undefined) {
        const outcome = await buildWithBuildx(op, { buildx, environment, endpoint }, request, onEvent);
        if (outcome.kind === 'built' || request.builder === 'buildx' || !isHelperTrouble(outcome.message)) {
            return { builder: 'buildx', outcome };
        }
        // The engine's API asks us for logins, not the helper of the Docker CLI.
        op.log(`docker buildx: ${outcome.message}; building with the engine's API`);
    }
    const version = request.builder === 'classic' || facts.builder === 'classic' ? 1 : 2;
    const outcome = await call(connection, op, 'build the image', (docker) =>
        buildWithApi(op, docker, version, request, onEvent, () => pullBases(connection, op, request)),
    );
    return { builder: version === 1 ? 'classic' : 'buildkit', outcome };
}

/** The plugin where it is the better way: it cannot be given a login without writing it to a file, nor certificates. */
async function chooseBuildx(
    op: Operation,
    endpoint: string,
    environment: EngineEnvironment,
    facts: EngineFacts,
    request: BuildRequest,
): Promise<Buildx | undefined> {
    const { builder = 'auto', login, context } = request;
    if (builder === 'api' || builder === 'classic') {
        return undefined;
    }
    const buildx = facts.builder === 'buildkit' && /^(unix|npipe):/.test(endpoint) ? await findBuildx(op, environment) : undefined;
    if (builder === 'buildx') {
        if (buildx?.progress !== 'rawjson') {
            throw new Failure('build/failed', {
                reason: 'docker buildx 0.15 or newer is not installed here, or cannot build on this engine.',
            });
        }
        return buildx;
    }
    if (buildx?.progress !== 'rawjson') {
        return undefined;
    }
    const hosts = [...new Set(baseImages(context.dockerfileText).map(registryHost))];
    const logins = await Promise.all(hosts.map(async (host) => login?.(host)));
    return logins.some((known) => known !== undefined && known.kind !== 'anonymous') ? undefined : buildx;
}

function isHelperTrouble(message: string): boolean {
    return /error getting credentials|docker-credential-/i.test(message);
}

async function failureOf(
    outcome: BuildOutcome & { readonly kind: 'failed' },
    { context, tags }: BuildRequest,
    journal: BuildJournal,
): Promise<Failure> {
    return buildFailure(
        {
            message: outcome.message,
            ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }),
            journal,
            dockerfile: context.dockerfile,
            dockerfileText: context.dockerfileText,
            ...(tags[0] === undefined ? {} : { tag: tags[0] }),
        },
        context,
    );
}

/** A step may print its secret; nothing that we show does. */
function hideSecrets(values: readonly string[]): (event: BuildEvent) => BuildEvent {
    // Shorter ones would mask half of the log.
    const secrets = values.filter((value) => value.trim().length >= 4);
    return (event) =>
        event.kind === 'log' && secrets.length > 0
            ? { ...event, line: secrets.reduce((line, secret) => line.replaceAll(secret, '********'), event.line) }
            : event;
}
