import { randomBytes } from 'node:crypto';
import { numberField, objectField, textField, type JsonObject } from '../json';
import { Pod } from '../pods/pod';
import { pullImage } from '../pods/pullImage';
import type { Runner } from '../runner/runner';
import type { World } from '../world';
import { accessFor, environmentOf, type AppSurroundings } from './createRevision';
import { insideOf } from './insideOf';
import type { ExecutionStatus, Job, JobExecution } from './job';
import { readContainers } from './readTemplate';

/** Runs a job's replicas to their end: as many at once as `parallelism` says, each again while it fails and the limit allows, all within the time limit. */
export async function runExecution(world: World, around: AppSurroundings, job: Job, execution: JobExecution): Promise<ExecutionStatus> {
    const trigger = triggerOf(job);
    const completions = Math.max(numberField(trigger, 'replicaCompletionCount') ?? 1, 1);
    const parallelism = Math.max(numberField(trigger, 'parallelism') ?? 1, 1);
    const retries = numberField(job.configuration, 'replicaRetryLimit') ?? 0;
    const timeoutMs = (numberField(job.configuration, 'replicaTimeout') ?? 1800) * 1000;
    const say = (type: 'Normal' | 'Warning', reason: string, message: string, replica = '') =>
        job.log.add({ type, reason, message, revision: execution.name, replica });
    let image: Awaited<ReturnType<typeof pullAll>>;
    try {
        image = await pullAll(around, job, execution.template);
    } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        world.log(`job ${job.name}: ${message}`);
        say('Warning', 'ImagePullFailure', message);
        return 'Failed';
    }
    let left = completions;
    let failures = 0;
    const limit = setTimeout(() => execution.stopping.abort('timeout'), timeoutMs);
    limit.unref();
    try {
        await Promise.all(
            Array.from({ length: Math.min(parallelism, completions) }, async () => {
                while (left > 0 && failures <= retries && !execution.stopping.signal.aborted) {
                    left--;
                    if (!(await runReplica(world, around, job, execution, image))) {
                        failures++;
                        left++;
                    }
                }
            }),
        );
    } finally {
        clearTimeout(limit);
    }
    if (execution.stopping.signal.aborted) {
        const late = execution.stopping.signal.reason === 'timeout';
        if (late) {
            say('Warning', 'DeadlineExceeded', 'Execution has failed with reason: DeadlineExceeded');
        }
        return late ? 'Failed' : 'Stopped';
    }
    if (left > 0) {
        say('Warning', 'BackoffLimitExceeded', 'Execution has failed with reason: BackoffLimitExceeded');
        return 'Failed';
    }
    say('Normal', 'Completed', 'Execution has successfully completed');
    return 'Succeeded';
}

export function triggerOf(job: Pick<Job, 'configuration'>): JsonObject {
    // A change of the trigger keeps what the others were told.
    const key = `${(textField(job.configuration, 'triggerType') ?? 'Manual').toLowerCase()}TriggerConfig`;
    return objectField(job.configuration, key) ?? {};
}

async function pullAll(around: AppSurroundings, job: Job, template: JsonObject) {
    const specs = { init: readContainers(template, 'initContainers'), containers: readContainers(template, 'containers') };
    const ids = new Map<string, string>();
    let runner: Runner = around.runner;
    for (const spec of [...specs.init, ...specs.containers]) {
        const pulled = await pullImage(around, spec.image, accessFor(job.configuration, job.secrets, job.identity, spec.image));
        ids.set(spec.image, pulled.image.id);
        runner = pulled.runner;
    }
    return { specs, ids, runner };
}

/** Whether the replica came to a good end. */
async function runReplica(
    world: World,
    around: AppSurroundings,
    job: Job,
    execution: JobExecution,
    { specs, ids, runner }: Awaited<ReturnType<typeof pullAll>>,
): Promise<boolean> {
    const name = `${execution.name}-${randomBytes(3).toString('hex').slice(0, 5)}`;
    const toContainer = (spec: (typeof specs.containers)[number]) => ({
        name: spec.name,
        image: ids.get(spec.image) ?? spec.image,
        entrypoint: spec.command,
        command: spec.args,
        env: {
            CONTAINER_APP_JOB_NAME: job.name,
            CONTAINER_APP_JOB_EXECUTION_NAME: execution.name,
            CONTAINER_APP_REPLICA_NAME: name,
            CONTAINER_APP_ENV_DNS_SUFFIX: job.environment.domain,
            ...environmentOf(spec, job.secrets),
        },
        memoryBytes: spec.memoryBytes,
        cpus: spec.cpus,
    });
    const pod = new Pod({
        runner,
        name,
        init: specs.init.map(toContainer),
        containers: specs.containers.map(toContainer),
        ports: [],
        restart: 'never',
        backOffMs: 0,
        labels: { 'dev.slipway.local-azure.job': job.name },
        inside: insideOf(around.inside, job, () =>
            [...specs.init, ...specs.containers].flatMap((spec) => Object.values(environmentOf(spec, job.secrets))),
        ),
        nowMs: () => world.nowMs(),
        onEvent: () => undefined,
    });
    execution.replicas.push({ name, createdMs: world.nowMs(), pod });
    job.log.add({
        type: 'Normal',
        reason: 'SuccessfulCreate',
        message: 'Successfully created pod for Job Execution',
        revision: execution.name,
        replica: name,
    });
    const stop = () => void pod.close(0);
    execution.stopping.signal.addEventListener('abort', stop, { once: true });
    try {
        await pod.start();
        return (await pod.finished) === 'Succeeded';
    } finally {
        execution.stopping.signal.removeEventListener('abort', stop);
    }
}
