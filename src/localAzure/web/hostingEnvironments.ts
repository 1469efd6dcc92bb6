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
    /** Below which its apps are named; undefined when it is not known here. */
    domainOf(id: string): string | undefined;
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
    const find = (id: string) =>
        kept.under(`/subscriptions/${id.split('/')[2] ?? ''}`).find((one) => one.id.toLowerCase() === id.toLowerCase());
    return {
        routes: kept.routes,
        has: (id) => find(id) !== undefined,
        domainOf(id) {
            const found = find(id);
            return found === undefined ? undefined : domain(found);
        },
    };
}

function balancing(body: JsonObject): string {
    return textField(body, 'properties', 'internalLoadBalancingMode') ?? 'None';
}

/** With an internal load balancer the names are known in the environment's own network only; else they are public. */
function domain({ name, body }: KeptResource): string {
    return /web/i.test(balancing(body)) ? `${name}.appserviceenvironment.net` : `${name}.p.azurewebsites.net`;
}

function render(environment: KeptResource): JsonObject {
    const { id, name, location, tags, body } = environment;
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
            internalLoadBalancingMode: balancing(body),
            dnsSuffix: domain(environment),
        },
    };
}
