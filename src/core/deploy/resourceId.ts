/** The parts of an ARM resource id below a resource group. `type` is such as `Microsoft.Web/sites/slots`, `names` has one name for each type part. */
export interface ResourceId {
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    readonly type: string;
    readonly names: readonly string[];
}

// Names from Azure may hold any of these; nothing that could leave its path segment.
const segment = /^[\w.()~-]+$/;

/** Reads an id; undefined when it is not one. Services change the case of the fixed words and leave names alone [recorded]. */
export function parseResourceId(id: string): ResourceId | undefined {
    const parts = id.split('/');
    const [empty, subscriptions, subscriptionId, groups, resourceGroup, providers, namespace, ...rest] = parts;
    const wellFormed =
        empty === '' &&
        subscriptions?.toLowerCase() === 'subscriptions' &&
        groups?.toLowerCase() === 'resourcegroups' &&
        providers?.toLowerCase() === 'providers' &&
        rest.length >= 2 &&
        rest.length % 2 === 0 &&
        parts.slice(1).every((part) => segment.test(part) && part !== '.' && part !== '..');
    if (!wellFormed || subscriptionId === undefined || resourceGroup === undefined || namespace === undefined) {
        return undefined;
    }
    const types = rest.filter((_, index) => index % 2 === 0);
    const names = rest.filter((_, index) => index % 2 === 1);
    return { subscriptionId, resourceGroup, type: [namespace, ...types].join('/'), names };
}

/** Ids are the same whatever their case. */
export function sameId(one: string | undefined, other: string | undefined): boolean {
    return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}

/** The id of a resource directly below a resource group. `type` is such as `Microsoft.Web/sites`. */
export function resourceId(subscriptionId: string, resourceGroup: string, type: string, name: string): string {
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${type}/${name}`;
}

/** The last name of an id, for people. */
export function nameOf(id: string): string {
    return id.slice(id.lastIndexOf('/') + 1);
}
