import { json } from '../http/answer';
import type { Provider } from '../provider';
import type { Runner } from '../runner/runner';
import { locations } from '../resources/locations';
import type { World } from '../world';
import { backupRoutes } from './backupRoutes';
import { certificateRoutes } from './certificateRoutes';
import { configRoutes } from './configRoutes';
import type { SiteSurroundings } from './decideSite';
import { createDeletedSites } from './deletedSites';
import { deploymentStatusRoutes } from './deploymentStatusRoutes';
import { functionKeyRoutes } from './functionKeyRoutes';
import { functionRoutes } from './functionRoutes';
import { createHostingEnvironments } from './hostingEnvironments';
import { createPlans } from './plan';
import { hybridConnectionRoutes } from './hybridConnectionRoutes';
import { showSite } from './showSite';
import { siteContainerRoutes } from './siteContainerRoutes';
import { siteExtraConfigRoutes } from './siteExtraConfigRoutes';
import { siteNetworkRoutes } from './siteNetworkRoutes';
import { siteRoutes } from './siteRoutes';
import { siteSignInRoutes } from './siteSignInRoutes';
import { createSites, type Sites } from './sites';
import { sourceControlRoutes } from './sourceControlRoutes';
import { staticSiteRoutes } from './staticSiteRoutes';
import { statusRoutes } from './statusRoutes';
import { swapRoutes } from './swapRoutes';
import { validateRoute } from './validateRoute';

export interface Web {
    readonly provider: Provider;
    readonly sites: Sites;
    close(): Promise<void>;
}

/** Microsoft.Web: plans and sites. */
export function createWebProvider(
    world: World,
    around: Omit<SiteSurroundings, 'plans'>,
    runner: Runner,
    placeholder: Runner | undefined,
): Web {
    const environments = createHostingEnvironments(world);
    const plans = createPlans(world, environments);
    const deletedSites = createDeletedSites(world);
    const sites = createSites({
        world,
        around: { ...around, plans },
        runner,
        placeholder,
        onRemove: (site) => {
            deletedSites.note(site);
            around.inside.forget(site.id);
        },
    });
    return {
        sites,
        provider: {
            namespace: 'Microsoft.Web',
            newestApiVersion: '2026-03-01',
            routes: [
                ...environments.routes,
                ...plans.routes,
                ...siteRoutes(sites, plans),
                ...functionKeyRoutes(sites),
                ...functionRoutes(sites),
                ...siteContainerRoutes(sites),
                ...deploymentStatusRoutes(world, sites),
                ...swapRoutes(world, sites, (site) => showSite(site, plans, 'get')),
                ...configRoutes(sites),
                ...siteExtraConfigRoutes(sites),
                ...siteSignInRoutes(sites),
                ...siteNetworkRoutes(sites),
                ...certificateRoutes(world),
                ...deletedSites.routes(sites),
                ...backupRoutes(world, sites),
                ...hybridConnectionRoutes(sites),
                ...staticSiteRoutes(world, sites),
                validateRoute(plans, sites),
                ...statusRoutes(sites),
                ...sourceControlRoutes(world, sites),
                {
                    method: 'GET',
                    path: '/providers/Microsoft.Web/webAppStacks',
                    handle: () => json(200, { value: [], nextLink: null, id: null }),
                },
                {
                    method: 'GET',
                    path: '/providers/Microsoft.Web/functionAppStacks',
                    handle: () => json(200, { value: [], nextLink: null, id: null }),
                },
                {
                    method: 'GET',
                    path: '/subscriptions/{subscription}/providers/Microsoft.Web/geoRegions',
                    handle: (exchange) =>
                        json(200, {
                            value: locations.map((location, sortOrder) => ({
                                id: `/subscriptions/${exchange.params.subscription ?? ''}/providers/Microsoft.Web/geoRegions/${location.displayName}`,
                                name: location.displayName,
                                type: 'Microsoft.Web/geoRegions',
                                properties: {
                                    name: location.displayName,
                                    description: '',
                                    displayName: location.displayName,
                                    orgDomain: 'PUBLIC;LINUX;LINUXDYNAMIC',
                                    sortOrder,
                                },
                            })),
                            nextLink: null,
                            id: null,
                        }),
                },
            ],
        },
        async close() {
            await Promise.all(sites.all().map((site) => sites.remove(site.id)));
        },
    };
}
