import { armRefusal } from '../arm/armRefusal';
import type { Resource } from '../arm/resource';
import { json } from '../http/answer';
import { param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import type { JsonObject } from '../json';
import type { World } from '../world';

/** `GET …/resources`: what ARM tracks, filtered by the few `$filter` clauses that clients send. */
export function resourceListRoutes(world: World): readonly Route[] {
    const list = (exchange: Exchange, scope: string) => {
        const wanted = parseFilter(query(exchange, '$filter') ?? '');
        const top = Number(query(exchange, '$top') ?? Number.NaN);
        const found = world.collections
            .filter((collection) => collection.listing === 'tracked')
            .flatMap((collection) => collection.under(scope))
            .filter(wanted);
        return json(200, {
            value: (Number.isInteger(top) && top > 0 ? found.slice(0, top) : found).map((resource) => render(world, resource)),
        });
    };
    return [
        {
            method: 'GET',
            path: '/subscriptions/{subscription}/resources',
            handle: (exchange) => list(exchange, `/subscriptions/${param(exchange, 'subscription')}`),
        },
        {
            method: 'GET',
            path: '/subscriptions/{subscription}/resourceGroups/{group}/resources',
            handle: (exchange) =>
                list(exchange, `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`),
        },
    ];
}

export function systemData(world: World, resource: Pick<Resource, 'createdMs' | 'changedMs'>): JsonObject {
    return {
        createdBy: world.user.name,
        createdByType: 'User',
        createdAt: new Date(resource.createdMs).toISOString(),
        lastModifiedBy: world.user.name,
        lastModifiedByType: 'User',
        lastModifiedAt: new Date(resource.changedMs).toISOString(),
    };
}

function render(world: World, resource: Resource): JsonObject {
    return {
        id: resource.id,
        name: resource.name,
        type: resource.type,
        ...(resource.kind === undefined ? {} : { kind: resource.kind }),
        ...(resource.sku === undefined ? {} : { sku: resource.sku }),
        location: resource.location,
        ...(resource.identity === undefined ? {} : { identity: resource.identity }),
        tags: resource.tags ?? {},
        systemData: systemData(world, resource),
    };
}

/** `resourceType eq 'A/b' and name eq 'c'`, `tagName eq 'x' and tagValue eq 'y'`, and `or` between types. */
function parseFilter(filter: string): (resource: Resource) => boolean {
    if (filter.trim() === '') {
        return () => true;
    }
    const alternatives = filter.split(/\s+or\s+/i).map((part) => part.split(/\s+and\s+/i).map(parseClause));
    return (resource) => {
        return alternatives.some((clauses) => {
            const tagName = clauses.find((clause) => clause.field === 'tagname')?.value;
            return clauses.every(({ field, operator, value }) => {
                switch (field) {
                    case 'resourcetype':
                        return (resource.type.toLowerCase() === value.toLowerCase()) === (operator === 'eq');
                    case 'name':
                        return (resource.name.toLowerCase() === value.toLowerCase()) === (operator === 'eq');
                    case 'resourcegroup':
                        return (resource.id.split('/')[4]?.toLowerCase() === value.toLowerCase()) === (operator === 'eq');
                    case 'location':
                        return (resource.location.toLowerCase() === value.toLowerCase()) === (operator === 'eq');
                    case 'tagname':
                        return resource.tags?.[value] !== undefined;
                    case 'tagvalue':
                        return tagName !== undefined && resource.tags?.[tagName] === value;
                    default:
                        return false;
                }
            });
        });
    };
}

function parseClause(text: string): { readonly field: string; readonly operator: string; readonly value: string } {
    const parsed = /^\s*(?:\(\s*)?(\w+)\s+(eq|ne)\s+'((?:[^']|'')*)'\s*(?:\)\s*)?$/i.exec(text);
    const [, name, operator, value] = parsed ?? [];
    if (
        name === undefined ||
        operator === undefined ||
        value === undefined ||
        !/^(resourceType|name|resourceGroup|location|tagName|tagValue)$/i.test(name)
    ) {
        throw armRefusal(400, 'InvalidFilterInQueryString', `Invalid $filter '${text}' specified in the query string.`);
    }
    return { field: name.toLowerCase(), operator: operator.toLowerCase(), value: value.replaceAll("''", "'") };
}
