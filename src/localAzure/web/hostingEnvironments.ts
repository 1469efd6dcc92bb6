import { keepResources, type KeptResource } from '../arm/keptResources';
import { requireLocation } from '../arm/requireLocation';
import type { Route } from '../http/router';
import { objectField, textField, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import type { World } from '../world';

const type = 'Microsoft.Web/hostingEnvironments';

export interface HostingEnvironments {
    readonly routes: readonly Route[];
    has(id: string): boolean;
}

/** App Service Environments: kept, so that plans of Isolated sizes can name them; no machine is set apart. */
export function createHostingEnvironments(world: World): HostingEnvironments {
    const kept = keepResources(world, {
        type,
        path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/hostingEnvironments/{environment}',
        listing: 'tracked',
        check: (_, body) => {
            requireLocation(body, type);
        },
        put: { status: () => 200 },
        remove: { status: (known) => (known ? 200 : 204) },
        render,
    });
    return {
        routes: kept.routes,
        has: (id) => kept.under(`/subscriptions/${id.split('/')[2] ?? ''}`).some((one) => one.id.toLowerCase() === id.toLowerCase()),
    };
}

function render({ id, name, location, tags, body }: KeptResource): JsonObject {
    const network = objectField(body, 'properties', 'virtualNetwork');
    return {
        id,
        name,
        type,
        kind: 'ASEV3',
        location: locationDisplayName(location),
        ...(tags === undefined ? {} : { tags }),
        properties: {
            name,
            location: locationDisplayName(location),
            provisioningState: 'Succeeded',
            status: 'Ready',
            ...(network === undefined ? {} : { virtualNetwork: network }),
            internalLoadBalancingMode: textField(body, 'properties', 'internalLoadBalancingMode') ?? 'None',
            dnsSuffix: `${name}.appserviceenvironment.net`,
        },
    };
}
