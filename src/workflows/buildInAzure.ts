import { Cancelled, Failure } from '../base/failure';
import { quietOperation, throwIfCancelled, type Operation } from '../base/operation';
import type { BuildEvent } from '../core/build/buildEvent';
import { buildFailure } from '../core/build/buildFailure';
import { createBuildJournal } from '../core/build/buildJournal';
import { createClassicProgress } from '../core/build/classicProgress';
import { tasksDockerfile } from '../core/build/tasksDockerfile';
import type { BuildRun, ContainerRegistry } from '../core/deploy/resources';
import type { BuildFailure } from '../core/failures/build';
import type { Azure } from '../ports/azure';
import type { BuildContext, ContextReader } from '../ports/buildContext';
import type { Clock } from '../ports/clock';
import { askAboutContext, type ContextAsk, type ContextQuestion } from './askAboutContext';

export interface BuildInAzureRequest {
    /** Absolute path of the folder to build. */
    readonly folder: string;
    /** Relative to the folder, with `/`. */
    readonly dockerfile: string;
    readonly registry: ContainerRegistry;
    readonly repository: string;
    readonly tag: string;
    readonly target?: string;
    readonly buildArgs?: Readonly<Record<string, string>>;
    readonly cache?: 'use' | 'ignore';
    /** What the user has agreed to send. */
    readonly confirmed?: readonly ContextQuestion[];
}

export type BuildInAzureResult =
    | {
          readonly kind: 'built';
          readonly runId: string;
          /** `server/repository:tag` */
          readonly reference: string;
          readonly digest: string;
          readonly durationMs: number;
      }
    | ContextAsk;

const timeoutSeconds = 3_600;
/** The log is looked at often while it grows, and less and less often while it does not. */
const shortestPauseMs = 1_000;
const longestPauseMs = 5_000;

/** What ACR Tasks and the builder say after the step that failed: no word of that step. */
const tasksOwn =
    /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d |Run ID: \w+ failed|failed to run step ID: |The command '.*' returned a non-zero code: \d+)/;

/**
 * Builds in Azure, by ACR Tasks: packs and uploads the folder, has it built and pushed for linux/amd64 beside the registry, and follows its log. Cancelling
 * cancels the run. Throws Failure 'build/…', 'azure/…' or 'registry/…' ('registry/tasks-refused' where the subscription may not), and Cancelled.
 */
export async function buildInAzure(
    op: Operation,
    { azure, contexts, clock }: { readonly azure: Pick<Azure, 'buildTasks'>; readonly contexts: ContextReader; readonly clock: Clock },
    request: BuildInAzureRequest,
    onEvent: (event: BuildEvent) => void,
): Promise<BuildInAzureResult> {
    const { folder, dockerfile, registry, repository, tag, confirmed = [] } = request;
    op.report('Looking at the files');
    const context = await contexts.scan(op, { root: folder, dockerfile });
    const ask = askAboutContext(context, 'azure', confirmed);
    if (ask !== undefined) {
        return ask;
    }
    const readable = tasksDockerfile(context.dockerfileText, request.buildArgs);
    if (readable.foreign !== undefined) {
        throw new Failure<BuildFailure>('build/step-failed', {
            file: dockerfile,
            line: readable.foreign.line,
            instruction: 'FROM',
            reason: `ACR Tasks builds for linux/amd64, not for ${readable.foreign.platform}.`,
            advice: 'Choose linux/amd64, which Azure runs, or build on this machine.',
        });
    }
    const startedMs = clock.nowMs();
    op.report('Sending the files to Azure');
    const source = await azure.buildTasks.upload(
        op,
        registry.id,
        context.pack(op, { compression: 'gzip', dockerfileText: readable.text }),
        (sentBytes) => onEvent({ kind: 'context', sentBytes, files: context.files }),
    );
    const buildArgs = { ...readable.buildArgs, ...request.buildArgs };
    const runId = await azure.buildTasks.schedule(op, registry.id, {
        source,
        dockerfile: context.packedDockerfile,
        image: `${repository}:${tag}`,
        timeoutSeconds,
        permissions: registry.permissions,
        ...(request.target === undefined ? {} : { target: request.target }),
        ...(Object.keys(buildArgs).length === 0 ? {} : { buildArgs }),
        ...(request.cache === undefined ? {} : { cache: request.cache }),
    });
    op.report('Building in Azure');
    op.log(`ACR Tasks run ${runId} of ${registry.name}`);
    const run = await follow(op, { azure, clock }, registry.id, runId, request, context, onEvent);
    const digest = run.images.find((image) => image.repository === repository && (image.tag ?? tag) === tag)?.digest;
    if (digest === undefined) {
        throw new Failure<BuildFailure>('build/failed', { reason: `Run ${runId} succeeded, but names no image ${repository}:${tag}.` });
    }
    return {
        kind: 'built',
        runId,
        reference: `${registry.loginServer}/${repository}:${tag}`,
        digest,
        durationMs: clock.nowMs() - startedMs,
    };
}

async function follow(
    op: Operation,
    { azure: { buildTasks }, clock }: { readonly azure: Pick<Azure, 'buildTasks'>; readonly clock: Clock },
    registryId: string,
    runId: string,
    request: BuildInAzureRequest,
    context: BuildContext,
    onEvent: (event: BuildEvent) => void,
): Promise<BuildRun> {
    const journal = createBuildJournal();
    const progress = createClassicProgress(
        (event) => {
            if (event.kind !== 'log' || !tasksOwn.test(event.line)) {
                journal.note(event);
            }
            onEvent(event);
        },
        () => clock.nowMs(),
    );
    const decoder = new TextDecoder();
    let lines = '';
    let over = false;
    try {
        const link = await buildTasks.logLink(op, registryId, runId);
        let position = 0;
        for (let pauseMs = shortestPauseMs; ;) {
            const { bytes, ended } = await buildTasks.readLog(op, link, position);
            if (bytes.length > 0) {
                position += bytes.length;
                const text = decoder.decode(bytes, { stream: true });
                lines = (lines + text).slice(-4_000);
                progress.note(text);
                pauseMs = shortestPauseMs;
            }
            if (ended === 'yes') {
                break;
            }
            // A run that never began writes no log.
            const state = bytes.length > 0 ? 'running' : (await buildTasks.run(op, registryId, runId)).state;
            if (state !== 'running') {
                break;
            }
            await clock.pause(op, pauseMs);
            pauseMs = Math.min(longestPauseMs, pauseMs * 1.5);
        }
        let run = await buildTasks.run(op, registryId, runId);
        // The log may be complete a moment before the run says so.
        while (run.state === 'running') {
            await clock.pause(op, shortestPauseMs);
            run = await buildTasks.run(op, registryId, runId);
        }
        over = true;
        progress.end(run.state === 'succeeded' ? undefined : (run.error ?? run.state));
        if (run.state === 'succeeded') {
            return run;
        }
        if (run.state === 'canceled') {
            // By somebody else, in the portal: what was asked for here is not there.
            throw new Failure<BuildFailure>('build/failed', { reason: `Run ${runId} was cancelled in Azure.` });
        }
        const read = journal.read();
        const exitCode = /returned a non-zero code: (\d+)/.exec(lines)?.[1];
        throw await buildFailure(
            {
                message: errorIn(lines) ?? run.error ?? `Run ${runId} ended as ${run.state}`,
                ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
                journal: read,
                dockerfile: request.dockerfile,
                dockerfileText: context.dockerfileText,
                tag: `${request.repository}:${request.tag}`,
            },
            context,
        );
    } catch (error) {
        if (op.signal.aborted && !over) {
            // The run would go on, and be paid for.
            await buildTasks.cancel(quietOperation(AbortSignal.timeout(15_000)), registryId, runId).catch((problem: unknown) => {
                op.log(`Run ${runId} could not be cancelled: ${problem instanceof Error ? problem.message : String(problem)}`);
            });
            throw new Cancelled();
        }
        throwIfCancelled(op);
        throw error;
    }
}

/** The builder's own last word, which stands in the log before what the task makes of it. */
function errorIn(log: string): string | undefined {
    const lines = log.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('Run ID: '));
    return lines.findLast((line) =>
        /returned a non-zero code|^(COPY|ADD) failed|failed to (build|solve)|dockerfile parse error|pull access denied|manifest (for|unknown)|no space left|not found: (manifest|does not exist)/i.test(
            line,
        ),
    );
}
