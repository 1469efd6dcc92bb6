import { createHash } from 'node:crypto';
import { armRefusal } from '../arm/armRefusal';
import { keepResources, type KeptResource } from '../arm/keptResources';
import { operationUrl } from '../arm/operationUrl';
import { empty, json } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import { field, objectField, textField, type JsonObject } from '../json';
import type { Provider } from '../provider';
import { locationName } from '../resources/locations';
import { retryAfter, type World } from '../world';

const type = 'Microsoft.Storage/storageAccounts';
const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts';

/** Microsoft.Storage as far as function apps ask for it: an account and its keys. Nothing is stored in it. */
export function createStorageAccounts(world: World): Provider {
    const accounts = keepResources(world, {
        type,
        path: `${path}/{account}`,
        listing: 'tracked',
        check: (exchange) => {
            const name = param(exchange, 'account');
            if (!/^[a-z0-9]{3,24}$/.test(name)) {
                throw armRefusal(
                    400,
                    'AccountNameInvalid',
                    `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
                );
            }
        },
        put: {
            status: (known) => (known ? 200 : 202),
            headers: (exchange, account) => {
                const operation = world.operations.start(4_000, () => undefined);
                results.set(operation.id, account);
                const url = `/subscriptions/${param(exchange, 'subscription')}/providers/Microsoft.Storage/locations/${account.location}/asyncoperations/${operation.id}`;
                return {
                    location: operationUrl(`${url}?monitor=true`, query(exchange, 'api-version') ?? '', operation.startedMs),
                    'retry-after': retryAfter(world, 17),
                };
            },
        },
        render,
        methods: ['PUT', 'PATCH', 'DELETE', 'LIST'],
    });
    const results = new Map<string, KeptResource>();

    /** Recordings use accounts that were made before they began. */
    function find(exchange: Exchange): KeptResource {
        if (world.mode === 'open' && accounts.find(exchange) === undefined) {
            const now = world.nowMs();
            accounts.put({
                id: `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/${type}/${param(exchange, 'account')}`,
                name: param(exchange, 'account'),
                type,
                location: 'eastus',
                tags: {},
                createdMs: now,
                changedMs: now,
                parentMs: 0,
                body: { sku: { name: 'Standard_LRS' }, kind: 'Storage' },
            });
        }
        return accounts.get(exchange);
    }

    function render(account: KeptResource): JsonObject {
        const sku = textField(account.body, 'sku', 'name') ?? 'Standard_RAGRS';
        const at = new Date(account.createdMs).toISOString();
        const properties = objectField(account.body, 'properties') ?? {};
        const encrypted = { keyType: 'Account', enabled: true, lastEnabledTime: at };
        return {
            sku: { name: sku, tier: sku.split('_')[0] ?? 'Standard' },
            kind: textField(account.body, 'kind') ?? 'StorageV2',
            id: account.id,
            name: account.name,
            type,
            location: account.location,
            tags: account.tags ?? {},
            properties: {
                keyCreationTime: { key1: at, key2: at },
                allowCrossTenantReplication: false,
                privateEndpointConnections: [],
                minimumTlsVersion: 'TLS1_0',
                allowBlobPublicAccess: false,
                networkAcls: { ipv6Rules: [], bypass: 'AzureServices', virtualNetworkRules: [], ipRules: [], defaultAction: 'Allow' },
                supportsHttpsTrafficOnly: true,
                ...Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null)),
                encryption: { services: { file: encrypted, blob: encrypted }, keySource: 'Microsoft.Storage' },
                accessTier: field(properties, 'accessTier') ?? 'Hot',
                provisioningState: 'Succeeded',
                creationTime: at,
                primaryEndpoints: endpoints(account.name),
                primaryLocation: account.location,
                statusOfPrimary: 'available',
                ...(/GRS|GZRS/i.test(sku) ? { secondaryLocation: pairOf(account.location), statusOfSecondary: 'available' } : {}),
                ...(/^Standard_RA/i.test(sku) ? { secondaryEndpoints: endpoints(`${account.name}-secondary`) } : {}),
            },
        };
    }

    return {
        namespace: 'Microsoft.Storage',
        newestApiVersion: '2025-08-01',
        routes: [
            ...accounts.routes,
            { method: 'GET', path: `${path}/{account}`, handle: (exchange) => json(200, render(find(exchange))) },
            {
                method: 'POST',
                path: `${path}/{account}/listKeys`,
                handle: (exchange) => {
                    const account = find(exchange);
                    const key = (name: string) => ({
                        creationTime: new Date(account.createdMs).toISOString(),
                        keyName: name,
                        value: createHash('sha512').update(`${account.id}${account.createdMs}${name}`).digest('base64'),
                        permissions: 'FULL',
                    });
                    return json(200, { keys: [key('key1'), key('key2')] });
                },
            },
            {
                method: 'POST',
                path: '/subscriptions/{subscription}/providers/Microsoft.Storage/checkNameAvailability',
                handle: (exchange) => {
                    const name = textField(objectBody(exchange), 'name') ?? '';
                    const taken = accounts.under('').some((account) => account.name === name.toLowerCase());
                    return json(
                        200,
                        taken
                            ? {
                                  nameAvailable: false,
                                  reason: 'AlreadyExists',
                                  message: `The storage account named ${name} is already taken.`,
                              }
                            : { nameAvailable: true },
                    );
                },
            },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/providers/Microsoft.Storage/locations/{location}/asyncoperations/{operation}',
                handle: async (exchange) => {
                    const operation = await world.operations.poll(param(exchange, 'operation'));
                    const account = results.get(operation?.id ?? '');
                    if (operation === undefined || account === undefined) {
                        throw armRefusal(404, 'OperationNotFound', 'The operation was not found.');
                    }
                    return operation.state === 'running'
                        ? empty(202, { location: exchange.url.href, 'retry-after': retryAfter(world, 3) })
                        : json(200, render(account));
                },
            },
        ],
    };
}

function endpoints(name: string): JsonObject {
    return Object.fromEntries(
        ['blob', 'queue', 'table', 'file', 'dfs', 'web'].map((kind) => [kind, `https://${name}.${kind}.core.windows.net/`]),
    );
}

/** Where copies are kept: a few of Azure's pairs, else the region itself. */
function pairOf(location: string): string {
    const pairs: Readonly<Record<string, string>> = {
        eastus: 'westus',
        westus: 'eastus',
        westeurope: 'northeurope',
        northeurope: 'westeurope',
    };
    return pairs[locationName(location)] ?? location;
}
