import { randomBytes } from 'node:crypto';
import { resourceNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { operationUrl } from '../arm/operationUrl';
import { requireLocation } from '../arm/requireLocation';
import { empty, json } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, mergePatch, objectField, textEntries, textField, truthField, type JsonObject } from '../json';
import type { Identities } from '../managedIdentity/identities';
import { track, type World } from '../world';
import type { Registry } from './registry';
import { registryRefusal } from './registryRefusal';
import { showOperation } from './registryOperations';
import type { RegistryServer } from './registryServer';
import { defaultProperties, renderRegistry, tierOf } from './renderRegistry';

const type = 'Microsoft.ContainerRegistry/registries';
const creatingMs = 6_000;
/** Set by Azure alone. */
const readOnly = ['loginServer', 'creationDate', 'provisioningState', 'status', 'privateEndpointConnections', 'dataEndpointHostNames'];

export interface Registries {
    readonly routes: readonly Route[];
    byLoginServer(host: string): Registry | undefined;
    get(exchange: Exchange): Registry;
}

export function createRegistries(world: World, identities: Identities, startServer: () => Promise<RegistryServer>): Registries {
    const registries = track(
        world,
        new Collection<Registry>('tracked', async (registry) => {
            await registry.server?.stop();
        }),
    );

    function get(exchange: Exchange): Registry {
        const registry = registries.get(idOf(exchange));
        if (registry === undefined) {
            throw resourceNotFound(type, param(exchange, 'registry'), param(exchange, 'group'));
        }
        return registry;
    }

    async function put(exchange: Exchange) {
        const body = objectBody(exchange);
        const name = param(exchange, 'registry');
        const location = requireLocation(body, type);
        const tier = tierOf(body);
        const existing = registries.get(idOf(exchange));
        if (!/^[a-zA-Z0-9]{5,50}$/.test(name)) {
            throw registryRefusal(
                400,
                'InvalidResourceName',
                `Registry name '${name}' is invalid. Registry names may contain only alpha numeric characters and must be between 5 and 50 characters in length.`,
                'name',
            );
        }
        if (tier === undefined) {
            throw registryRefusal(
                400,
                'InvalidSku',
                `The SKU '${textField(body, 'sku', 'name') ?? ''}' is not valid. Supported SKUs are Basic, Standard and Premium.`,
                'sku',
            );
        }
        if (existing === undefined && taken(name)) {
            throw registryRefusal(
                409,
                'AlreadyInUse',
                `The registry DNS name ${name.toLowerCase()}.azurecr.io is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability`,
            );
        }
        const now = world.nowMs();
        const properties = mergePatch(existing?.properties ?? defaultProperties(tier, now), asked(body)) as JsonObject;
        checkNetwork(tier, properties);
        const server = existing?.server ?? (await openServer());
        const registry: Registry = {
            id: existing?.id ?? idOf(exchange),
            name: existing?.name ?? name,
            type,
            location: existing?.location ?? location,
            tags: field(body, 'tags') === undefined ? (existing?.tags ?? {}) : textEntries(field(body, 'tags')),
            sku: { name: tier, tier },
            identity: identities.assign(field(body, 'identity'), existing?.identity),
            createdMs: existing?.createdMs ?? now,
            changedMs: now,
            properties,
            provisioningState: existing === undefined ? 'Creating' : 'Succeeded',
            loginServer: existing?.loginServer ?? server?.address ?? `${name.toLowerCase()}.azurecr.io`,
            server,
            passwords: existing?.passwords ?? [password(), password()],
        };
        registries.put(registry);
        if (existing !== undefined && !isSlow(body)) {
            return json(200, renderRegistry(world, registry));
        }
        const operation = world.operations.start(creatingMs, async () => {
            try {
                await server?.ready;
            } catch (error) {
                world.log(`registry ${name}: ${error instanceof Error ? error.message : String(error)}`);
                throw error;
            }
        });
        void world.operations.ended(operation.id).then((state) => {
            registry.provisioningState = state === 'succeeded' ? 'Succeeded' : 'Failed';
        });
        return json(201, renderRegistry(world, registry), {
            'azure-asyncoperation': operationUrl(
                `${registry.id}/operationStatuses/registries-${operation.id}`,
                query(exchange, 'api-version') ?? '',
                operation.startedMs,
            ),
        });
    }

    async function openServer(): Promise<RegistryServer | undefined> {
        try {
            return await startServer();
        } catch (error) {
            world.log(`No registry can be started here: ${error instanceof Error ? error.message : String(error)}`);
            if (world.mode === 'open') {
                return undefined;
            }
            throw registryRefusal(
                500,
                'InternalServerError',
                error instanceof Error ? error.message : 'The registry could not be started.',
            );
        }
    }

    function patch(exchange: Exchange) {
        const body = objectBody(exchange);
        const registry = get(exchange);
        const tier = field(body, 'sku') === undefined ? textField(registry.sku, 'name') : tierOf(body);
        if (tier === undefined) {
            throw registryRefusal(
                400,
                'InvalidSku',
                `The SKU '${textField(body, 'sku', 'name') ?? ''}' is not valid. Supported SKUs are Basic, Standard and Premium.`,
                'sku',
            );
        }
        const properties = mergePatch(registry.properties, asked(body)) as JsonObject;
        checkNetwork(tier, properties);
        registry.sku = { name: tier, tier };
        registry.properties = properties;
        registry.identity = identities.assign(field(body, 'identity'), registry.identity);
        registry.tags = field(body, 'tags') === undefined ? registry.tags : textEntries(field(body, 'tags'));
        registry.changedMs = world.nowMs();
        const apiVersion = query(exchange, 'api-version') ?? '';
        if (apiVersion < '2024-11' && !isSlow(body)) {
            return json(200, renderRegistry(world, registry));
        }
        // Newer api-versions make an operation of every change, though it holds at once; older ones of a few.
        const operation = world.operations.start(2_000, () => undefined);
        const url = `${registry.id}/operationStatuses/registries-${operation.id}`;
        return json(201, renderRegistry(world, registry), {
            'azure-asyncoperation': operationUrl(url, apiVersion, operation.startedMs),
        });
    }

    /** Only the largest size can be closed off (Azure-Samples/dotNET-Frontend-AB-Testing-on-Azure-Container-Apps#5). */
    function checkNetwork(tier: string, properties: JsonObject): void {
        if (world.mode === 'open' || tier === 'Premium') {
            return;
        }
        if (/^disabled$/i.test(textField(properties, 'publicNetworkAccess') ?? '')) {
            throw registryRefusal(
                400,
                'DisablingPublicNetworkAccessNotSupported',
                `Disabling public network access is not supported for the SKU ${tier}. For more information, please visit https://aka.ms/acr/private-link.`,
            );
        }
        if (/^deny$/i.test(textField(properties, 'networkRuleSet', 'defaultAction') ?? '')) {
            throw registryRefusal(
                400,
                'NetworkRuleSetNotSupported',
                `The property 'networkRuleSet' is not supported for the SKU ${tier}. For more information, please visit https://aka.ms/acr/firewall.`,
            );
        }
    }

    function taken(name: string): boolean {
        return registries.all().some((registry) => registry.name.toLowerCase() === name.toLowerCase());
    }

    function checkName(exchange: Exchange) {
        const body = objectBody(exchange);
        const name = textField(body, 'name') ?? '';
        if (textField(body, 'type')?.toLowerCase() !== type.toLowerCase()) {
            throw registryRefusal(
                400,
                'InvalidRequestContent',
                `The resource type '${textField(body, 'type') ?? ''}' is not supported.`,
                'type',
            );
        }
        if (!/^[a-zA-Z0-9]{5,50}$/.test(name)) {
            return json(200, {
                nameAvailable: false,
                reason: 'Invalid',
                message: `The registry name '${name}' is invalid. It may contain alpha numeric characters only and must be between 5 and 50 characters.`,
            });
        }
        return json(
            200,
            taken(name)
                ? { nameAvailable: false, reason: 'AlreadyExists', message: `The registry ${name} is already in use.` }
                : { nameAvailable: true },
        );
    }

    function credentials(registry: Registry): JsonObject {
        if (truthField(registry.properties, 'adminUserEnabled') !== true) {
            throw registryRefusal(
                400,
                'UnAuthorizedForCredentialOperations',
                `Admin user is disabled for the registry '${registry.name}'. To enable it, run 'az acr update -n ${registry.name} --admin-enabled true'.`,
            );
        }
        return {
            username: registry.name,
            passwords: [
                { name: 'password', value: registry.passwords[0] },
                { name: 'password2', value: registry.passwords[1] },
            ],
        };
    }

    function regenerate(exchange: Exchange) {
        const registry = get(exchange);
        const which = textField(objectBody(exchange), 'name');
        if (which !== 'password' && which !== 'password2') {
            throw registryRefusal(400, 'InvalidPasswordName', `The password name '${which ?? ''}' is invalid.`, 'name');
        }
        registry.passwords[which === 'password' ? 0 : 1] = password();
        return json(200, credentials(registry));
    }

    const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ContainerRegistry/registries';
    const one = `${path}/{registry}`;
    return {
        get,
        byLoginServer: (host) => registries.all().find((registry) => registry.loginServer === host.toLowerCase()),
        routes: [
            { method: 'PUT', path: one, handle: put },
            { method: 'GET', path: one, handle: (exchange) => json(200, renderRegistry(world, get(exchange))) },
            { method: 'PATCH', path: one, handle: patch },
            {
                method: 'DELETE',
                path: one,
                handle: async (exchange) => ((await registries.remove(idOf(exchange))) === undefined ? empty(204) : empty(200)),
            },
            {
                method: 'GET',
                path,
                handle: (exchange) =>
                    json(200, {
                        value: registries
                            .under(`/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`)
                            .map((registry) => renderRegistry(world, registry)),
                    }),
            },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/providers/Microsoft.ContainerRegistry/registries',
                handle: (exchange) =>
                    json(200, {
                        value: registries
                            .under(`/subscriptions/${param(exchange, 'subscription')}`)
                            .map((registry) => renderRegistry(world, registry)),
                    }),
            },
            {
                method: 'POST',
                path: '/subscriptions/{subscription}/providers/Microsoft.ContainerRegistry/checkNameAvailability',
                handle: checkName,
            },
            { method: 'POST', path: `${one}/listCredentials`, handle: (exchange) => json(200, credentials(get(exchange))) },
            { method: 'POST', path: `${one}/regenerateCredential`, handle: regenerate },
            { method: 'GET', path: `${one}/listUsages`, handle: (exchange) => json(200, usages(get(exchange))) },
            {
                method: 'GET',
                path: `${one}/operationStatuses/{operation}`,
                handle: (exchange) => showOperation(world, exchange),
            },
        ],
    };
}

/** Changes that are an operation in every api-version. */
function isSlow(body: JsonObject): boolean {
    return (
        field(body, 'identity') !== undefined ||
        ['encryption', 'anonymousPullEnabled'].some((name) => field(body, 'properties', name) !== undefined)
    );
}

function asked(body: JsonObject): JsonObject {
    const properties = objectField(body, 'properties') ?? {};
    return Object.fromEntries(
        Object.entries(properties).filter(([name]) => !readOnly.some((fixed) => fixed.toLowerCase() === name.toLowerCase())),
    );
}

function usages(registry: Registry): JsonObject {
    const tier = textField(registry.sku, 'name');
    const gib = 1024 ** 3;
    const size = tier === 'Premium' ? 500 * gib : tier === 'Standard' ? 100 * gib : 10 * gib;
    const count = (name: string, limit: number) => ({ name, limit, currentValue: 0, unit: 'Count' });
    return {
        value: [
            { name: 'Size', limit: size, currentValue: 0, unit: 'Bytes' },
            count('Webhooks', tier === 'Premium' ? 500 : tier === 'Standard' ? 10 : 2),
            count('Geo-replications', -1),
            count('IPRules', 100),
            count('VNetRules', 100),
            count('PrivateEndpointConnections', 200),
            count('ScopeMaps', 50000),
            count('Tokens', 50000),
        ],
    };
}

function password(): string {
    return randomBytes(36)
        .toString('base64')
        .replace(/[^A-Za-z0-9]/g, 'x');
}

function idOf(exchange: Exchange): string {
    return `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/Microsoft.ContainerRegistry/registries/${param(exchange, 'registry')}`;
}
