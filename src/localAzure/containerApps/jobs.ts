import { randomBytes } from 'node:crypto';
import { armRefusal, resourceNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { empty, json, type Answer } from '../http/answer';
import { jsonBody, objectBody, param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, isObject, listField, mergePatch, numberField, objectField, textField, type JsonObject, type JsonValue } from '../json';
import { systemData } from '../resources/resourceList';
import { track, type World } from '../world';
import type { AppOperations } from './appOperations';
import { checkSecrets, requireContainers, type AppSurroundings } from './createRevision';
import { leaveInside } from './insideOf';
import { matchesCron } from './matchesCron';
import type { Job, JobExecution, JobReplica } from './job';
import type { ManagedEnvironments } from './managedEnvironments';
import { checkConfiguration, readSecrets, withoutSecrets } from './readConfiguration';
import { containersWithDefaults, readContainers } from './readTemplate';
import { dataPlane } from './renderApp';
import { runExecution } from './runExecution';
import { freshWorkload, workloadId, workloadRoutes, writeWorkload } from './workload';

const type = 'Microsoft.App/jobs';
const kind = { type, param: 'job', code: 'ContainerAppsJob', noun: 'Container Apps Job' } as const;
const updatingMs = 6_000;
/** However fast time goes. */
const shortestPollMs = 50;
/** As many as Azure keeps. */
const keptExecutions = 100;

export interface Jobs {
    readonly routes: readonly Route[];
    /** Of the local Azure's own host: what raises events. */
    readonly localRoutes: readonly Route[];
    find(id: string): Job | undefined;
    all(): Job[];
    close(): Promise<void>;
}

/** Microsoft.App/jobs: containers that run to their end, on demand or by the clock. */
export function createJobs(world: World, operations: AppOperations, environments: ManagedEnvironments, around: AppSurroundings): Jobs {
    const jobs = track(
        world,
        new Collection<Job>('tracked', async (job) => {
            leaveInside(around.inside, job.id);
            clearTimeout(job.timer);
            job.executions.forEach((execution) => execution.stopping.abort());
            await Promise.all(job.executions.flatMap((execution) => execution.replicas.map((replica) => replica.pod.close(0))));
        }),
    );

    function get(exchange: Exchange): Job {
        const job = jobs.get(idOf(exchange));
        if (job === undefined) {
            throw resourceNotFound(type, param(exchange, 'job'), param(exchange, 'group'));
        }
        return job;
    }

    function put(exchange: Exchange): Answer {
        const body = objectBody(exchange);
        const existing = jobs.get(idOf(exchange));
        const job = existing ?? fresh(exchange, body);
        write(
            job,
            body,
            objectField(body, 'properties', 'configuration') ?? {},
            objectField(body, 'properties', 'template') ?? {},
            'replaced',
        );
        jobs.put(job);
        const operation = settle(job);
        return json(201, render(job), operations.statusHeader(exchange, 'containerappsjob', job.location, operation));
    }

    function patch(exchange: Exchange): Answer {
        const body = objectBody(exchange);
        const job = get(exchange);
        const asked = objectField(body, 'properties', 'configuration') ?? {};
        const configuration = mergePatch(job.configuration, asked) as JsonObject;
        const template = mergePatch(job.template, objectField(body, 'properties', 'template') ?? {}) as JsonObject;
        write(job, body, field(asked, 'secrets') === undefined ? withoutSecrets(configuration) : configuration, template, 'kept');
        const operation = settle(job);
        return empty(
            202,
            operations.resultHeader(exchange, 'containerappsjob', job.location, operation, () => render(job)),
        );
    }

    function fresh(exchange: Exchange, body: JsonObject): Job {
        return {
            ...freshWorkload(world, environments, kind, exchange, body),
            suspended: false,
            executions: [],
            timer: undefined,
            waiting: 0,
        };
    }

    function write(job: Job, body: JsonObject, configuration: JsonObject, template: JsonObject, missing: 'kept' | 'replaced'): void {
        requireContainers(template);
        const secrets = readSecrets(configuration, job.secrets, missing);
        checkSecrets([...readContainers(template, 'containers'), ...readContainers(template, 'initContainers')], secrets);
        checkConfiguration(configuration, secrets);
        const trigger = textField(configuration, 'triggerType') ?? '';
        if (!/^(manual|schedule|event)$/i.test(trigger)) {
            throw armRefusal(400, 'InvalidRequestContent', `Invalid value '${trigger}' for triggerType. It is Manual, Schedule or Event.`);
        }
        const timeout = numberField(configuration, 'replicaTimeout');
        if (timeout === undefined || timeout < 1 || timeout > 604_800) {
            throw armRefusal(400, 'ContainerAppsJobInvalidReplicaTimeout', 'The replica timeout must be between 1 and 604800 seconds.');
        }
        const cron = textField(configuration, 'scheduleTriggerConfig', 'cronExpression');
        if (/^schedule$/i.test(trigger) && (cron === undefined || matchesCron(cron, new Date(0)) === undefined)) {
            throw armRefusal(400, 'ContainerAppsJobInvalidCronExpression', `The cron expression '${cron ?? ''}' is not valid.`);
        }
        if (/^event$/i.test(trigger)) {
            checkEvents(configuration, secrets);
        }
        writeWorkload(job, body, configuration, secrets, around.identities, missing === 'kept' ? 'kept' : undefined);
        job.template = {
            containers: containersWithDefaults(template, 'containers'),
            initContainers: containersWithDefaults(template, 'initContainers'),
            volumes: field(template, 'volumes') ?? null,
        };
        job.changedMs = world.nowMs();
        follow(job);
    }

    function settle(job: Job) {
        job.provisioningState = 'InProgress';
        const operation = operations.start(updatingMs, () => undefined);
        void world.operations.ended(operation.id).then((done) => {
            if (job.provisioningState === 'InProgress') {
                job.provisioningState = done === 'failed' ? 'Failed' : 'Succeeded';
            }
        });
        return operation;
    }

    /** Starts an execution for each event that waits, as many at once as the scale allows, whenever the scaler looks. */
    function look(job: Job): void {
        const scale = objectField(eventsOf(job.configuration) ?? {}, 'scale');
        const most = numberField(scale, 'maxExecutions') ?? 100;
        const running = job.executions.filter(({ status }) => status === 'Running').length;
        const starting = job.suspended ? 0 : Math.min(job.waiting, Math.max(most - running, 0));
        for (let count = 0; count < starting; count++) {
            begin(job, job.template);
        }
        job.waiting -= starting;
        job.timer = setTimeout(
            () => look(job),
            Math.max((numberField(scale, 'pollingInterval') ?? 30) * 1000 * world.timeScale, shortestPollMs),
        );
        job.timer.unref();
    }

    /** Starts the job by the clock, once in each minute that its expression names, or by events. */
    function follow(job: Job): void {
        clearTimeout(job.timer);
        if (/^event$/i.test(textField(job.configuration, 'triggerType') ?? '')) {
            look(job);
            return;
        }
        const cron = textField(job.configuration, 'scheduleTriggerConfig', 'cronExpression');
        if (!/^schedule$/i.test(textField(job.configuration, 'triggerType') ?? '') || cron === undefined) {
            return;
        }
        const untilNext = 60_000 - (world.nowMs() % 60_000);
        job.timer = setTimeout(() => {
            if (!job.suspended && matchesCron(cron, new Date(world.nowMs())) === true) {
                begin(job, job.template);
            }
            follow(job);
        }, untilNext);
        job.timer.unref();
    }

    function begin(job: Job, template: JsonObject): JobExecution {
        const letters = [...randomBytes(7)].map((byte) => 'abcdefghijklmnopqrstuvwxyz0123456789'[byte % 36] ?? 'a').join('');
        const execution: JobExecution = {
            name: `${job.name}-${letters}`,
            startedMs: world.nowMs(),
            endedMs: undefined,
            status: 'Running',
            template,
            replicas: [],
            stopping: new AbortController(),
        };
        job.executions.push(execution);
        // One that runs is kept whatever their number: it counts for the scale, and ends with its job.
        for (let over = job.executions.length - keptExecutions; over > 0; over--) {
            const ended = job.executions.findIndex(({ status }) => status !== 'Running');
            if (ended < 0) {
                break;
            }
            job.executions.splice(ended, 1);
        }
        void runExecution(world, around, job, execution).then((status) => {
            execution.status = execution.status === 'Running' ? status : execution.status;
            execution.endedMs = world.nowMs();
        });
        return execution;
    }

    function start(exchange: Exchange): Answer {
        const job = get(exchange);
        if (!/^manual$/i.test(textField(job.configuration, 'triggerType') ?? '') && world.mode === 'strict') {
            // Schedules and events start their jobs themselves; by hand it is allowed too.
            world.log(`job ${job.name} was started by hand`);
        }
        if (job.suspended) {
            throw armRefusal(400, 'ContainerAppsJobSuspended', `The job '${job.name}' is suspended. Resume it before it is started.`);
        }
        const asked = jsonBody(exchange);
        const changed = isObject(asked) && (listField(asked, 'containers') ?? []).length > 0 ? asked : undefined;
        if (changed !== undefined) {
            const specs = [...readContainers(changed, 'containers'), ...readContainers(changed, 'initContainers')];
            checkSecrets(specs, job.secrets);
        }
        const template = changed === undefined ? job.template : { ...job.template, ...withContainers(changed) };
        const execution = begin(job, template);
        return json(200, { id: `${job.id}/executions/${execution.name}`, name: execution.name });
    }

    function stopOne(execution: JobExecution): void {
        if (execution.status === 'Running') {
            execution.status = 'Stopped';
            execution.stopping.abort();
        }
    }

    function findExecution(exchange: Exchange): JobExecution {
        const job = get(exchange);
        const name = param(exchange, 'execution').toLowerCase();
        const found =
            job.executions.find((execution) => execution.name.toLowerCase() === name) ??
            (world.mode === 'open' ? job.executions.at(-1) : undefined);
        if (found === undefined) {
            throw armRefusal(404, 'JobExecutionNotFound', `Job execution '${param(exchange, 'execution')}' was not found.`);
        }
        return found;
    }

    function replicasOf(exchange: Exchange): JsonValue {
        const job = get(exchange);
        const execution = findExecution(exchange);
        return execution.replicas.map((replica) => renderReplica(job, execution, replica));
    }

    function turn(exchange: Exchange, suspended: boolean): Answer {
        const job = get(exchange);
        job.suspended = suspended;
        const operation = operations.start(1_000, () => undefined);
        return json(
            202,
            render(job),
            operations.resultHeader(exchange, 'containerappsjob', job.location, operation, () => render(job)),
        );
    }

    function stop(exchange: Exchange): JobExecution {
        const execution = findExecution(exchange);
        stopOne(execution);
        return execution;
    }

    function renderExecution(job: Job, execution: JobExecution): JsonObject {
        const at = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');
        const containers = (which: string) => listField(execution.template, which) ?? [];
        return {
            id: `${job.id}/executions/${execution.name}`,
            name: execution.name,
            type: `${type}/executions`,
            properties: {
                status: execution.status,
                startTime: at(execution.startedMs),
                ...(execution.endedMs === undefined || execution.status === 'Stopped' ? {} : { endTime: at(execution.endedMs) }),
                template: { containers: containers('containers'), initContainers: containers('initContainers') },
            },
        };
    }

    function render(job: Job): JsonObject {
        const { configuration } = job;
        const registries = listField(configuration, 'registries');
        return {
            id: job.id,
            name: job.name,
            type,
            location: job.location,
            ...(job.tags === undefined || Object.keys(job.tags).length === 0 ? {} : { tags: job.tags }),
            systemData: systemData(world, job),
            properties: {
                provisioningState: job.provisioningState,
                runningState: job.suspended ? 'Suspended' : 'Ready',
                environmentId: job.environment.id,
                managedEnvironmentId: job.environment.id,
                workloadProfileName: job.workloadProfileName,
                outboundIpAddresses: [job.environment.staticIp],
                configuration: {
                    secrets: job.secrets.size === 0 ? null : [...job.secrets.keys()].map((name) => ({ name })),
                    triggerType: capital(textField(configuration, 'triggerType') ?? 'Manual'),
                    replicaTimeout: numberField(configuration, 'replicaTimeout') ?? 1800,
                    replicaRetryLimit: numberField(configuration, 'replicaRetryLimit') ?? 0,
                    manualTriggerConfig: field(configuration, 'manualTriggerConfig') ?? null,
                    scheduleTriggerConfig: field(configuration, 'scheduleTriggerConfig') ?? null,
                    eventTriggerConfig: eventsOf(configuration),
                    registries:
                        registries?.map((registry) => ({
                            server: textField(registry, 'server') ?? '',
                            username: textField(registry, 'username') ?? '',
                            passwordSecretRef: textField(registry, 'passwordSecretRef') ?? '',
                            identity: textField(registry, 'identity') ?? '',
                        })) ?? null,
                    dapr: field(configuration, 'dapr') ?? null,
                    identitySettings: field(configuration, 'identitySettings') ?? [],
                },
                template: job.template,
                eventStreamEndpoint: `${dataPlane(job, 'https')}/eventstream`,
            },
            identity: job.identity ?? { type: 'None' },
        };
    }

    function remove(exchange: Exchange): Answer {
        const job = jobs.get(idOf(exchange));
        if (job === undefined) {
            return empty(204);
        }
        job.provisioningState = 'Deleting';
        const operation = operations.start(updatingMs, async () => {
            await jobs.remove(job.id);
        });
        return empty(202, operations.resultHeader(exchange, 'containerappsjob', job.location, operation, undefined));
    }

    /** Stands for whatever a scaler counts: no queue is asked. */
    function raise(exchange: Exchange): Answer {
        const body = objectBody(exchange);
        const job = jobs.get(textField(body, 'job') ?? '');
        const count = numberField(body, 'count') ?? 1;
        if (
            job === undefined ||
            !/^event$/i.test(textField(job.configuration, 'triggerType') ?? '') ||
            !Number.isInteger(count) ||
            count < 1
        ) {
            return json(400, { error: { code: 'NoSuchJob', message: 'The body names a job that events start, and how many come.' } });
        }
        job.waiting += count;
        return json(202, { waiting: job.waiting });
    }

    const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/jobs';
    const one = `${path}/{job}`;
    const executions = (exchange: Exchange) => {
        const job = get(exchange);
        return json(200, { value: [...job.executions].reverse().map((execution) => renderExecution(job, execution)) });
    };
    return {
        find: (id) => jobs.get(id),
        all: () => jobs.all(),
        localRoutes: [{ method: 'POST', path: '/slipway/local/events', handle: raise }],
        async close() {
            await Promise.all(jobs.all().map((job) => jobs.remove(job.id)));
        },
        routes: [
            { method: 'PUT', path: one, handle: put },
            { method: 'PATCH', path: one, handle: patch },
            { method: 'DELETE', path: one, handle: remove },
            ...workloadRoutes(world, kind, jobs, get, render),
            { method: 'POST', path: `${one}/start`, handle: start },
            {
                method: 'POST',
                path: `${one}/stop`,
                handle: (exchange) => {
                    get(exchange).executions.forEach(stopOne);
                    return executions(exchange);
                },
            },
            {
                method: 'POST',
                path: `${one}/stop/{execution}`,
                handle: (exchange) => json(200, `Job Execution: ${stop(exchange).name}, stopped successfully.`),
            },
            {
                method: 'POST',
                path: `${one}/executions/{execution}/stop`,
                handle: (exchange) => {
                    stop(exchange);
                    return empty(200);
                },
            },
            { method: 'POST', path: `${one}/suspend`, handle: (exchange) => turn(exchange, true) },
            { method: 'POST', path: `${one}/resume`, handle: (exchange) => turn(exchange, false) },
            { method: 'GET', path: `${one}/executions`, handle: executions },
            {
                method: 'GET',
                path: `${one}/executions/{execution}/replicas`,
                handle: (exchange) => json(200, { value: replicasOf(exchange) }),
            },
            {
                method: 'GET',
                path: `${one}/executions/{execution}`,
                handle: (exchange) => json(200, renderExecution(get(exchange), findExecution(exchange))),
            },
        ],
    };
}

function renderReplica(job: Job, execution: JobExecution, { name, createdMs, pod }: JobReplica): JsonObject {
    const path = `/executions/${execution.name}/replicas/${name}`;
    return {
        id: `${job.id}${path}`,
        name,
        type: `${type}/executions/replicas`,
        properties: {
            createdTime: new Date(createdMs).toISOString().replace(/\.\d+Z$/, 'Z'),
            containers: [...pod.init, ...pod.containers].map((container) => ({
                name: container.name,
                containerId: `containerd://${container.process?.id ?? ''}`,
                ready: container.state === 'Running',
                started: container.state !== 'Waiting',
                restartCount: container.restartCount,
                runningState: container.state,
                runningStateDetails:
                    container.exitCode === undefined ? container.detail : `${container.detail}: exit code ${container.exitCode}`,
                logStreamEndpoint: `${dataPlane(job, 'https')}${path}/containers/${container.name}/logstream`,
                execEndpoint: `${dataPlane(job, 'wss')}${path}/containers/${container.name}/exec`,
            })),
        },
    };
}

/** What Azure holds scale rules of jobs to; the codes are inferred, but for the one of a secret that is not there. */
function checkEvents(configuration: JsonObject, secrets: ReadonlyMap<string, string>): void {
    const scale = objectField(eventsOf(configuration) ?? {}, 'scale');
    const rules = listField(scale, 'rules') ?? [];
    const [least, most] = [numberField(scale, 'minExecutions') ?? 0, numberField(scale, 'maxExecutions') ?? 100];
    if (rules.length === 0 || least < 0 || most < Math.max(least, 1)) {
        throw armRefusal(
            400,
            'ContainerAppsJobInvalidEventTriggerConfig',
            'An event trigger needs a scale rule, and bounds for its executions.',
        );
    }
    for (const rule of rules) {
        if ((textField(rule, 'name') ?? '') === '' || (textField(rule, 'type') ?? '') === '') {
            throw armRefusal(400, 'ContainerAppsJobInvalidScaleRule', 'A scale rule of a job needs a name and a type.');
        }
        const missing = (listField(rule, 'auth') ?? []).map((one) => textField(one, 'secretRef') ?? '').find((name) => !secrets.has(name));
        if (missing !== undefined) {
            throw armRefusal(
                400,
                'ContainerAppSecretRefNotFound',
                `SecretRef '${missing}' defined for scale rule '${textField(rule, 'name') ?? ''}' not found.`,
            );
        }
    }
}

function eventsOf(configuration: JsonObject): JsonObject | null {
    const asked = objectField(configuration, 'eventTriggerConfig');
    return asked === undefined
        ? null
        : { ...asked, scale: { minExecutions: 0, maxExecutions: 100, pollingInterval: 30, ...objectField(asked, 'scale') } };
}

function withContainers(changed: JsonObject): JsonObject {
    const init = containersWithDefaults(changed, 'initContainers');
    return { containers: containersWithDefaults(changed, 'containers'), ...(init === null ? {} : { initContainers: init }) };
}

function capital(text: string): string {
    return `${text.slice(0, 1).toUpperCase()}${text.slice(1).toLowerCase()}`;
}

function idOf(exchange: Exchange): string {
    return workloadId(exchange, kind);
}
