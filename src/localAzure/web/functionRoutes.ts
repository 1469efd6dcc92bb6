import { json } from '../http/answer';
import { objectBody, param } from '../http/exchange';
import type { Route } from '../http/router';
import { field, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

/** The functions of a function app, as its host reports them to ARM. Here nobody reads an image's functions: they are what was PUT. */
export function functionRoutes(sites: Sites): readonly Route[] {
    const bySite = new WeakMap<Site, Map<string, JsonObject>>();
    const functionsOf = (site: Site): Map<string, JsonObject> => {
        const known = bySite.get(site) ?? new Map<string, JsonObject>();
        bySite.set(site, known);
        return known;
    };
    const render = (site: Site, name: string, properties: JsonObject): JsonObject => ({
        id: `${site.id}/functions/${name}`,
        name: `${site.app}/${name}`,
        type: `${site.type}/functions`,
        location: locationDisplayName(site.location),
        properties: {
            name,
            function_app_id: null,
            config: field(properties, 'config') ?? {},
            language: field(properties, 'language') ?? null,
            isDisabled: field(properties, 'isDisabled') ?? false,
        },
    });
    return [
        ...onSiteAndSlot('GET', '/functions', (exchange) => {
            const site = sites.find(exchange);
            return json(200, { value: [...functionsOf(site)].map(([name, properties]) => render(site, name, properties)) });
        }),
        ...onSiteAndSlot('GET', '/functions/{function}', (exchange) => {
            const site = sites.find(exchange);
            const name = param(exchange, 'function');
            const found = functionsOf(site).get(name);
            if (found === undefined) {
                throw webRefusal(404, 'NotFound', `Function with name '${name}' does not exist.`, '51004');
            }
            return json(200, render(site, name, found));
        }),
        ...onSiteAndSlot('PUT', '/functions/{function}', (exchange) => {
            const site = sites.find(exchange);
            const name = param(exchange, 'function');
            const properties = field(objectBody(exchange), 'properties');
            functionsOf(site).set(name, (properties ?? {}) as JsonObject);
            return json(201, render(site, name, (properties ?? {}) as JsonObject));
        }),
    ];
}
