import { armRefusal, groupNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { requireLocation } from '../arm/requireLocation';
import type { Resource } from '../arm/resource';
import { empty, json } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, textEntries, type JsonObject } from '../json';
import { retryAfter, track, type World } from '../world';

export interface ResourceGroups {
    readonly routes: readonly Route[];
    /** In open mode a group exists once it was named. */
    exists(subscription: string, group: string): boolean;
    all(): readonly Resource[];
    locationOf(subscription: string, group: string): string;
    isBeingDeleted(subscription: string, group: string): boolean;
    /** Makes a group that is not there yet. */
    seed(subscription: string, group: string, location: string): void;
}

export function createResourceGroups(world: World): ResourceGroups {
    const groups = track(world, new Collection<Resource>('untracked'));
    const deleting = new Set<string>();
    /** Made by being named, in open mode: a recording that makes one of them finds it new. */
    const implied = new Set<Resource>();

    function find(exchange: Exchange): Resource {
        const group = groups.get(groupId(exchange));
        if (group === undefined) {
            if (world.mode === 'open') {
                return imply(param(exchange, 'subscription'), param(exchange, 'group'));
            }
            throw groupNotFound(param(exchange, 'group'));
        }
        return group;
    }

    function imply(subscription: string, name: string): Resource {
        const group = create(subscription, name, 'eastus', { product: 'local' });
        implied.add(group);
        return group;
    }

    function create(subscription: string, name: string, location: string, tags: Record<string, string> | undefined): Resource {
        const now = world.nowMs();
        const group: Resource = {
            id: `/subscriptions/${subscription}/resourceGroups/${name}`,
            name,
            type: 'Microsoft.Resources/resourceGroups',
            location,
            tags,
            createdMs: now,
            changedMs: now,
        };
        groups.put(group);
        return group;
    }

    function put(exchange: Exchange) {
        const body = objectBody(exchange);
        const name = param(exchange, 'group');
        if (!/^[-\w._()]{1,90}$/u.test(name) || name.endsWith('.')) {
            throw armRefusal(
                400,
                'InvalidParameter',
                `The resource group name '${name}' is invalid. It can only include alphanumeric, underscore, parentheses, hyphen, period (except at end), and Unicode characters that match the allowed characters.`,
            );
        }
        const location = requireLocation(body, 'Microsoft.Resources/resourceGroups');
        const existing = groups.get(groupId(exchange));
        const tags = field(body, 'tags') === undefined ? undefined : textEntries(field(body, 'tags'));
        if (existing === undefined || implied.has(existing) || (world.mode === 'open' && deleting.has(existing.id.toLowerCase()))) {
            deleting.delete(groupId(exchange).toLowerCase());
            return json(201, render(create(param(exchange, 'subscription'), name, location, tags)));
        }
        if (existing.location.toLowerCase() !== location.replaceAll(' ', '').toLowerCase() && existing.location !== location) {
            throw armRefusal(
                409,
                'InvalidResourceGroupLocation',
                `Invalid resource group location '${location}'. The Resource group already exists in location '${existing.location}'.`,
            );
        }
        existing.tags = tags ?? existing.tags;
        return json(200, render(existing));
    }

    async function remove(exchange: Exchange) {
        const group = find(exchange);
        const operation = world.operations.start(20_000, async () => {
            await Promise.all(world.collections.map((collection) => collection.removeUnder(group.id)));
            await groups.remove(group.id);
            deleting.delete(group.id.toLowerCase());
        });
        deleting.add(group.id.toLowerCase());
        return Promise.resolve(
            empty(202, {
                location: `https://management.azure.com/subscriptions/${param(exchange, 'subscription')}/operationresults/${Buffer.from(operation.id).toString('base64url')}?api-version=${query(exchange, 'api-version') ?? ''}`,
                'retry-after': retryAfter(world, 15),
            }),
        );
    }

    function render(group: Resource): JsonObject {
        return {
            id: group.id,
            name: group.name,
            type: group.type,
            location: group.location,
            ...(group.tags === undefined ? {} : { tags: group.tags }),
            properties: { provisioningState: deleting.has(group.id.toLowerCase()) ? 'Deleting' : 'Succeeded' },
        };
    }

    const path = '/subscriptions/{subscription}/resourceGroups/{group}';
    return {
        all: () => groups.all(),
        seed(subscription, group, location) {
            if (groups.get(`/subscriptions/${subscription}/resourceGroups/${group}`) === undefined) {
                create(subscription, group, location, undefined);
            }
        },
        isBeingDeleted: (subscription, group) =>
            world.mode === 'strict' && deleting.has(`/subscriptions/${subscription}/resourceGroups/${group}`.toLowerCase()),
        locationOf: (subscription, group) => groups.get(`/subscriptions/${subscription}/resourceGroups/${group}`)?.location ?? '',
        exists(subscription, group) {
            const id = `/subscriptions/${subscription}/resourceGroups/${group}`;
            if (groups.get(id) === undefined && world.mode === 'open') {
                imply(subscription, group);
            }
            return groups.get(id) !== undefined;
        },
        routes: [
            { method: 'GET', path, handle: (exchange) => json(200, render(find(exchange))) },
            {
                method: 'HEAD',
                path,
                handle: (exchange) => (groups.get(groupId(exchange)) === undefined && world.mode === 'strict' ? empty(404) : empty(204)),
            },
            { method: 'PUT', path, handle: put },
            {
                method: 'PATCH',
                path,
                handle: (exchange) => {
                    const group = find(exchange);
                    group.tags = textEntries(field(objectBody(exchange), 'tags'));
                    return json(200, render(group));
                },
            },
            { method: 'DELETE', path, handle: remove },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/resourceGroups',
                handle: (exchange) => json(200, { value: groups.under(`/subscriptions/${param(exchange, 'subscription')}`).map(render) }),
            },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/operationresults/{operation}',
                handle: async (exchange) => {
                    const operation = await world.operations.poll(Buffer.from(param(exchange, 'operation'), 'base64url').toString());
                    if (operation === undefined) {
                        throw armRefusal(404, 'NotFound', 'The requested operation was not found.');
                    }
                    return operation.state === 'running'
                        ? empty(202, { location: exchange.url.href, 'retry-after': retryAfter(world, 15) })
                        : empty(200);
                },
            },
        ],
    };
}

function groupId(exchange: Exchange): string {
    return `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`;
}
