import { json } from '../http/answer';
import { param } from '../http/exchange';
import type { JsonObject } from '../json';
import type { Provider } from '../provider';
import type { World } from '../world';
import { locations } from './locations';
import type { Registrations } from './registrations';
import type { ResourceGroups } from './resourceGroups';
import { resourceListRoutes } from './resourceList';
import { tagRoutes } from './tags';

/** ARM's own operations: subscriptions, tenants, locations, groups, registrations and the list of everything. */
export function createResourcesProvider(world: World, groups: ResourceGroups, registrations: Registrations): Provider {
    const subscription = (id: string): JsonObject => ({
        id: `/subscriptions/${id}`,
        authorizationSource: 'RoleBased',
        managedByTenants: [],
        subscriptionId: id,
        tenantId: world.tenantId,
        displayName: 'Local Azure',
        state: world.limits().state,
        subscriptionPolicies: { locationPlacementId: 'Public_2014-09-01', quotaId: 'PayAsYouGo_2014-09-01', spendingLimit: 'Off' },
    });
    return {
        namespace: undefined,
        newestApiVersion: '2026-10-01',
        routes: [
            {
                method: 'GET',
                path: '/subscriptions',
                handle: () => json(200, { value: [subscription(world.subscriptionId)], count: { type: 'Total', value: 1 } }),
            },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}',
                handle: (exchange) => json(200, subscription(param(exchange, 'subscription'))),
            },
            {
                method: 'GET',
                path: '/tenants',
                handle: () =>
                    json(200, {
                        value: [
                            {
                                id: `/tenants/${world.tenantId}`,
                                tenantId: world.tenantId,
                                countryCode: 'US',
                                displayName: 'Local Azure',
                                domains: ['local-azure.invalid'],
                                tenantCategory: 'Home',
                                defaultDomain: 'local-azure.invalid',
                                tenantType: 'AAD',
                            },
                        ],
                    }),
            },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/locations',
                handle: (exchange) =>
                    json(200, {
                        value: locations.map((location) => ({
                            id: `/subscriptions/${param(exchange, 'subscription')}/locations/${location.name}`,
                            name: location.name,
                            type: 'Region',
                            displayName: location.displayName,
                            regionalDisplayName: `(${location.group}) ${location.displayName}`,
                            metadata: {
                                regionType: 'Physical',
                                regionCategory: 'Recommended',
                                geography: location.geography,
                                geographyGroup: location.group,
                                longitude: '0',
                                latitude: '0',
                                physicalLocation: '',
                                pairedRegion: [],
                            },
                        })),
                    }),
            },
            ...groups.routes,
            ...registrations.routes,
            ...resourceListRoutes(world),
            ...tagRoutes(world),
        ],
    };
}
