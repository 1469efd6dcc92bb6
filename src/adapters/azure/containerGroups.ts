import * as z from 'zod';
import { isFailure } from '../../base/failure';
import { pause } from '../../base/operation';
import { restartPolicies } from '../../core/deploy/groupChanges';
import { groupRecord, groupRecordBody } from '../../core/deploy/groupRecord';
import { looksSecret } from '../../core/deploy/looksSecret';
import { newLines } from '../../core/deploy/newLines';
import type { ContainerGroup, GroupContainer, WantedContainerGroup } from '../../core/deploy/resources';
import type { ContainerGroups } from '../../ports/azure';
import { operations } from './operations';
import { read } from './read';
import { partsOf, type Session } from './session';

const text = z.string().nullish();
const number = z.number().nullish();
const stateBody = z.object({ state: text, startTime: text, exitCode: number, detailStatus: text }).nullish();
const containerBody = z.object({
    name: z.string(),
    properties: z.object({
        image: text,
        command: z.array(z.unknown()).nullish(),
        livenessProbe: z.unknown().optional(),
        readinessProbe: z.unknown().optional(),
        environmentVariables: z.array(z.object({ name: z.string(), value: text })).nullish(),
        resources: z.object({ requests: z.object({ cpu: number, memoryInGB: number }).nullish() }).nullish(),
        instanceView: z
            .object({
                restartCount: number,
                currentState: stateBody,
                previousState: stateBody,
                events: z.array(z.object({ type: text, message: text })).nullish(),
            })
            .nullish(),
    }),
});
const groupBody = z.object({
    id: z.string(),
    name: z.string(),
    location: z.string(),
    tags: z.record(z.string(), z.string()).nullish(),
    identity: z.object({ userAssignedIdentities: z.record(z.string(), z.unknown()).nullish() }).nullish(),
    properties: z.object({
        provisioningState: text,
        containers: z.array(containerBody),
        initContainers: z.array(z.unknown()).nullish(),
        volumes: z.array(z.unknown()).nullish(),
        ipAddress: z
            .object({ ip: text, fqdn: text, dnsNameLabel: text, ports: z.array(z.object({ port: z.number() })).nullish() })
            .nullish(),
        restartPolicy: text,
        imageRegistryCredentials: z.array(z.object({ server: z.string(), identity: text, username: text })).nullish(),
        instanceView: z.object({ state: text }).nullish(),
    }),
});
const followEveryMs = 2000;
const followedLines = 500;
const execBody = z.object({ webSocketUri: z.string(), password: z.string() });
const logsBody = z.object({ content: text });

/** Container Instances by the thin client. */
export function containerGroups(session: Session): ContainerGroups {
    const on = (id: string) => ({ params: { containerGroup: id }, tenantId: session.tenantOf(partsOf(id).subscriptionId) });
    const logs: ContainerGroups['logs'] = async (op, id, container, maxLines) => {
        const { params, tenantId } = on(id);
        const body = await session.arm.find(op, {
            operation: operations.getContainerLogs,
            params: { ...params, container },
            query: { tail: String(maxLines) },
            tenantId,
        });
        const content = body === undefined ? '' : (read(logsBody, body).content ?? '');
        return content.split(/\r?\n/).filter((line) => line !== '');
    };
    return {
        logs,
        async exec(op, id, container, command, { rows, columns }) {
            const { params, tenantId } = on(id);
            const body = { command, terminalSize: { rows, cols: columns } };
            return read(
                execBody,
                await session.arm.send(op, { operation: operations.execContainer, params: { ...params, container }, tenantId, body }),
            );
        },
        async follow(op, id, container, onLine) {
            let seen: readonly string[] = [];
            while (!op.signal.aborted) {
                try {
                    const now = await logs(op, id, container, followedLines);
                    newLines(seen, now).forEach(onLine);
                    seen = now;
                } catch (error) {
                    if (!(isFailure(error) && ['azure/unreachable', 'azure/server-error', 'azure/throttled'].includes(error.code))) {
                        throw error;
                    }
                }
                await pause(op, followEveryMs);
            }
        },
        async list(op, subscription) {
            const items = await session.arm.list(op, {
                operation: operations.listContainerGroups,
                params: { subscription },
                tenantId: session.tenantOf(subscription),
            });
            return items.map(toGroup);
        },
        async get(op, id) {
            const body = await session.arm.find(op, { operation: operations.getContainerGroup, ...on(id) });
            return body === undefined ? undefined : toGroup(body);
        },
        async put(op, id, wanted) {
            const body = creation(wanted);
            return toGroup(await session.arm.perform(op, { operation: operations.createContainerGroup, ...on(id), body }));
        },
        async record(op, id) {
            const body = await session.arm.find(op, { operation: operations.getContainerGroup, ...on(id) });
            return body === undefined ? undefined : groupRecord(read(groupRecordBody, body));
        },
        async putRecord(op, id, record, tags) {
            return toGroup(
                await session.arm.perform(op, { operation: operations.createContainerGroup, ...on(id), body: { ...record, tags } }),
            );
        },
        async restart(op, id) {
            await session.arm.perform(op, { operation: operations.restartContainerGroup, ...on(id) });
        },
        async stop(op, id) {
            await session.arm.send(op, { operation: operations.stopContainerGroup, ...on(id) });
        },
        async start(op, id) {
            await session.arm.perform(op, { operation: operations.startContainerGroup, ...on(id) });
        },
    };
}

function creation(wanted: WantedContainerGroup): unknown {
    const { pull } = wanted;
    const ports = [{ port: wanted.port, protocol: 'TCP' }];
    const env = Object.entries({ ...wanted.env, PORT: String(wanted.port) });
    return {
        location: wanted.location,
        tags: wanted.tags,
        // Whoever pulls must be listed here as well; the system-assigned identity cannot pull.
        ...(pull !== undefined && 'identityId' in pull
            ? { identity: { type: 'UserAssigned', userAssignedIdentities: { [pull.identityId]: {} } } }
            : {}),
        properties: {
            osType: 'Linux',
            restartPolicy: wanted.restartPolicy,
            ...(pull === undefined
                ? {}
                : {
                      imageRegistryCredentials: [
                          'identityId' in pull
                              ? { server: wanted.registryServer, identity: pull.identityId }
                              : { server: wanted.registryServer, username: pull.clientId, password: pull.secret },
                      ],
                  }),
            containers: [
                {
                    name: wanted.containerName,
                    properties: {
                        image: wanted.image,
                        ports,
                        environmentVariables: env.map(([key, value]) =>
                            looksSecret(key) ? { name: key, secureValue: value } : { name: key, value },
                        ),
                        resources: { requests: { cpu: wanted.size.cpu, memoryInGB: wanted.size.memoryGb } },
                    },
                },
            ],
            // There is no mapping of ports: the container's own is the public one.
            ipAddress: { type: 'Public', ports, dnsNameLabel: wanted.dnsLabel, autoGeneratedDomainNameLabelScope: 'TenantReuse' },
        },
    };
}

function toGroup(body: unknown): ContainerGroup {
    const { id, name, location, tags, identity, properties } = read(groupBody, body);
    const address = properties.ipAddress;
    return {
        id,
        name,
        location,
        tags: tags ?? {},
        state: properties.provisioningState ?? 'Succeeded',
        runningState: properties.instanceView?.state ?? '',
        host: address?.fqdn ?? address?.ip ?? undefined,
        dnsLabel: address?.dnsNameLabel ?? undefined,
        ports: (address?.ports ?? []).map(({ port }) => port),
        identityIds: Object.keys(identity?.userAssignedIdentities ?? {}),
        registries: (properties.imageRegistryCredentials ?? []).map((one) => ({
            server: one.server,
            pulls: one.identity ?? one.username ?? '',
        })),
        restartPolicy: restartPolicies.find((name) => name === properties.restartPolicy) ?? 'Always',
        containers: properties.containers.map(toContainer),
        besides: besidesOf(properties),
    };
}

function besidesOf({ containers, initContainers, volumes }: z.infer<typeof groupBody>['properties']): readonly string[] {
    const present = (value: unknown) => value !== undefined && value !== null;
    const has = {
        'a command of its own': containers.some(({ properties }) => (properties.command ?? []).length > 0),
        probes: containers.some(({ properties }) => present(properties.livenessProbe) || present(properties.readinessProbe)),
        volumes: (volumes ?? []).length > 0,
        'init containers': (initContainers ?? []).length > 0,
    };
    return Object.entries(has).flatMap(([words, isThere]) => (isThere ? [words] : []));
}

function toContainer({ name, properties }: z.infer<typeof containerBody>): GroupContainer {
    const view = properties.instanceView;
    const now = view?.currentState;
    const started = Date.parse(now?.startTime ?? '');
    const warnings = (view?.events ?? []).filter(({ type }) => type !== 'Normal').map(({ message }) => message);
    return {
        name,
        image: properties.image ?? '',
        cpu: properties.resources?.requests?.cpu ?? 0,
        memoryGb: properties.resources?.requests?.memoryInGB ?? 0,
        env: Object.fromEntries((properties.environmentVariables ?? []).map((one) => [one.name, one.value ?? undefined])),
        state: now?.state ?? '',
        startedMs: Number.isNaN(started) ? undefined : started,
        exitCode: now?.exitCode ?? view?.previousState?.exitCode ?? undefined,
        restarts: view?.restartCount ?? 0,
        problems: [...warnings, now?.detailStatus].filter((word): word is string => typeof word === 'string' && word !== ''),
    };
}
