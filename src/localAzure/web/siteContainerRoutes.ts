import { empty, json } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { objectField, textField, truthField, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

/** `sitecontainers`: the containers of a site whose linuxFxVersion is `sitecontainers`. The main one runs. */
export function siteContainerRoutes(sites: Sites): readonly Route[] {
    const show = (site: Site, name: string, properties: JsonObject): JsonObject => ({
        id: `${site.id}/sitecontainers/${name}`,
        name,
        type: `${site.type}/sitecontainers`,
        location: locationDisplayName(site.location),
        // The registry's password never comes back.
        properties: { ...properties, passwordSecret: null },
    });
    const find = (exchange: Exchange) => {
        const site = sites.find(exchange);
        const name = param(exchange, 'container');
        const properties = site.siteContainers[name];
        if (properties === undefined) {
            throw webRefusal(404, 'NotFound', `Cannot find SiteContainer with name ${name}.`, '51004');
        }
        return { site, name, properties };
    };

    function put(exchange: Exchange) {
        const site = sites.find(exchange);
        const name = param(exchange, 'container');
        const asked = objectField(objectBody(exchange), 'properties');
        if (asked === undefined || textField(asked, 'image') === undefined || truthField(asked, 'isMain') === undefined) {
            throw webRefusal(400, 'BadRequest', 'The parameters properties.image and properties.isMain are required.', '51021');
        }
        const main = Object.entries(site.siteContainers).find(([other, one]) => other !== name && truthField(one, 'isMain') === true);
        if (truthField(asked, 'isMain') === true && main !== undefined) {
            throw webRefusal(409, 'Conflict', `The site already has a main container: '${main[0]}'.`, '51021');
        }
        const existed = name in site.siteContainers;
        const now = new Date(site.changedMs).toISOString();
        const properties: JsonObject = {
            authType: 'Anonymous',
            inheritAppSettingsAndConnectionStrings: true,
            ...asked,
            createdTime: site.siteContainers[name]?.createdTime ?? now,
            lastModifiedTime: now,
        };
        site.siteContainers = { ...site.siteContainers, [name]: properties };
        sites.touch(site);
        site.runtime.change();
        return json(existed ? 200 : 201, show(site, name, properties), { 'content-type': 'application/json' });
    }

    return [
        ...onSiteAndSlot('GET', '/sitecontainers', (exchange) => {
            const site = sites.find(exchange);
            const value = Object.entries(site.siteContainers).map(([name, properties]) => show(site, name, properties));
            return json(200, { value, nextLink: null, id: null }, { 'content-type': 'application/json' });
        }),
        ...onSiteAndSlot('GET', '/sitecontainers/{container}', (exchange) => {
            const { site, name, properties } = find(exchange);
            return json(200, show(site, name, properties), { 'content-type': 'application/json' });
        }),
        ...onSiteAndSlot('PUT', '/sitecontainers/{container}', put),
        ...onSiteAndSlot('DELETE', '/sitecontainers/{container}', (exchange) => {
            const site = sites.find(exchange);
            const name = param(exchange, 'container');
            if (!(name in site.siteContainers)) {
                return empty(204);
            }
            site.siteContainers = Object.fromEntries(Object.entries(site.siteContainers).filter(([one]) => one !== name));
            site.runtime.change();
            return empty(200);
        }),
    ];
}
