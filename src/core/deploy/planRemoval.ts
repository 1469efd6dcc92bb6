import { nameOf, parseResourceId, sameId } from './resourceId';
import type { GenericResource } from './resources';
import { sentence, type Sentence } from './sentence';
import { createdForTag } from './tags';
import { targetOfType } from './target';

/** What removing a deployment would do: a value, shown before anything is deleted. */
export interface RemovalPlan {
    /** The app's name, as its tags name it. */
    readonly app: string;
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    /** In the order in which they go; what goes along is deleted by Azure with what it belongs to, and by nobody before. */
    readonly items: readonly RemovalItem[];
    /** Made for the app, and left all the same. */
    readonly kept: readonly { readonly name: string; readonly type: string; readonly reason: Sentence }[];
    /** The group goes when Slipway made it and nothing is left in it. */
    readonly group: 'delete' | 'keep';
}

export interface RemovalItem {
    readonly id: string;
    readonly type: string;
    readonly name: string;
    /** Made by somebody else, and deleted by Azure together with what it belongs to. */
    readonly goesAlong?: 'yes';
}

// What runs goes before what it runs on, and both before what they pull with and from.
const order = [
    'microsoft.web/sites/slots',
    'microsoft.web/sites',
    'microsoft.app/containerapps',
    'microsoft.app/jobs',
    'microsoft.containerinstance/containergroups',
    'microsoft.insights/components',
    'microsoft.insights/autoscalesettings',
    'microsoft.web/serverfarms',
    'microsoft.app/managedenvironments',
    'microsoft.managedidentity/userassignedidentities',
    'microsoft.containerregistry/registries',
];

/** What else was seen to use a resource, by resource id; such a resource stays. */
export type UsedBy = readonly { readonly id: string; readonly user: string }[];

/**
 * Exactly what Slipway's tags say that it made for this app, and of types that it makes; what something else uses as well stays. A web app takes all of its
 * slots with it: those that somebody else made are listed too.
 */
export function planRemoval(
    { name: app, id }: { readonly name: string; readonly id: string },
    group: { readonly id: string; readonly tags: Readonly<Record<string, string>> },
    resources: readonly GenericResource[],
    usedBy: UsedBy,
): RemovalPlan {
    const ours = resources
        .filter((resource) => resource.tags[createdForTag] === app && order.includes(resource.type.toLowerCase()))
        // Another target's app of the same name is another deployment.
        .filter((resource) => targetOfType(resource.type) === undefined || sameId(resource.id, id))
        .sort((one, other) => order.indexOf(one.type.toLowerCase()) - order.indexOf(other.type.toLowerCase()));
    const user = (resource: GenericResource) => usedBy.find((use) => sameId(use.id, resource.id))?.user;
    const made = ours
        .filter((resource) => user(resource) === undefined)
        .map((resource) => ({ id: resource.id, type: resource.type, name: nameOf(resource.id) }));
    const along = made.flatMap((item) =>
        slotsOf(item.id, resources)
            .filter((slot) => !made.some(({ id: other }) => sameId(other, slot.id)))
            .map((slot) => ({ id: slot.id, type: slot.type, name: nameOf(slot.id), goesAlong: 'yes' as const })),
    );
    const items = [...along, ...made];
    const kept = ours.flatMap((resource) => {
        const by = user(resource);
        return by === undefined
            ? []
            : [{ name: nameOf(resource.id), type: resource.type, reason: sentence('{user} uses it too.', { user: by }) }];
    });
    const [, , subscriptionId = '', , resourceGroup = ''] = group.id.split('/');
    return {
        app,
        subscriptionId: parseResourceId(ours[0]?.id ?? '')?.subscriptionId ?? subscriptionId,
        resourceGroup,
        items,
        kept,
        group: group.tags[createdForTag] === app && items.length === resources.length ? 'delete' : 'keep',
    };
}

/** The slots of a web app among these resources. */
export function slotsOf<T extends Pick<GenericResource, 'id'>>(siteId: string, resources: readonly T[]): readonly T[] {
    const start = `${siteId}/slots/`.toLowerCase();
    return resources.filter((resource) => resource.id.toLowerCase().startsWith(start));
}
