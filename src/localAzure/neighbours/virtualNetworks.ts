import { randomUUID } from 'node:crypto';
import { armRefusal, resourceNotFound } from '../arm/armRefusal';
import { keepResources, type KeptResource } from '../arm/keptResources';
import { operationUrl } from '../arm/operationUrl';
import { requireLocation } from '../arm/requireLocation';
import { empty, json, type AnswerHeaders } from '../http/answer';
import { param, query, type Exchange } from '../http/exchange';
import { field, listField, objectField, textField, type JsonObject } from '../json';
import type { Provider } from '../provider';
import { retryAfter, type World } from '../world';

const type = 'Microsoft.Network/virtualNetworks';
const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{network}';
const places = '/subscriptions/{subscription}/providers/Microsoft.Network/locations/{location}';

/** Microsoft.Network as far as apps are joined to it: virtual networks and their subnets, kept as they were written. Nothing is routed through them. */
export function createVirtualNetworks(world: World): Provider {
    const operation =
        (what: 'write' | 'delete') =>
        (exchange: Exchange, resource: KeptResource): AnswerHeaders => {
            const started = world.operations.start(4_000, () => undefined);
            const location = resource.location === '' ? networks.get(exchange).location : resource.location;
            const url = (kind: string) =>
                operationUrl(
                    `/subscriptions/${param(exchange, 'subscription')}/providers/Microsoft.Network/locations/${location}/${kind}/${started.id}`,
                    query(exchange, 'api-version') ?? '',
                    started.startedMs,
                );
            return {
                'azure-asyncoperation': url('operations'),
                ...(what === 'delete' ? { location: url('operationResults') } : {}),
                'retry-after': retryAfter(world, 10),
            };
        };
    const written = { status: (known: boolean) => (known ? 200 : 201), headers: operation('write') };
    const removed = { status: () => 202, headers: operation('delete') };

    const networks = keepResources(world, {
        type,
        path,
        listing: 'tracked',
        check: (_, body) => {
            requireLocation(body, type);
        },
        put: written,
        remove: removed,
        onWrite: (network) => {
            for (const subnet of listField(network.body, 'properties', 'subnets') ?? []) {
                const name = textField(subnet, 'name');
                if (name !== undefined) {
                    subnets.put({
                        ...network,
                        id: `${network.id}/subnets/${name}`,
                        name,
                        type: `${type}/subnets`,
                        location: '',
                        tags: undefined,
                        parentMs: network.createdMs,
                        body: { properties: objectField(subnet, 'properties') ?? {} },
                    });
                }
            }
        },
        render: renderNetwork,
    });
    const subnets = keepResources(world, {
        type: `${type}/subnets`,
        path: `${path}/subnets/{subnet}`,
        parentMs: (exchange) => networks.get(exchange).createdMs,
        put: written,
        remove: removed,
        render: renderSubnet,
        notFound: (exchange) => resourceNotFound(type, param(exchange, 'network'), param(exchange, 'group')),
    });
    const guids = new Map<string, string>();

    function renderNetwork(network: KeptResource): JsonObject {
        const guid = guids.get(network.id) ?? randomUUID();
        guids.set(network.id, guid);
        return {
            name: network.name,
            id: network.id,
            etag: etagOf(network),
            type,
            location: network.location,
            ...(network.tags === undefined ? {} : { tags: network.tags }),
            properties: {
                enableDdosProtection: false,
                ...objectField(network.body, 'properties'),
                provisioningState: 'Succeeded',
                resourceGuid: guid,
                subnets: subnets
                    .under(network.id)
                    .filter((subnet) => subnet.parentMs === network.createdMs)
                    .map(renderSubnet),
                virtualNetworkPeerings: [],
                ...(objectField(network.body, 'properties', 'dhcpOptions') === undefined
                    ? {}
                    : { dhcpOptions: { dnsServers: [], ...objectField(network.body, 'properties', 'dhcpOptions') } }),
            },
        };
    }

    function renderSubnet(subnet: KeptResource): JsonObject {
        const properties = objectField(subnet.body, 'properties') ?? {};
        return {
            name: subnet.name,
            id: subnet.id,
            etag: etagOf(subnet),
            properties: {
                privateEndpointNetworkPolicies: 'Disabled',
                privateLinkServiceNetworkPolicies: 'Enabled',
                serviceAssociationLinks: [],
                ...properties,
                provisioningState: 'Succeeded',
                delegations: (listField(properties, 'delegations') ?? []).map((delegation) => ({
                    name: textField(delegation, 'name') ?? '',
                    id: `${subnet.id}/delegations/${textField(delegation, 'name') ?? ''}`,
                    etag: etagOf(subnet),
                    properties: {
                        provisioningState: 'Succeeded',
                        serviceName: textField(delegation, 'properties', 'serviceName') ?? textField(delegation, 'serviceName') ?? '',
                        actions: ['Microsoft.Network/virtualNetworks/subnets/action'],
                    },
                    type: `${type}/subnets/delegations`,
                })),
                ...(field(properties, 'serviceEndpoints') === undefined
                    ? {}
                    : {
                          serviceEndpoints: (listField(properties, 'serviceEndpoints') ?? []).map((endpoint) => ({
                              provisioningState: 'Succeeded',
                              service: textField(endpoint, 'service') ?? '',
                              locations: listField(endpoint, 'locations') ?? ['*'],
                          })),
                      }),
            },
            type: `${type}/subnets`,
        };
    }

    async function poll(exchange: Exchange) {
        const found = await world.operations.poll(param(exchange, 'operation'));
        if (found === undefined) {
            throw armRefusal(404, 'OperationNotFound', `The operation '${param(exchange, 'operation')}' was not found.`);
        }
        return found;
    }

    return {
        namespace: 'Microsoft.Network',
        newestApiVersion: '2024-07-01',
        routes: [
            ...networks.routes,
            ...subnets.routes,
            {
                method: 'GET',
                path: `${places}/operations/{operation}`,
                handle: async (exchange) => {
                    const { state } = await poll(exchange);
                    return json(200, { status: { running: 'InProgress', succeeded: 'Succeeded', failed: 'Failed' }[state] });
                },
            },
            {
                method: 'GET',
                path: `${places}/operationResults/{operation}`,
                handle: async (exchange) =>
                    (await poll(exchange)).state === 'running' ? empty(202, { location: exchange.url.href }) : empty(204),
            },
        ],
    };
}

function etagOf(resource: KeptResource): string {
    return `W/"${resource.changedMs.toString(16).padStart(32, '0')}"`;
}
