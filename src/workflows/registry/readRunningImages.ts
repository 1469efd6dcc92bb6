import { isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { imageOf } from '../../core/deploy/imageReference';
import { parseResourceId } from '../../core/deploy/resourceId';
import type { Azure } from '../../ports/azure';

/** Something of a subscription that runs images, or starts them again when it is told to. */
export interface ImageRunner {
    readonly id: string;
    /** For people; a slot's is `app/slot`. */
    readonly name: string;
    /** As it is configured to pull them. */
    readonly images: readonly string[];
    /** Registries that it is set up to pull from, whatever it runs now. */
    readonly servers: readonly string[];
}

const atOnce = 8;

/** Every web app, slot, container app, job and container group of a subscription, with the images that they name. */
export async function readRunningImages(op: Operation, azure: Azure, subscriptionId: string): Promise<readonly ImageRunner[]> {
    const [sites, apps, groups] = await Promise.all([
        webApps(op, azure, subscriptionId),
        whereRegistered(azure.containerApps.list(op, subscriptionId)),
        whereRegistered(azure.containerGroups.list(op, subscriptionId)),
    ]);
    return [
        ...sites,
        ...apps.map(({ id, name, image, registries }) => ({ id, name, images: [image], servers: registries.map(({ server }) => server) })),
        ...groups.map(({ id, name, containers }) => ({ id, name, images: containers.map(({ image }) => image), servers: [] })),
    ];
}

/** Where a provider is not registered nothing of it is. */
async function whereRegistered<T>(list: Promise<readonly T[]>): Promise<readonly T[]> {
    try {
        return await list;
    } catch (error) {
        if (isFailure(error) && error.code === 'azure/provider-not-registered') {
            return [];
        }
        throw error;
    }
}

/** A list of sites does not tell their images; each container's configuration is read. Slots are in no list of sites. */
async function webApps(op: Operation, azure: Azure, subscriptionId: string): Promise<readonly ImageRunner[]> {
    const [sites, slots] = await Promise.all([
        whereRegistered(azure.sites.list(op, subscriptionId)),
        whereRegistered(azure.resources.list(op, subscriptionId, 'Microsoft.Web/sites/slots')),
    ]);
    const all = [...sites.filter(({ kind }) => /container/i.test(kind)), ...slots].map(({ id }) => id);
    const found: ImageRunner[] = [];
    for (let at = 0; at < all.length; at += atOnce) {
        const some = all.slice(at, at + atOnce).map(async (id) => {
            const { linuxFxVersion, container } = await azure.sites.config(op, id);
            const image = imageOf(linuxFxVersion);
            return {
                id,
                name: parseResourceId(id)?.names.join('/') ?? id,
                // What runs beside the main container is pulled too.
                images: container === undefined ? (image === undefined ? [] : [image]) : await imagesOf(op, azure, id),
                servers: [],
            };
        });
        found.push(...(await Promise.all(some)));
    }
    return found;
}

async function imagesOf(op: Operation, azure: Azure, siteId: string): Promise<readonly string[]> {
    return (await azure.sites.containers(op, siteId)).map(({ image }) => image);
}
