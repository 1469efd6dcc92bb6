import { empty, json } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { textField } from '../json';
import type { Plans } from './plan';
import { showSite, siteBody } from './showSite';
import type { Site } from './site';
import { siteIdOf, type Sites } from './sites';
import { webRefusal } from './webRefusal';

export const sitePath = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/sites/{site}';
export const slotPath = `${sitePath}/slots/{slot}`;

/** The same operation on an app and on a slot. */
export function onSiteAndSlot(method: string, suffix: string, handle: Route['handle']): readonly Route[] {
    return [sitePath, slotPath].map((path) => ({ method, path: `${path}${suffix}`, handle }));
}

/** The life of apps and slots: write, read, list, start, stop, restart, delete. */
export function siteRoutes(sites: Sites, plans: Plans): readonly Route[] {
    const show = (site: Site, usage: 'list') => siteBody(site, plans, usage);
    const one = (site: Site, usage: 'get' | 'put') => showSite(site, plans, usage);
    const list = (exchange: Exchange, scope: string) =>
        json(200, {
            value: sites
                .under(scope)
                .filter((site) => site.slot === undefined || query(exchange, 'includeSlots') === 'true')
                .map((site) => show(site, 'list')),
            nextLink: null,
            id: null,
        });

    function setState(exchange: Exchange, state: Site['state']) {
        const site = sites.find(exchange);
        site.state = state;
        sites.touch(site);
        site.runtime.change();
        return empty(200);
    }

    function checkName(exchange: Exchange) {
        const body = objectBody(exchange);
        const name = textField(body, 'name') ?? '';
        const type = (textField(body, 'type') ?? '').toLowerCase();
        if (type !== 'site' && type !== 'microsoft.web/sites') {
            throw webRefusal(400, 'BadRequest', `The parameter type has an invalid value. '${textField(body, 'type') ?? ''}'`, '51021');
        }
        if (!/^[a-zA-Z0-9][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$/.test(name)) {
            return json(200, {
                nameAvailable: false,
                reason: 'Invalid',
                message: `The name '${name}' is invalid. It may contain only letters, numbers and hyphens, and must not begin or end with a hyphen.`,
            });
        }
        return json(
            200,
            sites.taken(name)
                ? {
                      nameAvailable: false,
                      reason: 'AlreadyExists',
                      message: `Hostname '${name}' already exists. Please select a different name.`,
                  }
                : { nameAvailable: true, reason: '', message: '' },
        );
    }

    return [
        ...onSiteAndSlot('PUT', '', (exchange) => one(sites.write(exchange, objectBody(exchange), 'replace'), 'put')),
        ...onSiteAndSlot('PATCH', '', (exchange) => {
            sites.find(exchange);
            return one(sites.write(exchange, { location: sites.find(exchange).location, ...objectBody(exchange) }, 'merge'), 'get');
        }),
        ...onSiteAndSlot('GET', '', (exchange) => one(sites.find(exchange), 'get')),
        ...onSiteAndSlot('DELETE', '', async (exchange) => {
            return (await sites.remove(siteIdOf(exchange))) === undefined ? empty(204) : empty(200);
        }),
        ...onSiteAndSlot('POST', '/start', (exchange) => setState(exchange, 'Running')),
        ...onSiteAndSlot('POST', '/stop', (exchange) => setState(exchange, 'Stopped')),
        ...onSiteAndSlot('POST', '/restart', async (exchange) => {
            const site = sites.find(exchange);
            site.runtime.change();
            if (query(exchange, 'synchronous') === 'true') {
                await site.runtime.whenSettled(exchange.signal);
            }
            return empty(200);
        }),
        {
            method: 'GET',
            path: `${sitePath}/slots`,
            handle: (exchange) =>
                json(200, { value: sites.slotsOf(sites.find(exchange)).map((site) => show(site, 'list')), nextLink: null, id: null }),
        },
        {
            method: 'GET',
            path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/sites',
            handle: (exchange) =>
                list(exchange, `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`),
        },
        {
            method: 'GET',
            path: '/subscriptions/{subscription}/providers/Microsoft.Web/sites',
            handle: (exchange) => list(exchange, `/subscriptions/${param(exchange, 'subscription')}`),
        },
        { method: 'POST', path: '/subscriptions/{subscription}/providers/Microsoft.Web/checknameavailability', handle: checkName },
    ];
}
