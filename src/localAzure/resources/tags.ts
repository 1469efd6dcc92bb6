import { armRefusal } from '../arm/armRefusal';
import type { Resource } from '../arm/resource';
import { empty, json } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, textEntries, textField } from '../json';
import type { World } from '../world';

const scopes = [
    '/subscriptions/{subscription}/resourceGroups/{group}',
    '/subscriptions/{subscription}/resourceGroups/{group}/providers/{namespace}/{type}/{name}',
    '/subscriptions/{subscription}/resourceGroups/{group}/providers/{namespace}/{type}/{name}/{childType}/{childName}',
];
const most = 50;

/** Tags on their own, so that setting one needs no write of the whole resource. */
export function tagRoutes(world: World): readonly Route[] {
    return scopes.flatMap((path): Route[] => {
        const scope = (exchange: Exchange) => path.replace(/\{(\w+)\}/g, (_, name: string) => param(exchange, name));
        const find = (exchange: Exchange): Resource => {
            const id = scope(exchange);
            const found = world.collections.map((collection) => collection.get(id)).find((resource) => resource !== undefined);
            if (found === undefined) {
                throw armRefusal(
                    404,
                    'ResourceNotFound',
                    `The Resource '${id.split('/').slice(6).join('/')}' under resource group '${param(exchange, 'group')}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
                    { 'x-ms-failure-cause': 'gateway' },
                );
            }
            return found;
        };
        const show = (exchange: Exchange, resource: Resource) =>
            json(200, {
                id: `${scope(exchange)}/providers/Microsoft.Resources/tags/default`,
                name: 'default',
                type: 'Microsoft.Resources/tags',
                properties: { tags: resource.tags ?? {} },
            });
        const set = (exchange: Exchange, resource: Resource, tags: Record<string, string>) => {
            if (Object.keys(tags).length > most) {
                throw armRefusal(
                    400,
                    'TooManyTags',
                    `The resource '${resource.id}' has too many tags: '${Object.keys(tags).length}'. The maximum number of tags allowed is '${most}'.`,
                );
            }
            resource.tags = tags;
            return show(exchange, resource);
        };
        const url = `${path}/providers/Microsoft.Resources/tags/default`;
        return [
            { method: 'GET', path: url, handle: (exchange) => show(exchange, find(exchange)) },
            {
                method: 'PUT',
                path: url,
                handle: (exchange) => set(exchange, find(exchange), textEntries(field(objectBody(exchange), 'properties', 'tags'))),
            },
            {
                method: 'PATCH',
                path: url,
                handle: (exchange) => {
                    const resource = find(exchange);
                    const body = objectBody(exchange);
                    const given = textEntries(field(body, 'properties', 'tags'));
                    const existing = resource.tags ?? {};
                    switch ((textField(body, 'operation') ?? '').toLowerCase()) {
                        case 'merge':
                            return set(exchange, resource, { ...existing, ...given });
                        case 'replace':
                            return set(exchange, resource, given);
                        case 'delete':
                            return set(
                                exchange,
                                resource,
                                Object.fromEntries(Object.entries(existing).filter(([name, value]) => given[name] !== value)),
                            );
                        default:
                            throw armRefusal(400, 'InvalidTagOperation', "The 'operation' must be 'Merge', 'Replace' or 'Delete'.");
                    }
                },
            },
            {
                method: 'DELETE',
                path: url,
                handle: (exchange) => {
                    find(exchange).tags = {};
                    return empty(200);
                },
            },
        ];
    });
}
