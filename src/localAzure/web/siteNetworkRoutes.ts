import { empty, json } from '../http/answer';
import { objectBody, param } from '../http/exchange';
import type { Route } from '../http/router';
import { objectField, textField, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

const headers = { 'content-type': 'application/json' };

/** Where a site stands in the network: the subnet that it is joined to, and the names that it is reached by. Nothing is routed. */
export function siteNetworkRoutes(sites: Sites): readonly Route[] {
    const joined = new WeakMap<Site, string>();
    const bindings = new WeakMap<Site, Map<string, JsonObject>>();

    function connection(site: Site, subnetId: string): JsonObject {
        const name = `${site.app}_${subnetId.split('/').at(-1) ?? ''}`;
        return {
            id: `${site.id}/virtualNetworkConnections/${name}`,
            name,
            type: `${site.type}/virtualNetworkConnections`,
            location: locationDisplayName(site.location),
            properties: {
                vnetResourceId: subnetId,
                certThumbprint: null,
                certBlob: null,
                routes: null,
                resyncRequired: false,
                dnsServers: null,
                isSwift: true,
            },
        };
    }

    /** A subnet comes with the site itself or by a connection of its own. */
    const subnetOf = (site: Site) => joined.get(site) ?? textField(site.asked, 'virtualNetworkSubnetId');

    function binding(site: Site, name: string, properties: JsonObject): JsonObject {
        return {
            id: `${site.id}/hostNameBindings/${name}`,
            name: `${site.name}/${name}`,
            type: `${site.type}/hostNameBindings`,
            location: locationDisplayName(site.location),
            properties: { siteName: site.name, domainId: null, hostNameType: 'Verified', ...properties },
        };
    }

    const own = (site: Site) => bindings.get(site) ?? new Map<string, JsonObject>();

    return [
        ...onSiteAndSlot('GET', '/virtualNetworkConnections', (exchange) => {
            const site = sites.find(exchange);
            const subnet = subnetOf(site);
            // A bare list, unlike everything else.
            return json(200, subnet === undefined ? [] : [connection(site, subnet)], headers);
        }),
        ...onSiteAndSlot('PUT', '/networkConfig/virtualNetwork', (exchange) => {
            const site = sites.find(exchange);
            const subnetResourceId = textField(objectBody(exchange), 'properties', 'subnetResourceId') ?? '';
            if (!/\/subnets\/[^/]+$/i.test(subnetResourceId)) {
                throw webRefusal(400, 'BadRequest', 'The parameter SubnetResourceId has an invalid value.', '51021');
            }
            joined.set(site, subnetResourceId);
            return json(200, networkConfig(site, subnetResourceId), headers);
        }),
        ...onSiteAndSlot('GET', '/networkConfig/virtualNetwork', (exchange) => {
            const site = sites.find(exchange);
            return json(200, networkConfig(site, subnetOf(site) ?? null), headers);
        }),
        ...onSiteAndSlot('DELETE', '/networkConfig/virtualNetwork', (exchange) => {
            const site = sites.find(exchange);
            joined.delete(site);
            site.asked = Object.fromEntries(Object.entries(site.asked).filter(([name]) => name.toLowerCase() !== 'virtualnetworksubnetid'));
            return empty(200);
        }),
        ...onSiteAndSlot('GET', '/hostNameBindings', (exchange) => {
            const site = sites.find(exchange);
            const value = [
                binding(site, site.hostName, {}),
                ...[...own(site)].map(([name, properties]) => binding(site, name, properties)),
            ];
            return json(200, { value, nextLink: null, id: null }, headers);
        }),
        ...onSiteAndSlot('PUT', '/hostNameBindings/{name}', (exchange) => {
            const site = sites.find(exchange);
            const name = param(exchange, 'name').toLowerCase();
            const kept = own(site).set(name, objectField(objectBody(exchange), 'properties') ?? {});
            bindings.set(site, kept);
            return json(200, binding(site, name, kept.get(name) ?? {}), headers);
        }),
        ...onSiteAndSlot('DELETE', '/hostNameBindings/{name}', (exchange) =>
            empty(own(sites.find(exchange)).delete(param(exchange, 'name').toLowerCase()) ? 200 : 204),
        ),
    ];
}

function networkConfig(site: Site, subnetResourceId: string | null): JsonObject {
    return {
        id: `${site.id}/config/virtualNetwork`,
        name: 'virtualNetwork',
        type: `${site.type}/networkConfig`,
        location: locationDisplayName(site.location),
        properties: { subnetResourceId, swiftSupported: true },
    };
}
