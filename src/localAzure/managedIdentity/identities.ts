import { randomUUID } from 'node:crypto';
import { armRefusal, resourceNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { requireLocation } from '../arm/requireLocation';
import type { Resource } from '../arm/resource';
import { empty, json } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import type { Principal } from '../identity/principal';
import { field, isObject, objectField, textEntries, textField, type JsonObject, type JsonValue } from '../json';
import type { Provider } from '../provider';
import { systemData } from '../resources/resourceList';
import { track, type World } from '../world';
import { federatedCredentialRoutes } from './federatedCredentialRoutes';

interface UserAssignedIdentity extends Resource {
    readonly principalId: string;
    readonly clientId: string;
}

export interface Identities {
    readonly provider: Provider;
    /**
     * The `identity` block of a resource after a write: a system identity is made once and kept. undefined when it has none. `others`: whether the
     * user-assigned ones that are not named stay, as with a merge patch.
     */
    assign(requested: JsonValue | undefined, previous: JsonObject | undefined, others?: 'kept'): JsonObject | undefined;
    /**
     * The identity that a resource uses: by client id or resource id among its own, else its system identity. One that was deleted stays in the resource's
     * list and is nobody any more, also when another one was made with its name.
     */
    principalOf(identity: JsonObject | undefined, chosen: string | undefined): Principal | undefined;
    /** Among a resource's identities the one with that object id, as tokens name it. */
    principalWith(identity: JsonObject | undefined, objectId: string): Principal | undefined;
}

export function createIdentities(world: World): Identities {
    const identities = track(world, new Collection<UserAssignedIdentity>());
    const systemClients = new Map<string, string>();

    function get(exchange: Exchange): UserAssignedIdentity {
        const found = identities.get(idOf(exchange));
        if (found === undefined) {
            throw resourceNotFound('Microsoft.ManagedIdentity/userAssignedIdentities', param(exchange, 'name'), param(exchange, 'group'));
        }
        return found;
    }

    function put(exchange: Exchange) {
        const body = objectBody(exchange);
        const location = requireLocation(body, 'Microsoft.ManagedIdentity/userAssignedIdentities');
        const name = param(exchange, 'name');
        if (!/^[A-Za-z0-9][\w-]{2,127}$/.test(name)) {
            throw armRefusal(400, 'InvalidResourceName', `The resource name '${name}' is invalid.`);
        }
        const existing = identities.get(idOf(exchange));
        const now = world.nowMs();
        const tags = field(body, 'tags') === undefined ? existing?.tags : textEntries(field(body, 'tags'));
        const identity: UserAssignedIdentity = {
            id: existing?.id ?? idOf(exchange),
            name: existing?.name ?? name,
            type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
            location,
            tags: tags ?? {},
            createdMs: existing?.createdMs ?? now,
            changedMs: now,
            principalId: existing?.principalId ?? randomUUID(),
            clientId: existing?.clientId ?? randomUUID(),
        };
        identities.put(identity);
        return existing === undefined ? json(201, render(identity), { location: identity.id }) : json(200, render(identity));
    }

    /** What bears an identity. */
    function usersOf(id: string): readonly JsonObject[] {
        return world.collections
            .flatMap((collection) => collection.all())
            .filter((one) =>
                Object.keys(objectField(one.identity, 'userAssignedIdentities') ?? {}).some(
                    (key) => key.toLowerCase() === id.toLowerCase(),
                ),
            )
            .map((one) => ({
                id: one.id,
                name: one.name,
                type: one.type,
                resourceGroup: one.id.split('/')[4] ?? '',
                subscriptionId: one.id.split('/')[2] ?? '',
                subscriptionDisplayName: '',
            }));
    }

    function render(identity: UserAssignedIdentity): JsonObject {
        return {
            location: identity.location,
            tags: identity.tags ?? {},
            id: identity.id,
            name: identity.name,
            type: identity.type,
            properties: {
                tenantId: world.tenantId,
                principalId: identity.principalId,
                clientId: identity.clientId,
                isolationScope: 'None',
            },
            systemData: systemData(world, identity),
        };
    }

    function assign(requested: JsonValue | undefined, previous: JsonObject | undefined, others?: 'kept'): JsonObject | undefined {
        if (requested === undefined) {
            return previous;
        }
        const type = textField(requested, 'type') ?? 'None';
        const parts = type.split(',').map((part) => part.trim().toLowerCase());
        if (parts.some((part) => !['none', 'systemassigned', 'userassigned'].includes(part))) {
            throw armRefusal(400, 'InvalidIdentityType', `The identity type '${type}' is not valid.`);
        }
        if (parts.includes('none')) {
            return undefined;
        }
        const asked = objectField(requested, 'userAssignedIdentities') ?? {};
        const named = Object.keys(asked).map((id) => id.toLowerCase());
        const users: Record<string, JsonValue | undefined> =
            others === undefined
                ? {}
                : Object.fromEntries(
                      Object.entries(objectField(previous, 'userAssignedIdentities') ?? {}).filter(
                          ([id]) => !named.includes(id.toLowerCase()),
                      ),
                  );
        for (const [id, value] of Object.entries(asked)) {
            if (value === null) {
                continue;
            }
            const known = identities.get(id);
            if (known === undefined && world.mode === 'strict') {
                throw armRefusal(
                    400,
                    'FailedIdentityOperation',
                    `Identity operation for resource failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{"error":{"code":"BadRequest","message":"Resource '${id}' was not found."}}'.'.`,
                );
            }
            users[known?.id ?? id] = { principalId: known?.principalId ?? randomUUID(), clientId: known?.clientId ?? randomUUID() };
        }
        const system = parts.includes('systemassigned');
        const principalId = textField(previous, 'principalId') ?? randomUUID();
        if (system && !systemClients.has(principalId)) {
            systemClients.set(principalId, randomUUID());
        }
        return {
            type: [system ? 'SystemAssigned' : '', parts.includes('userassigned') ? 'UserAssigned' : '']
                .filter((part) => part !== '')
                .join(', '),
            ...(system ? { principalId, tenantId: world.tenantId } : {}),
            ...(parts.includes('userassigned') ? { userAssignedIdentities: users } : {}),
        };
    }

    function principalOf(identity: JsonObject | undefined, chosen: string | undefined): Principal | undefined {
        if (chosen !== undefined && chosen !== '' && chosen.toLowerCase() !== 'system') {
            const wanted = chosen.toLowerCase();
            for (const [id, value] of Object.entries(objectField(identity, 'userAssignedIdentities') ?? {})) {
                const clientId = textField(value, 'clientId');
                const objectId = textField(value, 'principalId');
                if (
                    isObject(value) &&
                    objectId !== undefined &&
                    clientId !== undefined &&
                    (clientId.toLowerCase() === wanted || id.toLowerCase() === wanted) &&
                    (world.mode === 'open' || identities.get(id)?.principalId === objectId)
                ) {
                    return { kind: 'managedIdentity', objectId, name: clientId };
                }
            }
            return undefined;
        }
        const objectId = textField(identity, 'principalId');
        return objectId === undefined ? undefined : { kind: 'managedIdentity', objectId, name: systemClients.get(objectId) ?? objectId };
    }

    function principalWith(identity: JsonObject | undefined, objectId: string): Principal | undefined {
        const wanted = objectId.toLowerCase();
        const system = principalOf(identity, undefined);
        return system?.objectId.toLowerCase() === wanted
            ? system
            : Object.keys(objectField(identity, 'userAssignedIdentities') ?? {})
                  .map((id) => principalOf(identity, id))
                  .find((principal) => principal?.objectId.toLowerCase() === wanted);
    }

    const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities';
    return {
        assign,
        principalOf,
        principalWith,
        provider: {
            namespace: 'Microsoft.ManagedIdentity',
            newestApiVersion: '2024-11-30',
            routes: [
                { method: 'PUT', path: `${path}/{name}`, handle: put },
                { method: 'GET', path: `${path}/{name}`, handle: (exchange) => json(200, render(get(exchange))) },
                {
                    method: 'DELETE',
                    path: `${path}/{name}`,
                    handle: async (exchange) => ((await identities.remove(idOf(exchange))) === undefined ? empty(204) : empty(200)),
                },
                ...federatedCredentialRoutes(world, get),
                {
                    method: 'POST',
                    path: `${path}/{name}/listAssociatedResources`,
                    handle: (exchange) => {
                        const value = usersOf(get(exchange).id);
                        return json(200, { totalCount: value.length, value });
                    },
                },
                {
                    method: 'GET',
                    path,
                    handle: (exchange) =>
                        json(200, {
                            value: identities
                                .under(`/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`)
                                .map(render),
                        }),
                },
                {
                    method: 'GET',
                    path: '/subscriptions/{subscription}/providers/Microsoft.ManagedIdentity/userAssignedIdentities',
                    handle: (exchange) =>
                        json(200, { value: identities.under(`/subscriptions/${param(exchange, 'subscription')}`).map(render) }),
                },
            ],
        },
    };
}

function idOf(exchange: Exchange): string {
    return `/subscriptions/${param(exchange, 'subscription')}/resourcegroups/${param(exchange, 'group')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${param(exchange, 'name')}`;
}
