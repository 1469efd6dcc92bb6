import { empty, json } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { objectField, textField, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

/** Hybrid connections of apps and slots: kept, and nothing goes through them. Their keys are never shown. */
export function hybridConnectionRoutes(sites: Sites): readonly Route[] {
    const bySite = new WeakMap<Site, Map<string, JsonObject>>();
    const of = (site: Site) => bySite.get(site) ?? new Map<string, JsonObject>();
    const one = '/hybridConnectionNamespaces/{namespace}/relays/{relay}';
    const idOf = (site: Site, exchange: Exchange) =>
        `${site.id}/hybridConnectionNamespaces/${param(exchange, 'namespace')}/relays/${param(exchange, 'relay')}`;

    function render(site: Site, id: string, properties: JsonObject): JsonObject {
        return {
            id,
            name: id.split('/').at(-1) ?? '',
            type: 'Microsoft.Web/sites/hybridConnectionNamespaces/relays',
            location: locationDisplayName(site.location),
            properties: { serviceBusSuffix: '.servicebus.windows.net', ...properties, sendKeyValue: '' },
        };
    }

    function find(exchange: Exchange): { readonly site: Site; readonly id: string; readonly properties: JsonObject } {
        const site = sites.find(exchange);
        const wanted = idOf(site, exchange).toLowerCase();
        const [id, properties] = [...of(site)].find(([key]) => key.toLowerCase() === wanted) ?? [];
        if (id === undefined || properties === undefined) {
            throw webRefusal(404, 'NotFound', `Cannot find HybridConnection with name ${param(exchange, 'relay')}.`, '51004');
        }
        return { site, id, properties };
    }

    function put(exchange: Exchange) {
        const site = sites.find(exchange);
        const properties = objectField(objectBody(exchange), 'properties') ?? {};
        if ((textField(properties, 'relayArmUri') ?? '') === '' || (textField(properties, 'hostname') ?? '') === '') {
            throw webRefusal(400, 'BadRequest', 'The parameters relayArmUri and hostname are required.', '51021');
        }
        const known = [...of(site).keys()].find((key) => key.toLowerCase() === idOf(site, exchange).toLowerCase());
        const id = known ?? idOf(site, exchange);
        bySite.set(site, new Map([...of(site), [id, properties]]));
        return json(200, render(site, id, properties));
    }

    return [
        ...onSiteAndSlot('PUT', one, put),
        ...onSiteAndSlot('GET', one, (exchange) => {
            const { site, id, properties } = find(exchange);
            return json(200, render(site, id, properties));
        }),
        ...onSiteAndSlot('DELETE', one, (exchange) => {
            const { site, id } = find(exchange);
            of(site).delete(id);
            return empty(200);
        }),
        ...onSiteAndSlot('GET', '/hybridConnectionRelays', (exchange) => {
            const site = sites.find(exchange);
            return json(200, { value: [...of(site)].map(([id, properties]) => render(site, id, properties)), nextLink: null, id: null });
        }),
    ];
}
