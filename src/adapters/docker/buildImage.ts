import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { BuildEvent } from '../../core/build/buildEvent';
import { createBuildJournal, type BuildJournal } from '../../core/build/buildJournal';
import { explainBuildFailure, missingFileWords } from '../../core/build/explainBuildFailure';
import type { BuildRequest, BuiltImage, EngineFacts } from '../../ports/engine';
import { buildWithApi, type BuildOutcome } from './apiBuild';
import type { Connection } from './connection';
import { call } from './connection';
import { inspectImage } from './images';

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
    const builder = chooseBuilder(facts, request);
    const outcome = await call(connection, op, 'build the image', async (docker) =>
        buildWithApi(op, docker, builder === 'classic' ? 1 : 2, request, (event) => {
            const shown = hide(event);
            journal.note(shown);
            onEvent(shown);
        }),
    );
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

function chooseBuilder(facts: EngineFacts, request: BuildRequest): BuiltImage['builder'] {
    return request.builder === 'classic' || facts.builder === 'classic' ? 'classic' : 'buildkit';
}

async function failureOf(
    outcome: BuildOutcome & { readonly kind: 'failed' },
    { context, tags }: BuildRequest,
    journal: BuildJournal,
): Promise<Failure> {
    const { code, facts, missing } = explainBuildFailure({
        message: outcome.message,
        ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }),
        journal,
        dockerfile: context.dockerfile,
        dockerfileText: context.dockerfileText,
        ...(tags[0] === undefined ? {} : { tag: tags[0] }),
    });
    const why = missing === undefined ? {} : missingFileWords(missing, await context.find(missing));
    return new Failure(code, { ...facts, ...why, folder: context.root, message: outcome.message });
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
