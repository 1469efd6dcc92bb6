import { createHash, randomInt } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { armRefusal, resourceNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { operationUrl } from '../arm/operationUrl';
import { requireLocation } from '../arm/requireLocation';
import { empty, json, type Answer } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import { field, numberField, listField, objectField, textEntries, textField, type JsonObject } from '../json';
import type { Address } from '../http/forward';
import type { ContainerState } from '../pods/podContainer';
import type { Provider } from '../provider';
import { locationName } from '../resources/locations';
import { retryAfter, track, type World } from '../world';
import { stateOf, type ContainerGroup } from './containerGroup';
import { GroupEvents } from './groupEvents';
import { checkGroupLimits } from './groupLimits';
import { GroupSessions } from './groupSessions';
import { immutableChange, readGroup, withoutSecrets } from './readGroup';
import { renderGroup } from './renderGroup';
import { pullGroup, startGroup, type GroupSurroundings, type PulledImages } from './runGroup';

const type = 'Microsoft.ContainerInstance/containerGroups';
const creatingMs = 20_000;

export interface ContainerGroups {
    readonly provider: Provider;
    /** Where a group's public host and port really are; undefined: the host is no group's. */
    address(host: string): { readonly group: ContainerGroup; readonly address: Address | undefined } | undefined;
    /** Where a browser finds each public port. */
    urls(): readonly (readonly [string, string])[];
    isSessionHost(host: string): boolean;
    upgradeSession(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
    close(): Promise<void>;
}

/** Microsoft.ContainerInstance: container groups. */
export function createContainerGroups(world: World, around: GroupSurroundings): ContainerGroups {
    const groups = track(
        world,
        new Collection<ContainerGroup>('tracked', async (group) => {
            around.inside.forget(group.id);
            await group.pod?.close(0);
        }),
    );
    const sessions = new GroupSessions();
    const operations = new Map<string, ContainerGroup>();

    function get(exchange: Exchange): ContainerGroup {
        const group = groups.get(idOf(exchange));
        if (group === undefined) {
            throw resourceNotFound(type, param(exchange, 'containerGroup'), param(exchange, 'group'));
        }
        return group;
    }

    async function put(exchange: Exchange): Promise<Answer> {
        const body = objectBody(exchange);
        const name = param(exchange, 'containerGroup');
        const location = requireLocation(body, type);
        if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
            throw armRefusal(400, 'InvalidContainerGroupName', `The container group name '${name}' is invalid.`);
        }
        const existing = groups.get(idOf(exchange));
        const asked = objectField(body, 'properties') ?? {};
        const spec = readGroup(asked, name);
        const changed = existing === undefined ? undefined : immutableChange(existing.properties, asked);
        if (existing !== undefined && (changed !== undefined || locationName(existing.location) !== locationName(location))) {
            throw armRefusal(
                400,
                'InvalidContainerGroupUpdate',
                `The updates on container group '${name}' are invalid. If you are going to update the os type, restart policy, network profile, CPU, memory or GPU resources for a container group, you must delete it first and then create a new one.`,
            );
        }
        if (existing?.provisioningState === 'Pending' && world.mode === 'strict') {
            throw armRefusal(
                409,
                'ContainerGroupTransitioning',
                `The container group '${name}' is still transitioning, please retry later.`,
            );
        }
        const label = textField(asked, 'ipAddress', 'dnsNameLabel');
        const fqdn = label === undefined ? undefined : hostName(exchange, label, location, asked);
        if (fqdn !== undefined && groups.all().some((one) => one !== existing && one.fqdn === fqdn)) {
            throw armRefusal(
                400,
                'DnsNameLabelNotAvailable',
                `The DNS name label '${label ?? ''}' in container group '${name}' not available. Try using a different label.`,
            );
        }
        if (existing === undefined) {
            checkGroupLimits(world.limits(), spec, locationName(location), groups.all());
        }
        const identity = around.identities.assign(field(body, 'identity') ?? undefined, existing?.identity);
        const pulled = await pullGroup(around, spec, { name, identity });
        const now = world.nowMs();
        const group: ContainerGroup = {
            id: existing?.id ?? idOf(exchange),
            name,
            type,
            location: locationName(location),
            tags: field(body, 'tags') === undefined ? existing?.tags : textEntries(field(body, 'tags')),
            identity,
            createdMs: existing?.createdMs ?? now,
            changedMs: now,
            properties: withoutSecrets(asked),
            zones: listField(body, 'zones') ?? existing?.zones,
            spec,
            provisioningState: 'Pending',
            pod: undefined,
            stopped: false,
            events: new GroupEvents(() => world.nowMs()),
            ip: existing?.ip ?? `20.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`,
            fqdn,
        };
        groups.put(group);
        const operation = run(group, pulled, existing);
        return json(
            existing === undefined ? 201 : 200,
            renderGroup(group, 'whole', world.tenantId),
            operationHeader(exchange, group, operation),
        );
    }

    /** `instead`: whose containers leave first. */
    function run(group: ContainerGroup, pulled: PulledImages, instead: ContainerGroup | undefined) {
        const operation = world.operations.start(creatingMs, async () => {
            await instead?.pod?.close(2);
            await startGroup(world, around.inside, group, pulled);
            if (groups.get(group.id) !== group) {
                await group.pod?.close(0);
            }
        });
        operations.set(operation.id, group);
        void world.operations.ended(operation.id).then((state) => {
            group.provisioningState = state === 'succeeded' ? 'Succeeded' : 'Failed';
        });
        return operation;
    }

    /** Its status URL bears an api-version of its own, whatever the request had. */
    function operationHeader(exchange: Exchange, group: ContainerGroup, operation: { readonly id: string; readonly startedMs: number }) {
        const path = `/subscriptions/${param(exchange, 'subscription')}/providers/Microsoft.ContainerInstance/locations/${group.location}/operations/${operation.id}`;
        return { 'azure-asyncoperation': operationUrl(path, '2018-06-01', operation.startedMs) };
    }

    async function status(exchange: Exchange): Promise<Answer> {
        const operation = await world.operations.poll(param(exchange, 'operation'));
        const group = operations.get(operation?.id ?? '');
        if (operation === undefined || group === undefined) {
            throw armRefusal(404, 'OperationNotFound', `The operation '${param(exchange, 'operation')}' was not found.`);
        }
        return json(
            200,
            {
                id: group.id,
                status: { running: 'Pending', succeeded: 'Succeeded', failed: 'Failed' }[operation.state],
                startTime: new Date(operation.startedMs).toISOString(),
                properties: { events: group.events.of(undefined) },
                ...(operation.error === undefined ? {} : { error: operation.error }),
            },
            operation.state === 'running' ? { 'retry-after': retryAfter(world, 5) } : {},
        );
    }

    async function again(exchange: Exchange): Promise<Answer> {
        const group = get(exchange);
        const pulled = await pullGroup(around, group.spec, group);
        group.provisioningState = 'Pending';
        const before = group.pod;
        const operation = world.operations.start(5_000, async () => {
            await before?.close(2);
            await startGroup(world, around.inside, group, pulled);
        });
        operations.set(operation.id, group);
        void world.operations.ended(operation.id).then(() => {
            group.provisioningState = 'Succeeded';
        });
        return empty(204, operationHeader(exchange, group, operation));
    }

    /** Azure/azure-cli#8136: what is stopped is started, not restarted. */
    function restart(exchange: Exchange): Promise<Answer> {
        const group = get(exchange);
        if (group.stopped && world.mode === 'strict') {
            throw armRefusal(
                409,
                'ContainerGroupStopped',
                `Container Group '${group.name}' in resource group '${param(exchange, 'group')}' is stopped.`,
            );
        }
        return again(exchange);
    }

    async function stop(exchange: Exchange): Promise<Answer> {
        const group = get(exchange);
        group.stopped = true;
        await group.pod?.close(2);
        return empty(204);
    }

    function start(exchange: Exchange): Promise<Answer> | Answer {
        return get(exchange).stopped ? again(exchange) : empty(204);
    }

    async function remove(exchange: Exchange): Promise<Answer> {
        const group = groups.get(idOf(exchange));
        if (group === undefined) {
            return empty(204);
        }
        const last = renderGroup(group, 'whole', world.tenantId);
        await groups.remove(group.id);
        return json(200, last);
    }

    function container(exchange: Exchange): { readonly group: ContainerGroup; readonly container: ContainerState } {
        const group = get(exchange);
        const found = group.pod?.container(param(exchange, 'container'));
        if (found === undefined) {
            throw armRefusal(
                404,
                'ContainerNotFound',
                `The container '${param(exchange, 'container')}' in container group '${group.name}' is not found.`,
            );
        }
        return { group, container: found };
    }

    function logs(exchange: Exchange): Answer {
        const { container: found } = container(exchange);
        const tail = Number(query(exchange, 'tail') ?? Number.NaN);
        const stamped = /^true$/i.test(query(exchange, 'timestamps') ?? '');
        const all = found.log.all();
        const lines = (Number.isInteger(tail) && tail > 0 ? all.slice(-tail) : all).map(
            (line) => `${stamped ? `${new Date(line.atMs).toISOString()} ` : ''}${line.line}\n`,
        );
        return json(200, { content: lines.join('') });
    }

    function exec(exchange: Exchange): Answer {
        const { group, container: found } = container(exchange);
        const body = objectBody(exchange);
        const command = textField(body, 'command') ?? '';
        if (command === '') {
            throw armRefusal(400, 'MissingExecCommand', 'The command of the exec request is missing.');
        }
        if (found.state !== 'Running' && world.mode === 'strict') {
            throw armRefusal(
                409,
                'ContainerGroupNotRunning',
                `The container '${found.name}' in container group '${group.name}' is not running.`,
            );
        }
        const size = (name: string, otherwise: number) => {
            const given = numberField(body, 'terminalSize', name) ?? otherwise;
            return Number.isInteger(given) && given > 0 && given < 10_000 ? given : otherwise;
        };
        // Container Instances starts one program and takes no arguments.
        return json(
            200,
            sessions.open(group.location, { container: found, command: [command], rows: size('rows', 24), columns: size('cols', 80) }),
        );
    }

    function attach(exchange: Exchange): Answer {
        const { group, container: found } = container(exchange);
        return json(200, sessions.open(group.location, { container: found, command: undefined, rows: 24, columns: 80 }));
    }

    const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ContainerInstance/containerGroups';
    const one = `${path}/{containerGroup}`;
    const list = (scope: string) => json(200, { value: groups.under(scope).map((group) => renderGroup(group, 'listed', world.tenantId)) });
    return {
        address(host) {
            const [name = '', port = '80'] = host.split(':');
            const group = groups.all().find((candidate) => candidate.fqdn === name || candidate.ip === name);
            if (group === undefined) {
                return undefined;
            }
            const open = group.spec.ports.includes(Number(port)) && stateOf(group) !== 'Stopped';
            return { group, address: open ? group.pod?.address(Number(port)) : undefined };
        },
        urls: () =>
            groups.all().flatMap((group) =>
                group.spec.ports.flatMap((port) => {
                    const address = group.pod?.address(port);
                    const host = group.fqdn ?? group.ip;
                    return address === undefined
                        ? []
                        : [[port === 80 ? host : `${host}:${port}`, `http://${address.host}:${address.port}`] as const];
                }),
            ),
        isSessionHost: (host) => sessions.isHost(host),
        upgradeSession: (incoming, socket, head) => sessions.upgrade(incoming, socket, head),
        async close() {
            await Promise.all(groups.all().map((group) => groups.remove(group.id)));
        },
        provider: {
            namespace: 'Microsoft.ContainerInstance',
            newestApiVersion: '2025-09-01',
            routes: [
                { method: 'PUT', path: one, handle: put },
                { method: 'GET', path: one, handle: (exchange) => json(200, renderGroup(get(exchange), 'whole', world.tenantId)) },
                {
                    method: 'PATCH',
                    path: one,
                    handle: (exchange) => {
                        const group = get(exchange);
                        group.tags = { ...group.tags, ...textEntries(field(objectBody(exchange), 'tags')) };
                        return json(200, renderGroup(group, 'whole', world.tenantId));
                    },
                },
                { method: 'DELETE', path: one, handle: remove },
                { method: 'POST', path: `${one}/restart`, handle: restart },
                { method: 'POST', path: `${one}/stop`, handle: stop },
                { method: 'POST', path: `${one}/start`, handle: start },
                { method: 'GET', path: `${one}/containers/{container}/logs`, handle: logs },
                { method: 'POST', path: `${one}/containers/{container}/exec`, handle: exec },
                { method: 'POST', path: `${one}/containers/{container}/attach`, handle: attach },
                {
                    method: 'GET',
                    path,
                    handle: (exchange) =>
                        list(`/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`),
                },
                {
                    method: 'GET',
                    path: '/subscriptions/{subscription}/providers/Microsoft.ContainerInstance/containerGroups',
                    handle: (exchange) => list(`/subscriptions/${param(exchange, 'subscription')}`),
                },
                {
                    method: 'GET',
                    path: '/subscriptions/{subscription}/providers/Microsoft.ContainerInstance/locations/{location}/operations/{operation}',
                    handle: status,
                },
            ],
        },
    };
}

/** With any scope but `Unsecure` a hash keeps the name from being taken over by somebody else. */
function hostName(exchange: Exchange, label: string, location: string, properties: JsonObject): string {
    if (!/^[a-z0-9]([a-z0-9-]{3,61}[a-z0-9])$/i.test(label)) {
        throw armRefusal(
            400,
            'InvalidDnsNameLabel',
            `The DNS name label '${label}' in container group '${param(exchange, 'containerGroup')}' is invalid. It can contain only lowercase letters, numbers and hyphens. The first character must be a letter. The last character must be a letter or number. The value must be between 5 and 63 characters long.`,
        );
    }
    const scope = textField(properties, 'ipAddress', 'autoGeneratedDomainNameLabelScope') ?? 'Unsecure';
    const end = `${locationName(location)}.azurecontainer.io`;
    if (/^unsecure$/i.test(scope)) {
        return `${label.toLowerCase()}.${end}`;
    }
    const hash = createHash('sha256')
        .update(`${scope} ${param(exchange, 'subscription')} ${label}`)
        .digest('hex')
        .slice(0, 16);
    return `${label.toLowerCase()}.${hash}.${end}`;
}

function idOf(exchange: Exchange): string {
    return `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/Microsoft.ContainerInstance/containerGroups/${param(exchange, 'containerGroup')}`;
}
