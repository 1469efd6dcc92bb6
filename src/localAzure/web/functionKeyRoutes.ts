import { randomBytes } from 'node:crypto';
import { empty, json } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { textField } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

interface HostKeys {
    readonly masterKey: string;
    readonly functionKeys: Map<string, string>;
    readonly systemKeys: Map<string, string>;
}

/** The keys of a function app's host: master, default, one for each extension. */
export function functionKeyRoutes(sites: Sites): readonly Route[] {
    const bySite = new WeakMap<Site, HostKeys>();

    function keysOf(exchange: Exchange): { readonly site: Site; readonly keys: HostKeys } {
        const site = sites.find(exchange);
        if (!/functionapp/i.test(site.kind ?? '')) {
            throw webRefusal(404, 'NotFound', `The site '${site.app}' has no functions host.`, '51004');
        }
        let keys = bySite.get(site);
        if (keys === undefined) {
            // The default key is there from the start; an extension such as MCP adds its own system key when it is deployed.
            keys = { masterKey: newKey(), functionKeys: new Map([['default', newKey()]]), systemKeys: new Map() };
            bySite.set(site, keys);
        }
        return { site, keys };
    }

    const kinds = ['functionKeys', 'systemKeys'] as const;
    return [
        ...onSiteAndSlot('POST', '/host/default/listkeys', (exchange) => {
            const { keys } = keysOf(exchange);
            return json(
                200,
                {
                    masterKey: keys.masterKey,
                    functionKeys: Object.fromEntries(keys.functionKeys),
                    systemKeys: Object.fromEntries(keys.systemKeys),
                },
                { 'content-type': 'application/json' },
            );
        }),
        ...kinds.flatMap((kind) => [
            ...onSiteAndSlot('PUT', `/host/default/${kind}/{key}`, (exchange) => {
                const { site, keys } = keysOf(exchange);
                const name = param(exchange, 'key');
                const existed = keys[kind].has(name);
                const value = textField(objectBody(exchange), 'properties', 'value') ?? newKey();
                keys[kind].set(name, value);
                return json(
                    existed ? 200 : 201,
                    {
                        id: `${site.id}/host/default/${kind}/${name}`,
                        name,
                        type: `${site.type}/host/${kind}`,
                        location: locationDisplayName(site.location),
                        properties: { name, value },
                    },
                    { 'content-type': 'application/json' },
                );
            }),
            ...onSiteAndSlot('DELETE', `/host/default/${kind}/{key}`, (exchange) => {
                const { keys } = keysOf(exchange);
                if (!keys[kind].delete(param(exchange, 'key'))) {
                    throw webRefusal(404, 'NotFound', `Cannot find key with name ${param(exchange, 'key')}.`, '51004');
                }
                return empty(204);
            }),
        ]),
    ];
}

function newKey(): string {
    return randomBytes(40).toString('base64url').slice(0, 54).concat('==');
}
