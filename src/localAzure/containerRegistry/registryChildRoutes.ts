import { createHash, randomUUID } from 'node:crypto';
import { keepResources, propertiesOf, type KeptResource } from '../arm/keptResources';
import { operationUrl } from '../arm/operationUrl';
import { empty, json } from '../http/answer';
import { param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, isObject, listField, objectField, textField, type JsonObject } from '../json';
import { locationName } from '../resources/locations';
import { systemData } from '../resources/resourceList';
import type { World } from '../world';
import type { Registries } from './registriesProvider';
import { childRemoval, childWrite, showOperation } from './registryOperations';
import { registryRefusal } from './registryRefusal';

const one = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ContainerRegistry/registries/{registry}';

/** What a registry has besides images, kept as it was written: replications, webhooks, agent pools, credential sets, cache rules, connected registries. */
export function registryChildRoutes(world: World, registries: Registries): readonly Route[] {
    const parentMs = (exchange: Exchange) => registries.get(exchange).createdMs;
    const locationOf = (exchange: Exchange) => registries.get(exchange).location;
    const hookUris = new WeakMap<JsonObject, string>();
    const frame = (resource: KeptResource, properties: JsonObject): JsonObject => ({
        type: resource.type,
        id: resource.id,
        name: resource.name,
        location: resource.location,
        tags: resource.tags ?? {},
        properties,
        systemData: systemData(world, resource),
    });

    const replications = keepResources(world, {
        type: 'Microsoft.ContainerRegistry/registries/replications',
        path: `${one}/replications/{replication}`,
        parentMs,
        check: (exchange) => {
            if (textField(registries.get(exchange).sku, 'name') !== 'Premium') {
                throw registryRefusal(
                    400,
                    'FeatureNotSupported',
                    'The resource type replications is not supported for the registry in the current SKU. Supported SKU is Premium.',
                    'sku',
                );
            }
        },
        put: { status: () => 201, headers: childWrite(world, 'replications') },
        patch: { status: () => 201, headers: childWrite(world, 'replications') },
        remove: { status: () => 202, headers: childRemoval(world, 'replications', locationOf) },
        render: (resource) =>
            frame(
                resource,
                propertiesOf(
                    resource,
                    { regionEndpointEnabled: true, zoneRedundancy: 'Disabled' },
                    {
                        provisioningState: 'Succeeded',
                        status: { displayStatus: 'Ready', timestamp: new Date(resource.changedMs).toISOString() },
                    },
                ),
            ),
    });
    const webhooks = keepResources(world, {
        type: 'Microsoft.ContainerRegistry/registries/webhooks',
        path: `${one}/webhooks/{webhook}`,
        parentMs,
        put: { status: () => 200, headers: childWrite(world, 'webhooks') },
        onWrite: (resource) => hookUris.set(resource.body, textField(resource.body, 'properties', 'serviceUri') ?? ''),
        render: (resource) => {
            const { status, scope, actions } = (field(resource.body, 'properties') ?? {}) as JsonObject;
            return frame(resource, {
                status: status ?? 'enabled',
                scope: scope ?? '',
                actions: actions ?? ['push'],
                provisioningState: 'Succeeded',
            });
        },
    });
    const bare = (resource: KeptResource, properties: JsonObject): JsonObject => ({
        type: resource.type,
        id: resource.id,
        name: resource.name,
        systemData: systemData(world, resource),
        properties,
    });
    const child = (kind: string, idKind = kind.toLowerCase()) => ({
        type: `Microsoft.ContainerRegistry/registries/${kind}`,
        path: `${one}/${kind}/{child}`,
        parentMs,
        put: { status: () => 201, headers: childWrite(world, idKind) },
        patch: { status: () => 201, headers: childWrite(world, idKind) },
        remove: { status: () => 202, headers: childRemoval(world, idKind, locationOf) },
    });
    const agentPools = keepResources(world, {
        ...child('agentPools'),
        remove: {
            status: () => 202,
            headers: (exchange, pool) => {
                const { id, startedMs } = world.operations.start(4_000, () => undefined);
                const path = `${pool.id.split('/').slice(0, -2).join('/')}/agentPoolsOperationResults/${id}/status`;
                return { location: operationUrl(path, query(exchange, 'api-version') ?? '', startedMs) };
            },
        },
        render: (pool) => frame(pool, propertiesOf(pool, { count: 1, tier: 'S1', os: 'Linux' }, { provisioningState: 'Succeeded' })),
    });
    const credentialSets = keepResources(world, {
        ...child('credentialSets'),
        render: (set) => {
            const written = listField(set.body, 'properties', 'authCredentials') ?? [];
            return {
                ...bare(
                    set,
                    propertiesOf(
                        set,
                        {},
                        {
                            // No vault is read, which Azure says of one that it may not read.
                            authCredentials: written.map((credential) => ({
                                ...(isObject(credential) ? credential : {}),
                                credentialHealth: {
                                    status: 'Unhealthy',
                                    errorCode: 'unauthorized_client',
                                    errorMessage: 'The vault of this secret cannot be read.',
                                },
                            })),
                            creationDate: new Date(set.createdMs).toISOString(),
                            provisioningState: 'Succeeded',
                        },
                    ),
                ),
                identity: { type: 'systemAssigned', tenantId: world.tenantId, principalId: principalOf(set.id) },
            };
        },
    });
    const cacheRules = keepResources(world, {
        ...child('cacheRules'),
        render: (rule) =>
            bare(rule, propertiesOf(rule, {}, { creationDate: new Date(rule.createdMs).toISOString(), provisioningState: 'Succeeded' })),
    });
    const connected = keepResources(world, {
        ...child('connectedRegistries'),
        put: { status: () => 200 },
        patch: { status: () => 200 },
        remove: { status: () => 200 },
        render: (registry, exchange) => {
            const { location, name } = registries.get(exchange);
            const written = objectField(registry.body, 'properties') ?? {};
            const sync = objectField(written, 'parent', 'syncProperties') ?? {};
            return bare(registry, {
                clientTokenIds: [],
                ...written,
                mode: modeOf(textField(written, 'mode') ?? 'ReadWrite'),
                provisioningState: 'Succeeded',
                connectionState: 'Offline',
                activation: { status: 'Inactive' },
                parent: {
                    ...objectField(written, 'parent'),
                    syncProperties: { ...sync, gatewayEndpoint: `${name.toLowerCase()}.${locationName(location)}.data.azurecr.io` },
                },
                loginServer: { tls: { certificate: {} } },
            });
        },
    });
    return [
        ...replications.routes,
        ...webhooks.routes,
        {
            method: 'POST',
            path: `${one}/webhooks/{webhook}/getCallbackConfig`,
            handle: (exchange) => {
                const hook = webhooks.get(exchange);
                return json(200, {
                    serviceUri: hookUris.get(hook.body) ?? '',
                    customHeaders: field(hook.body, 'properties', 'customHeaders') ?? {},
                });
            },
        },
        {
            method: 'POST',
            path: `${one}/webhooks/{webhook}/ping`,
            handle: (exchange) => (webhooks.get(exchange), json(200, { id: randomUUID() })),
        },
        {
            method: 'POST',
            path: `${one}/webhooks/{webhook}/listEvents`,
            handle: (exchange) => (webhooks.get(exchange), json(200, { value: [] })),
        },
        ...agentPools.routes,
        ...credentialSets.routes,
        ...cacheRules.routes,
        ...connected.routes,
        {
            method: 'GET',
            path: `${one}/{kind}/{child}/operationStatuses/{operation}`,
            handle: (exchange) => showOperation(world, exchange),
        },
        {
            method: 'GET',
            path: `${one}/agentPoolsOperationResults/{operation}/status`,
            handle: async (exchange) => {
                const found = await world.operations.poll(param(exchange, 'operation'));
                if (found === undefined) {
                    throw registryRefusal(404, 'OperationNotFound', `The operation '${param(exchange, 'operation')}' was not found.`);
                }
                return found.state === 'running' ? empty(202, { location: exchange.url.href }) : empty(204);
            },
        },
    ];
}

/** Azure spells a mode with capitals however it was written. */
function modeOf(mode: string): string {
    return { readwrite: 'ReadWrite', readonly: 'ReadOnly', registry: 'Registry', mirror: 'Mirror' }[mode.toLowerCase()] ?? mode;
}

/** The identity that a resource has from its birth: the same whenever it is asked for. */
function principalOf(id: string): string {
    return createHash('sha256')
        .update(id.toLowerCase())
        .digest('hex')
        .slice(0, 32)
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
