import { operationUrl } from '../arm/operationUrl';
import { empty, json } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { textField, truthField, type JsonObject } from '../json';
import { locationDisplayName, locationName } from '../resources/locations';
import type { World } from '../world';
import type { Site } from './site';
import { onSiteAndSlot } from './siteRoutes';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

/** App Service keeps a deleted site for this long. */
const keptMs = 30 * 24 * 3_600_000;
const restoringMs = 60_000;

interface DeletedSite {
    readonly number: number;
    readonly deletedMs: number;
    readonly site: Site;
}

export interface DeletedSites {
    note(site: Site): void;
    routes(sites: Sites): readonly Route[];
}

/** Sites that were deleted, and can be brought back into another for thirty days. */
export function createDeletedSites(world: World): DeletedSites {
    const deleted: DeletedSite[] = [];
    let last = 0;

    const of = (exchange: Exchange) =>
        deleted.filter(
            (one) =>
                one.site.id.split('/')[2]?.toLowerCase() === param(exchange, 'subscription').toLowerCase() &&
                one.deletedMs + keptMs > world.nowMs(),
        );
    const inLocation = (exchange: Exchange) =>
        of(exchange).filter(({ site }) => locationName(site.location) === locationName(decodeURIComponent(param(exchange, 'location'))));

    function render({ number, deletedMs, site }: DeletedSite): JsonObject {
        const [, , subscription = '', , group = ''] = site.id.split('/');
        const location = locationDisplayName(site.location);
        return {
            id: `/subscriptions/${subscription}/providers/Microsoft.Web/locations/${location}/deletedSites/${number}`,
            name: site.app,
            type: 'Microsoft.Web/locations/deletedSites',
            properties: {
                deletedSiteId: number,
                deletedTimestamp: new Date(deletedMs).toISOString(),
                subscription,
                resourceGroup: group,
                webSpace: `${group}-${location.replaceAll(' ', '')}webspace-Linux`,
                stamp: null,
                deletedSiteName: site.app,
                slot: site.slot ?? 'Production',
                kind: site.kind ?? 'app',
                geoRegionName: location,
                correlationId: null,
            },
        };
    }

    function get(exchange: Exchange): DeletedSite {
        const found = inLocation(exchange).find(({ number }) => String(number) === param(exchange, 'deleted'));
        if (found === undefined) {
            throw webRefusal(404, 'NotFound', `Cannot find DeletedSite with id ${param(exchange, 'deleted')}.`, '51004');
        }
        return found;
    }

    function restore(exchange: Exchange, sites: Sites) {
        const target = sites.find(exchange);
        const body = objectBody(exchange);
        const wanted = textField(body, 'properties', 'deletedSiteId') ?? '';
        const found = of(exchange).find(({ number }) => String(number) === wanted.split('/').at(-1));
        if (found === undefined && world.mode === 'strict') {
            throw webRefusal(404, 'NotFound', `Cannot find DeletedSite with id ${wanted}.`, '51004');
        }
        const operation = world.operations.start(restoringMs, () => {
            if (found !== undefined && (truthField(body, 'properties', 'recoverConfiguration') ?? true)) {
                target.config = found.site.config;
                target.appSettings = { ...found.site.appSettings };
                target.connectionStrings = found.site.connectionStrings;
                sites.touch(target);
                target.runtime.change();
            }
        });
        const path = `${target.id}/operationresults/${operation.id}`;
        return empty(202, { location: operationUrl(path, query(exchange, 'api-version') ?? '', operation.startedMs) });
    }

    const below = '/subscriptions/{subscription}/providers/Microsoft.Web';
    return {
        note(site) {
            deleted.push({ number: ++last, deletedMs: world.nowMs(), site });
        },
        routes: (sites) => [
            {
                method: 'GET',
                path: `${below}/deletedSites`,
                handle: (exchange) => json(200, { value: of(exchange).map(render), nextLink: null, id: null }),
            },
            {
                method: 'GET',
                path: `${below}/locations/{location}/deletedSites`,
                handle: (exchange) => json(200, { value: inLocation(exchange).map(render), nextLink: null, id: null }),
            },
            {
                method: 'GET',
                path: `${below}/locations/{location}/deletedSites/{deleted}`,
                handle: (exchange) => json(200, render(get(exchange))),
            },
            ...onSiteAndSlot('POST', '/restoreFromDeletedApp', (exchange) => restore(exchange, sites)),
        ],
    };
}
