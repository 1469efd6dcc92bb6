import { empty, json, type AnswerHeaders } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, mergePatch, objectField, textEntries, type JsonObject } from '../json';
import { track, type World } from '../world';
import { resourceNotFound } from './armRefusal';
import { Collection } from './collection';
import type { Resource } from './resource';

/** A resource that is kept as it was written, with what Azure adds; nothing runs behind it. */
export interface KeptResource extends Resource {
    /** The whole body of the last write, merged over the ones before when it was a patch. */
    body: JsonObject;
    /** When the parent was made: a parent that was deleted and made anew has no children from before. */
    readonly parentMs: number;
}

/** How an answer to a write goes out: its status, and the header of a long-running operation. */
export interface KeptWrite {
    readonly status: (known: boolean) => number;
    readonly headers?: (exchange: Exchange, resource: KeptResource) => AnswerHeaders;
    /** Without a body the answer is the header alone. */
    readonly body?: 'none';
}

export interface KeptOptions {
    readonly type: string;
    /** The route of one of them, its last part named, such as `…/registries/{registry}/tokens/{token}`. */
    readonly path: string;
    readonly listing?: 'tracked' | 'untracked';
    /** Refuses when the parent is not there; answers when it was made. */
    readonly parentMs?: (exchange: Exchange) => number;
    /** Refuses a body that Azure would refuse. */
    readonly check?: (exchange: Exchange, body: JsonObject) => void;
    readonly render: (resource: KeptResource, exchange: Exchange) => JsonObject;
    readonly put: KeptWrite;
    readonly patch?: KeptWrite;
    readonly remove?: KeptWrite;
    readonly methods?: readonly ('PUT' | 'PATCH' | 'GET' | 'DELETE' | 'LIST')[];
    /** What a missing one is told; without it ARM's own. */
    readonly notFound?: (exchange: Exchange) => Error;
    readonly onWrite?: (resource: KeptResource, exchange: Exchange) => void;
}

export interface KeptResources {
    readonly routes: readonly Route[];
    find(exchange: Exchange): KeptResource | undefined;
    get(exchange: Exchange): KeptResource;
    under(parentId: string): readonly KeptResource[];
    put(resource: KeptResource): void;
}

/** The routes of a type whose resources are only kept: written, read back, changed, listed, deleted. */
export function keepResources(world: World, options: KeptOptions): KeptResources {
    const kept = track(world, new Collection<KeptResource>(options.listing ?? 'untracked'));
    const nameParam = /\{(\w+)\}$/.exec(options.path)?.[1] ?? 'name';
    const methods = options.methods ?? ['PUT', 'PATCH', 'GET', 'DELETE', 'LIST'];

    const idOf = (exchange: Exchange, path = options.path) => path.replace(/\{(\w+)\}/g, (_, name: string) => param(exchange, name));

    function find(exchange: Exchange): KeptResource | undefined {
        const parentMs = options.parentMs?.(exchange) ?? 0;
        const found = kept.get(idOf(exchange));
        return found?.parentMs === parentMs ? found : undefined;
    }

    function get(exchange: Exchange): KeptResource {
        const found = find(exchange);
        if (found === undefined) {
            throw options.notFound?.(exchange) ?? resourceNotFound(options.type, param(exchange, nameParam), param(exchange, 'group'));
        }
        return found;
    }

    function write(exchange: Exchange, how: 'put' | 'patch'): KeptResource {
        const existing = how === 'put' ? find(exchange) : get(exchange);
        const asked = objectBody(exchange);
        const body = how === 'put' ? asked : (mergePatch(existing?.body ?? {}, asked) as JsonObject);
        options.check?.(exchange, body);
        const now = world.nowMs();
        const resource: KeptResource = {
            id: existing?.id ?? idOf(exchange),
            name: existing?.name ?? param(exchange, nameParam),
            type: options.type,
            location: typeof body.location === 'string' ? body.location : (existing?.location ?? ''),
            // Tags that are patched replace all.
            tags: field(asked, 'tags') === undefined ? existing?.tags : textEntries(field(asked, 'tags')),
            createdMs: existing?.createdMs ?? now,
            changedMs: now,
            parentMs: options.parentMs?.(exchange) ?? 0,
            body,
        };
        kept.put(resource);
        options.onWrite?.(resource, exchange);
        return resource;
    }

    function answer(exchange: Exchange, how: KeptWrite, known: boolean, resource: KeptResource) {
        const headers = how.headers?.(exchange, resource) ?? {};
        return how.body === 'none'
            ? empty(how.status(known), headers)
            : json(how.status(known), options.render(resource, exchange), headers);
    }

    const listPath = options.path.replace(/\/\{\w+\}$/, '');
    const table: Readonly<Record<string, readonly Route[]>> = {
        PUT: [
            {
                method: 'PUT',
                path: options.path,
                handle: (exchange) => {
                    const known = find(exchange) !== undefined;
                    return answer(exchange, options.put, known, write(exchange, 'put'));
                },
            },
        ],
        PATCH: [
            {
                method: 'PATCH',
                path: options.path,
                handle: (exchange) => answer(exchange, options.patch ?? { status: () => 200 }, true, write(exchange, 'patch')),
            },
        ],
        GET: [{ method: 'GET', path: options.path, handle: (exchange) => json(200, options.render(get(exchange), exchange)) }],
        DELETE: [
            {
                method: 'DELETE',
                path: options.path,
                handle: async (exchange) => {
                    const existing = find(exchange);
                    if (existing === undefined) {
                        return empty(204);
                    }
                    await kept.remove(existing.id);
                    return empty(options.remove?.status(true) ?? 200, options.remove?.headers?.(exchange, existing) ?? {});
                },
            },
        ],
        LIST: [
            {
                method: 'GET',
                path: listPath,
                handle: (exchange) => {
                    const parentMs = options.parentMs?.(exchange) ?? 0;
                    const top = Number(query(exchange, '$top') ?? Number.NaN);
                    const found = kept.under(idOf(exchange, listPath)).filter((one) => one.parentMs === parentMs);
                    const shown = Number.isInteger(top) && top > 0 ? found.slice(0, top) : found;
                    return json(200, { value: shown.map((one) => options.render(one, exchange)) });
                },
            },
        ],
    };
    return {
        routes: methods.flatMap((method) => table[method] ?? []),
        find,
        get,
        under: (parentId) => kept.under(parentId),
        put: (resource) => kept.put(resource),
    };
}

/** The properties that were written, and those that Azure fills in where nobody wrote them. */
export function propertiesOf(resource: KeptResource, defaults: JsonObject, fixed: JsonObject): JsonObject {
    return { ...defaults, ...objectField(resource.body, 'properties'), ...fixed };
}
