import * as z from 'zod';
import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { jobTrigger, readEventRule, type EventScale, type RunScale } from '../../core/deploy/eventRule';
import { looksSecret } from '../../core/deploy/looksSecret';
import { nameOf } from '../../core/deploy/resourceId';
import type { ContainerApp, ContainerAppChange, JobExecution, Replica, WantedContainerApp } from '../../core/deploy/resources';
import type { AzureFailure } from '../../core/failures/azure';
import {
    containerBody,
    given,
    identityChange,
    merged,
    resourcesOf,
    secretName,
    secretsBody,
    tags,
    text,
    toReplica,
    variables,
    whatRuns,
    withoutReadOnly,
} from './containerAppParts';
import { workloadProfile } from './managedEnvironment';
import { operations } from './operations';
import { read } from './read';
import { partsOf, type Session } from './session';

const eventRuleBody = z.looseObject({
    type: text,
    metadata: z.record(z.string(), z.unknown()).nullish(),
    auth: z.array(z.looseObject({ secretRef: text, triggerParameter: text })).nullish(),
    identity: text,
});
const count = z.number().nullish();
const replicaCounts = { parallelism: count, replicaCompletionCount: count };
const jobBody = z.object({
    id: z.string(),
    name: z.string(),
    location: z.string(),
    tags,
    identity: z.looseObject({ type: text, userAssignedIdentities: z.record(z.string(), z.unknown()).nullish() }).nullish(),
    properties: z.object({
        provisioningState: text,
        runningState: text,
        environmentId: text,
        eventStreamEndpoint: text,
        configuration: z
            .object({
                triggerType: text,
                replicaTimeout: z.number().nullish(),
                manualTriggerConfig: z.looseObject(replicaCounts).nullish(),
                scheduleTriggerConfig: z.looseObject({ ...replicaCounts, cronExpression: text }).nullish(),
                eventTriggerConfig: z
                    .looseObject({
                        ...replicaCounts,
                        scale: z
                            .looseObject({
                                minExecutions: count,
                                maxExecutions: count,
                                pollingInterval: count,
                                rules: z.array(eventRuleBody).nullish(),
                            })
                            .nullish(),
                    })
                    .nullish(),
                registries: z.array(z.looseObject({ server: z.string(), identity: text, username: text })).nullish(),
            })
            .nullish(),
        template: z.object({ containers: z.array(containerBody).nullish() }).nullish(),
    }),
});
const executionBody = z.object({
    name: z.string(),
    properties: z.object({
        status: text,
        startTime: text,
        template: z.object({ containers: z.array(containerBody).nullish() }).nullish(),
    }),
});
const startedBody = z.object({ name: z.string() });

type JobBody = z.infer<typeof jobBody>;

/** How long one run may take. */
const replicaTimeoutSeconds = 1800;

interface Jobs {
    get(op: Operation, id: string): Promise<ContainerApp | undefined>;
    list(op: Operation, subscription: string): Promise<readonly ContainerApp[]>;
    create(op: Operation, id: string, wanted: WantedContainerApp): Promise<ContainerApp>;
    update(op: Operation, id: string, change: ContainerAppChange): Promise<ContainerApp>;
    /** Starts it once; answers the execution's name. */
    run(op: Operation, id: string): Promise<string>;
    /** Newest first. */
    executions(op: Operation, id: string): Promise<readonly JobExecution[]>;
    /** Of the newest execution. */
    replicas(op: Operation, id: string): Promise<readonly Replica[]>;
    /** Stops every execution that runs. */
    stop(op: Operation, id: string): Promise<void>;
}

/** Jobs of Container Apps by the thin client, told as apps without an address. */
export function containerAppJobs(session: Session): Jobs {
    const on = (id: string) => ({ params: { job: id }, tenantId: session.tenantOf(partsOf(id).subscriptionId) });
    const executions: Jobs['executions'] = async (op, id) =>
        (await session.arm.list(op, { operation: operations.listExecutions, ...on(id) }))
            .map(toExecution)
            .sort((one, other) => other.startedMs - one.startedMs);
    return {
        executions,
        async get(op, id) {
            const body = await session.arm.find(op, { operation: operations.getJob, ...on(id) });
            return body === undefined ? undefined : toApp(read(jobBody, body));
        },
        async list(op, subscription) {
            const request = { operation: operations.listJobs, params: { subscription }, tenantId: session.tenantOf(subscription) };
            return (await session.arm.list(op, request)).map((item) => toApp(read(jobBody, item)));
        },
        async create(op, id, wanted) {
            const body = creation(nameOf(id), wanted, await workloadProfile(session, op, wanted.environmentId));
            return toApp(read(jobBody, await session.arm.perform(op, { operation: operations.createJob, ...on(id), body })));
        },
        async update(op, id, change) {
            const current = read(jobBody, await session.arm.send(op, { operation: operations.getJob, ...on(id) }));
            const secrets = Object.keys(change.env).some(looksSecret)
                ? read(secretsBody, await session.arm.send(op, { operation: operations.listJobSecrets, ...on(id) })).value
                : undefined;
            await session.arm.perform(op, { operation: operations.updateJob, ...on(id), body: update(current, change, secrets) });
            // What the end of the operation answers differs from region to region.
            return toApp(read(jobBody, await session.arm.send(op, { operation: operations.getJob, ...on(id) })));
        },
        async run(op, id) {
            return read(startedBody, await session.arm.perform(op, { operation: operations.startJob, ...on(id), body: {} })).name;
        },
        async replicas(op, id) {
            const [newest] = await executions(op, id);
            if (newest === undefined) {
                return [];
            }
            const { params, tenantId } = on(id);
            const body = await session.arm.find(op, {
                operation: operations.listExecutionReplicas,
                params: { ...params, execution: newest.name },
                tenantId,
            });
            return body === undefined ? [] : read(z.object({ value: z.array(z.unknown()) }), body).value.map(toReplica);
        },
        async stop(op, id) {
            await session.arm.perform(op, { operation: operations.stopJob, ...on(id) });
        },
    };
}

function creation(name: string, wanted: WantedContainerApp, profile: string | undefined): unknown {
    const { location, environmentId, identityId, registryServer, image, env, size, schedule, events } = wanted;
    return {
        location,
        tags: wanted.tags,
        identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } },
        properties: {
            environmentId,
            ...(profile === undefined ? {} : { workloadProfileName: profile }),
            configuration: {
                ...jobTrigger({ schedule, events }, secretName),
                replicaTimeout: replicaTimeoutSeconds,
                replicaRetryLimit: 0,
                registries: [{ server: registryServer, identity: identityId }],
                secrets: Object.entries(env).flatMap(([key, value]) => (looksSecret(key) ? [{ name: secretName(key), value }] : [])),
            },
            template: { containers: [{ name, image, env: variables(env), resources: resourcesOf(size) }] },
        },
    };
}

function update(
    { identity, properties }: JobBody,
    change: ContainerAppChange,
    secrets: readonly { readonly name: string }[] | undefined,
): unknown {
    const { image, env, tags: wantedTags, pull, size, schedule, events } = change;
    const [first, ...others] = properties.template?.containers ?? [];
    if (first === undefined) {
        throw new Failure<AzureFailure>('azure/unreadable-answer', { reason: 'The job has no container.' });
    }
    const fresh = Object.entries(env).flatMap(([key, value]) =>
        looksSecret(key) && value !== undefined ? [{ name: secretName(key), value }] : [],
    );
    const kept = (properties.configuration?.registries ?? []).filter(({ server }) => server !== pull?.registryServer);
    // A job that was made elsewhere has names of its own for its secrets.
    const secretOf = (setting: string) =>
        (env[setting] === undefined ? given(first.env?.find(({ name }) => name === setting)?.secretRef) : undefined) ?? secretName(setting);
    const configured = {
        ...(schedule === undefined && events === undefined ? {} : jobTrigger({ schedule, events }, secretOf, scaleOf(properties))),
        ...(pull === undefined ? {} : { registries: [...kept, { server: pull.registryServer, identity: pull.identityId }] }),
        ...(secrets === undefined ? {} : { secrets: [...secrets.filter(({ name }) => !fresh.some((one) => one.name === name)), ...fresh] }),
    };
    return {
        tags: wantedTags,
        ...identityChange(identity, change),
        properties: {
            // A part of the configuration alone is refused: these two are always to be there.
            ...(Object.keys(configured).length === 0
                ? {}
                : {
                      configuration: {
                          triggerType: properties.configuration?.triggerType ?? 'Manual',
                          replicaTimeout: properties.configuration?.replicaTimeout ?? replicaTimeoutSeconds,
                          ...configured,
                      },
                  }),
            template: {
                containers: [
                    {
                        ...withoutReadOnly(first),
                        image,
                        env: merged(first, env),
                        ...(size === undefined ? {} : { resources: resourcesOf(size) }),
                    },
                    ...others.map(withoutReadOnly),
                ],
            },
        },
    };
}

function toApp({ id, name, location, tags: jobTags, identity, properties }: JobBody): ContainerApp {
    const { configuration, template } = properties;
    const container = template?.containers?.[0];
    const starts = configuration?.triggerType?.toLowerCase() ?? 'manual';
    return {
        id,
        name,
        location,
        tags: jobTags ?? {},
        state: properties.provisioningState ?? 'Succeeded',
        runningStatus: properties.runningState ?? '',
        environmentId: properties.environmentId ?? '',
        ingress: 'off',
        host: undefined,
        targetPort: undefined,
        // It has none, and is there all the same.
        latestRevision: name,
        latestRevisionHost: undefined,
        revisions: 'single',
        traffic: [],
        scale: { min: 0, max: 1 },
        scaleRule: undefined,
        probes: 'none',
        kind: 'job',
        // Azure keeps what another way of starting had been told.
        schedule: starts === 'schedule' ? given(configuration?.scheduleTriggerConfig?.cronExpression) : undefined,
        events: starts === 'event' ? eventsOf(configuration?.eventTriggerConfig?.scale?.rules ?? [], container?.env ?? []) : undefined,
        jobScale: scaleOf(properties),
        ...whatRuns(container),
        identityIds: Object.keys(identity?.userAssignedIdentities ?? {}),
        registries: (configuration?.registries ?? []).map((registry) => ({
            server: registry.server,
            pulls: given(registry.identity) ?? registry.username ?? '',
        })),
        eventStream: given(properties.eventStreamEndpoint),
    };
}

/** What Azure does not say is its own default. What another way of starting had been told counts for nothing. */
function scaleOf({ configuration }: JobBody['properties']): RunScale & Partial<EventScale> {
    const { scheduleTriggerConfig, manualTriggerConfig, eventTriggerConfig } = configuration ?? {};
    const starts = configuration?.triggerType?.toLowerCase();
    const now = starts === 'event' ? eventTriggerConfig : starts === 'schedule' ? scheduleTriggerConfig : manualTriggerConfig;
    const replicas = { parallelism: now?.parallelism ?? 1, replicaCompletionCount: now?.replicaCompletionCount ?? 1 };
    if (starts !== 'event') {
        return replicas;
    }
    const { scale } = eventTriggerConfig ?? {};
    return {
        ...replicas,
        minExecutions: scale?.minExecutions ?? 0,
        maxExecutions: scale?.maxExecutions ?? 100,
        pollingInterval: scale?.pollingInterval ?? 30,
    };
}

/** One rule whose secrets are settings of the job can be said in a line. */
function eventsOf(
    [rule, ...more]: readonly z.infer<typeof eventRuleBody>[],
    env: readonly { readonly name: string; readonly secretRef?: string | null | undefined }[],
): ContainerApp['events'] {
    if (rule === undefined || more.length > 0 || given(rule.identity) !== undefined) {
        return 'other';
    }
    const secrets = (rule.auth ?? []).map(
        ({ secretRef, triggerParameter }) =>
            `${triggerParameter ?? ''}=@${env.find((variable) => given(variable.secretRef) === secretRef)?.name ?? ''}`,
    );
    const metadata = Object.entries(rule.metadata ?? {}).map(([name, value]) => `${name}=${String(value)}`);
    // Words are parted by spaces in a line, and an `@` names a setting.
    if (metadata.some((word) => !/^[^\s=]+=[^\s@]\S*$/.test(word))) {
        return 'other';
    }
    return readEventRule([rule.type ?? '', ...metadata, ...secrets].join(' ')) ?? 'other';
}

function toExecution(body: unknown): JobExecution {
    const { name, properties } = read(executionBody, body);
    return {
        name,
        status: properties.status ?? 'Unknown',
        startedMs: Date.parse(properties.startTime ?? '') || 0,
        image: properties.template?.containers?.[0]?.image ?? '',
    };
}
