import { createHash } from 'node:crypto';
import { keepResources, type KeptResource } from '../arm/keptResources';
import { requireLocation } from '../arm/requireLocation';
import type { Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, objectField, textField, type JsonObject } from '../json';
import { locationDisplayName, locationName } from '../resources/locations';
import type { World } from '../world';
import type { Sites } from './sites';
import { webRefusal } from './webRefusal';

const type = 'Microsoft.Web/staticSites';
const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/staticSites/{staticSite}';

/** Static web apps and the apps that are linked to them as their back ends: kept, and nothing is served. */
export function staticSiteRoutes(world: World, sites: Sites): readonly Route[] {
    const kept = keepResources(world, {
        type,
        path,
        listing: 'tracked',
        check: (_, body) => void requireLocation(body, type),
        put: { status: () => 200 },
        remove: { status: () => 200 },
        render: (site) =>
            renderSite(
                site,
                [...ofBuild.under(site.id), ...ofSite.under(site.id)]
                    .filter(({ parentMs }) => parentMs === site.createdMs)
                    .map(backendProperties),
            ),
    });
    const backends = (below: string) =>
        keepResources(world, {
            type: `${type}${below.replace(/\/\{\w+\}/g, '')}/linkedBackends`,
            path: `${path}${below}/linkedBackends/{backend}`,
            methods: ['PUT', 'GET', 'DELETE', 'LIST'],
            parentMs: (exchange) => kept.get(exchange).createdMs,
            check: checkBackend,
            put: { status: () => 200 },
            remove: { status: () => 204 },
            render: renderBackend,
        });
    const ofBuild = backends('/builds/{build}');
    const ofSite = backends('');

    /** The app has to be there, in the region that is named. */
    function checkBackend(_: Exchange, body: JsonObject): void {
        const id = textField(body, 'properties', 'backendResourceId') ?? '';
        const site = sites.get(id);
        if (site === undefined || locationName(site.location) !== locationName(textField(body, 'properties', 'region') ?? '')) {
            throw webRefusal(404, 'NotFound', `Cannot find WebSite with name ${id.split('/').at(-1) ?? ''}.`, '51004');
        }
    }

    return [...kept.routes, ...ofBuild.routes, ...ofSite.routes];
}

function renderSite(site: KeptResource, linkedBackends: readonly JsonObject[]): JsonObject {
    const hash = createHash('sha256').update(site.id.toLowerCase()).digest('hex');
    const tier = /^free$/i.test(textField(site.body, 'sku', 'name') ?? 'Free') ? 'Free' : 'Standard';
    return {
        id: site.id,
        name: site.name,
        type,
        location: locationDisplayName(site.location),
        ...(site.tags === undefined ? {} : { tags: site.tags }),
        properties: {
            repositoryUrl: null,
            branch: null,
            customDomains: [],
            privateEndpointConnections: [],
            stagingEnvironmentPolicy: 'Enabled',
            allowConfigFileUpdates: true,
            keyVaultReferenceIdentity: 'SystemAssigned',
            userProvidedFunctionApps: null,
            provider: 'None',
            enterpriseGradeCdnStatus: 'Disabled',
            publicNetworkAccess: null,
            databaseConnections: [],
            trafficSplitting: null,
            ...withoutToken(objectField(site.body, 'properties') ?? {}),
            linkedBackends,
            defaultHostname: `white-field-${hash.slice(0, 9)}.2.azurestaticapps.net`,
            stableInboundIP: `20.${Number.parseInt(hash.slice(0, 2), 16)}.${Number.parseInt(hash.slice(2, 4), 16)}.${Number.parseInt(hash.slice(4, 6), 16)}`,
            contentDistributionEndpoint: 'https://content-dm1.infrastructure.2.azurestaticapps.net',
        },
        sku: { name: tier, tier },
    };
}

/** The token for the repository never comes back. */
function withoutToken(properties: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(properties).filter(([name]) => name.toLowerCase() !== 'repositorytoken'));
}

function renderBackend(backend: KeptResource): JsonObject {
    return {
        id: backend.id,
        name: backend.name,
        type: backend.type,
        location: 'Central US',
        properties: backendProperties(backend),
    };
}

function backendProperties(backend: KeptResource): JsonObject {
    return {
        backendResourceId: field(backend.body, 'properties', 'backendResourceId') ?? '',
        region: field(backend.body, 'properties', 'region') ?? '',
        createdOn: new Date(backend.createdMs).toISOString(),
        provisioningState: 'Succeeded',
    };
}
