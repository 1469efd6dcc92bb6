import { randomUUID } from 'node:crypto';
import { keepResources, propertiesOf, type KeptResource } from '../arm/keptResources';
import { operationUrl } from '../arm/operationUrl';
import { json, type AnswerHeaders } from '../http/answer';
import { param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, textField, type JsonObject } from '../json';
import { systemData } from '../resources/resourceList';
import type { World } from '../world';
import type { Registries } from './registriesProvider';
import { registryRefusal } from './registryRefusal';

const one = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ContainerRegistry/registries/{registry}';

/** What a registry has besides images, kept as it was written: replications and webhooks. */
export function registryChildRoutes(world: World, registries: Registries): readonly Route[] {
    const parentMs = (exchange: Exchange) => registries.get(exchange).createdMs;
    const hookUris = new WeakMap<JsonObject, string>();
    const operation =
        (kind: string) =>
        (exchange: Exchange, resource: KeptResource): AnswerHeaders => {
            const started = world.operations.start(4_000, () => undefined);
            const path = `${resource.id}/operationStatuses/${kind}-${started.id}`;
            return { 'azure-asyncoperation': operationUrl(path, query(exchange, 'api-version') ?? '', started.startedMs) };
        };
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
        put: { status: () => 201, headers: operation('replications') },
        patch: { status: () => 201, headers: operation('replications') },
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
        put: { status: () => 201, headers: operation('webhooks') },
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
        ...['replications', 'webhooks'].map((kind) => ({
            method: 'GET',
            path: `${one}/${kind}/{child}/operationStatuses/{operation}`,
            handle: async (exchange: Exchange) => {
                const found = await world.operations.poll(param(exchange, 'operation').replace(/^[a-z]+-/i, ''));
                if (found === undefined) {
                    throw registryRefusal(404, 'OperationNotFound', `The operation '${param(exchange, 'operation')}' was not found.`);
                }
                const status = { running: 'Creating', succeeded: 'Succeeded', failed: 'Failed' }[found.state];
                return json(200, { status }, { 'azure-asyncoperation': exchange.url.href });
            },
        })),
    ];
}
