import * as z from 'zod';
import { Failure } from '../../base/failure';
import { containerProbes, probeSetOf, scaleRuleOf, scaleRules } from '../../core/deploy/containerTemplate';
import { looksSecret } from '../../core/deploy/looksSecret';
import { nameOf } from '../../core/deploy/resourceId';
import type { ContainerApp, ContainerAppChange, Revision, TrafficShare, WantedContainerApp } from '../../core/deploy/resources';
import { isJob } from '../../core/deploy/target';
import type { AzureFailure } from '../../core/failures/azure';
import type { ContainerApps } from '../../ports/azure';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import { containerAppJobs } from './containerAppJobs';
import { toEnvironment, workloadProfile } from './managedEnvironment';
import {
    containerBody,
    given,
    identityChange,
    merged,
    resourcesOf,
    said,
    secretName,
    secretsBody,
    tags,
    text,
    toReplica,
    variables,
    whatRuns,
    withoutReadOnly,
    type Container,
} from './containerAppParts';
import { openContainerAppLogs } from './containerAppLogs';
import { operations } from './operations';
import { read } from './read';
import { partsOf, type Session } from './session';

const metadata = z.record(z.string(), z.string()).nullish();
const scaleRuleBody = z.looseObject({
    http: z.looseObject({ metadata }).nullish(),
    custom: z.looseObject({ type: text, metadata }).nullish(),
});
const trafficBody = z.object({
    revisionName: text,
    latestRevision: z.boolean().nullish(),
    weight: z.number().nullish(),
    label: text,
});
const appBody = z.object({
    id: z.string(),
    name: z.string(),
    location: z.string(),
    kind: text,
    tags,
    identity: z.looseObject({ type: text, userAssignedIdentities: z.record(z.string(), z.unknown()).nullish() }).nullish(),
    properties: z.object({
        provisioningState: text,
        runningStatus: text,
        environmentId: text,
        managedEnvironmentId: text,
        latestRevisionName: text,
        latestRevisionFqdn: text,
        eventStreamEndpoint: text,
        configuration: z
            .object({
                activeRevisionsMode: text,
                ingress: z
                    .looseObject({
                        external: z.boolean().nullish(),
                        fqdn: text,
                        targetPort: z.number().nullish(),
                        traffic: z.array(trafficBody).nullish(),
                    })
                    .nullish(),
                registries: z.array(z.looseObject({ server: z.string(), identity: text, username: text })).nullish(),
            })
            .nullish(),
        template: z
            .object({
                containers: z.array(containerBody).nullish(),
                scale: z
                    .looseObject({
                        minReplicas: z.number().nullish(),
                        maxReplicas: z.number().nullish(),
                        rules: z.array(scaleRuleBody).nullish(),
                    })
                    .nullish(),
            })
            .nullish(),
    }),
});
const revisionBody = z.object({
    name: z.string(),
    properties: z.object({
        active: z.boolean().nullish(),
        createdTime: text,
        runningState: text,
        runningStateDetails: text,
        provisioningError: text,
        replicas: z.number().nullish(),
        trafficWeight: z.number().nullish(),
        template: z.object({ containers: z.array(containerBody).nullish() }).nullish(),
    }),
});

type AppBody = z.infer<typeof appBody>;
type Ingress = NonNullable<NonNullable<AppBody['properties']['configuration']>['ingress']>;

const tokenBody = z.object({ properties: z.object({ token: z.string() }) });

/** Container Apps by the thin client. */
export function containerApps(session: Session, resolve: ResolveEndpoint): ContainerApps {
    const tenantId = (id: string) => session.tenantOf(partsOf(id).subscriptionId);
    const onApp = (id: string) => ({ params: { containerApp: id }, tenantId: tenantId(id) });
    const onRevision = (id: string, revision: string) => ({ params: { containerApp: id, revision }, tenantId: tenantId(id) });
    const onEnvironment = (id: string) => ({ params: { environment: id }, tenantId: tenantId(id) });
    const jobs = containerAppJobs(session);
    const get: ContainerApps['get'] = async (op, id) => {
        if (isJob(id)) {
            return await jobs.get(op, id);
        }
        const body = await session.arm.find(op, { operation: operations.getContainerApp, ...onApp(id) });
        return body === undefined ? undefined : toApp(read(appBody, body));
    };
    const replicas: ContainerApps['replicas'] = async (op, id, revision) =>
        isJob(id)
            ? await jobs.replicas(op, id)
            : (await session.arm.list(op, { operation: operations.listReplicas, ...onRevision(id, revision) })).map(toReplica);
    const authToken: ContainerApps['authToken'] = async (op, id) =>
        read(tokenBody, await session.arm.send(op, { operation: operations.getContainerAppToken, ...onApp(id) })).properties.token;
    const logs = openContainerAppLogs({
        resolve,
        cloud: session.cloud,
        authToken,
        find: get,
        replicas,
    });
    return {
        ...logs,
        authToken,
        get,
        replicas,
        run: async (op, id) => await jobs.run(op, id),
        executions: async (op, id) => await jobs.executions(op, id),
        async list(op, subscription) {
            const [items, besides] = await Promise.all([
                session.arm.list(op, {
                    operation: operations.listContainerApps,
                    params: { subscription },
                    tenantId: session.tenantOf(subscription),
                }),
                jobs.list(op, subscription),
            ]);
            return [...items.map((item) => toApp(read(appBody, item))), ...besides];
        },
        async environments(op, subscription) {
            const items = await session.arm.list(op, {
                operation: operations.listEnvironments,
                params: { subscription },
                tenantId: session.tenantOf(subscription),
            });
            return items.map(toEnvironment);
        },
        async environment(op, id) {
            const body = await session.arm.find(op, { operation: operations.getEnvironment, ...onEnvironment(id) });
            return body === undefined ? undefined : toEnvironment(body);
        },
        async createEnvironment(op, id, wanted) {
            const body = {
                ...wanted,
                properties: {
                    // The console log is streamed; a workspace would be one more thing to pay for, and to be asked about.
                    appLogsConfiguration: {},
                    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }],
                    zoneRedundant: false,
                },
            };
            return toEnvironment(await session.arm.perform(op, { operation: operations.createEnvironment, ...onEnvironment(id), body }));
        },
        async create(op, id, wanted) {
            if (wanted.kind === 'job') {
                return await jobs.create(op, id, wanted);
            }
            const body = creation(nameOf(id), wanted, await workloadProfile(session, op, wanted.environmentId));
            return toApp(read(appBody, await session.arm.perform(op, { operation: operations.createContainerApp, ...onApp(id), body })));
        },
        async update(op, id, change) {
            if (isJob(id)) {
                return await jobs.update(op, id, change);
            }
            const current = read(appBody, await session.arm.send(op, { operation: operations.getContainerApp, ...onApp(id) }));
            const secret = Object.keys(change.env).some(looksSecret);
            // A list of secrets is replaced as a whole, and only this request tells the values of those that are there.
            const secrets = secret
                ? read(secretsBody, await session.arm.send(op, { operation: operations.listContainerAppSecrets, ...onApp(id) })).value
                : undefined;
            const body = update(current, change, secrets);
            return toApp(read(appBody, await session.arm.perform(op, { operation: operations.updateContainerApp, ...onApp(id), body })));
        },
        async revisions(op, id) {
            return isJob(id) ? [] : (await session.arm.list(op, { operation: operations.listRevisions, ...onApp(id) })).map(toRevision);
        },
        async restart(op, id, revision) {
            await session.arm.send(op, { operation: operations.restartRevision, ...onRevision(id, revision) });
        },
        async stop(op, id) {
            if (isJob(id)) {
                await jobs.stop(op, id);
                return;
            }
            await session.arm.perform(op, { operation: operations.stopContainerApp, ...onApp(id) });
        },
        async start(op, id) {
            if (isJob(id)) {
                await jobs.run(op, id);
                return;
            }
            await session.arm.perform(op, { operation: operations.startContainerApp, ...onApp(id) });
        },
        async setAffinity(op, id, affinity) {
            const body = {
                properties: { configuration: { ingress: { stickySessions: { affinity: affinity === 'on' ? 'sticky' : 'none' } } } },
            };
            await session.arm.perform(op, { operation: operations.updateContainerApp, ...onApp(id), body });
        },
        async variable(op, id, name) {
            const { properties } = read(appBody, await session.arm.send(op, { operation: operations.getContainerApp, ...onApp(id) }));
            const told = properties.template?.containers?.[0]?.env?.find((one) => one.name === name);
            const secret = told?.secretRef ?? '';
            if (secret === '') {
                return told?.value ?? undefined;
            }
            const secrets = read(
                secretsBody,
                await session.arm.send(op, { operation: operations.listContainerAppSecrets, ...onApp(id) }),
            ).value;
            return secrets.find((one) => one.name === secret)?.value ?? undefined;
        },
    };
}

function creation(name: string, wanted: WantedContainerApp, profile: string | undefined): unknown {
    const { location, tags: wantedTags, identityId, environmentId, registryServer, targetPort, image, env, size, healthPath } = wanted;
    return {
        location,
        ...(wanted.kind === 'app' ? {} : { kind: wanted.kind }),
        tags: wantedTags,
        identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } },
        properties: {
            environmentId,
            ...(profile === undefined ? {} : { workloadProfileName: profile }),
            configuration: {
                activeRevisionsMode: modeText(wanted.revisions),
                ingress: { external: true, targetPort, transport: 'auto', allowInsecure: false },
                registries: [{ server: registryServer, identity: identityId }],
                secrets: Object.entries(env).flatMap(([key, value]) => (looksSecret(key) ? [{ name: secretName(key), value }] : [])),
            },
            template: {
                containers: [
                    {
                        name,
                        image,
                        env: variables({ ...env, PORT: String(targetPort) }),
                        resources: resourcesOf(size),
                        probes: containerProbes(wanted.probes, targetPort, healthPath),
                    },
                ],
                scale: {
                    minReplicas: wanted.replicas.min,
                    maxReplicas: wanted.replicas.max,
                    ...(wanted.scaleRule === undefined ? {} : { rules: scaleRules(wanted.scaleRule) }),
                },
            },
        },
    };
}

function update(
    { identity, properties }: AppBody,
    change: ContainerAppChange,
    secrets: readonly { readonly name: string }[] | undefined,
): unknown {
    const [first, ...others] = properties.template?.containers ?? [];
    if (first === undefined) {
        throw new Failure<AzureFailure>('azure/unreadable-answer', { reason: 'The container app has no container.' });
    }
    const { pull, targetPort, size, replicas, scaleRule, revisions } = change;
    const wanted = targetPort === undefined ? change.env : { ...change.env, PORT: String(targetPort) };
    const ingress = properties.configuration?.ingress ?? undefined;
    const fresh = Object.entries(change.env).flatMap(([key, value]) =>
        looksSecret(key) && value !== undefined ? [{ name: secretName(key), value }] : [],
    );
    const kept = (properties.configuration?.registries ?? []).filter(({ server }) => server !== pull?.registryServer);
    return {
        tags: change.tags,
        ...identityChange(identity, change),
        properties: {
            configuration: {
                ...ingressFor(ingress, change),
                ...(revisions === undefined ? {} : { activeRevisionsMode: modeText(revisions) }),
                ...(pull === undefined ? {} : { registries: [...kept, { server: pull.registryServer, identity: pull.identityId }] }),
                ...(secrets === undefined
                    ? {}
                    : { secrets: [...secrets.filter(({ name }) => !fresh.some((one) => one.name === name)), ...fresh] }),
            },
            template: {
                containers: [
                    {
                        ...withoutReadOnly(first),
                        image: change.image,
                        env: merged(first, wanted),
                        ...probesFor(first, ingress?.targetPort ?? undefined, change),
                        ...(size === undefined ? {} : { resources: resourcesOf(size) }),
                    },
                    ...others.map(withoutReadOnly),
                ],
                ...(replicas === undefined && scaleRule === undefined
                    ? {}
                    : {
                          scale: {
                              ...properties.template?.scale,
                              ...(replicas === undefined ? {} : { minReplicas: replicas.min, maxReplicas: replicas.max }),
                              ...(scaleRule === undefined ? {} : { rules: scaleRules(scaleRule) }),
                          },
                      }),
            },
        },
    };
}

/** EXPOSE or not, an app that was asked for with a port is reached there; the rest of its ingress stays, and who reaches it. */
function ingressFor(ingress: Ingress | undefined, { targetPort, expose, traffic }: ContainerAppChange): { readonly ingress?: unknown } {
    if (expose === 'off') {
        // The request is a merge patch: null takes away.
        return { ingress: null };
    }
    if (targetPort === undefined || (ingress === undefined && expose === undefined)) {
        return {};
    }
    return {
        ingress: {
            ...(ingress === undefined ? { transport: 'auto', allowInsecure: false } : {}),
            external: expose === undefined ? ingress?.external === true : expose === 'internet',
            targetPort,
            ...(traffic === undefined ? {} : { traffic: traffic.map(fromShare) }),
        },
    };
}

/** Probes of the app's port move with it; those of another port, and what a person made of them otherwise, stay. */
function probesFor(
    container: Container,
    before: number | undefined,
    { targetPort, probes }: ContainerAppChange,
): { readonly probes?: unknown } {
    if (targetPort === undefined) {
        return {};
    }
    if (probes !== undefined) {
        return { probes: containerProbes(probes.set, targetPort, probes.path) };
    }
    const moved = (value: unknown) =>
        typeof value === 'object' && value !== null && (before === undefined || !('port' in value) || value.port === before)
            ? { ...value, port: targetPort }
            : value;
    return {
        probes: (container.probes ?? []).map((probe) =>
            Object.fromEntries(
                Object.entries(probe).map(([key, value]) => [key, key === 'httpGet' || key === 'tcpSocket' ? moved(value) : value]),
            ),
        ),
    };
}

function toApp({ id, name, location, kind, tags: appTags, identity, properties }: AppBody): ContainerApp {
    const { configuration, template } = properties;
    const container = template?.containers?.[0];
    const ingress = configuration?.ingress;
    return {
        id,
        name,
        location,
        tags: appTags ?? {},
        state: properties.provisioningState ?? 'Succeeded',
        runningStatus: properties.runningStatus ?? '',
        environmentId: properties.environmentId ?? properties.managedEnvironmentId ?? '',
        ingress: (ingress ?? undefined) === undefined ? 'off' : ingress?.external === true ? 'internet' : 'inside',
        host: given(ingress?.fqdn),
        targetPort: ingress?.targetPort ?? undefined,
        latestRevision: properties.latestRevisionName ?? '',
        latestRevisionHost: given(properties.latestRevisionFqdn),
        revisions: configuration?.activeRevisionsMode?.toLowerCase() === 'multiple' ? 'multiple' : 'single',
        traffic: (ingress?.traffic ?? []).map((share) => ({
            revision: share.latestRevision === true ? undefined : given(share.revisionName),
            percent: share.weight ?? 0,
            label: given(share.label),
        })),
        // Azure's own defaults where it leaves them out.
        scale: { min: template?.scale?.minReplicas ?? 0, max: template?.scale?.maxReplicas ?? 10 },
        scaleRule: scaleRuleOf(template?.scale?.rules ?? []),
        probes: probeSetOf(container?.probes ?? []),
        kind: kind?.toLowerCase() === 'functionapp' ? 'functionapp' : 'app',
        schedule: undefined,
        ...whatRuns(container),
        identityIds: Object.keys(identity?.userAssignedIdentities ?? {}),
        registries: (configuration?.registries ?? []).map((registry) => ({
            server: registry.server,
            pulls: given(registry.identity) ?? registry.username ?? '',
        })),
        eventStream: given(properties.eventStreamEndpoint),
    };
}

function fromShare({ revision, percent, label }: TrafficShare): unknown {
    return {
        ...(revision === undefined ? { latestRevision: true } : { revisionName: revision }),
        weight: percent,
        ...(label === undefined ? {} : { label }),
    };
}

function modeText(revisions: 'single' | 'multiple'): string {
    return revisions === 'multiple' ? 'Multiple' : 'Single';
}

function toRevision(body: unknown): Revision {
    const { name, properties } = read(revisionBody, body);
    return {
        name,
        image: properties.template?.containers?.[0]?.image ?? '',
        active: properties.active === true ? 'yes' : 'no',
        createdMs: Date.parse(properties.createdTime ?? '') || 0,
        runningState: properties.runningState ?? '',
        replicas: properties.replicas ?? 0,
        trafficPercent: properties.trafficWeight ?? 0,
        problems: said(properties.provisioningError, properties.runningStateDetails),
    };
}
