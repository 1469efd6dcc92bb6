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
    /** Registries that it is set up to pull from, whatever it runs now; `unknown` where its images cannot be read. */
    readonly servers: readonly string[] | 'unknown';
}

/** What cannot be read is taken to pull: a registry that is left too often costs less than one that is missed. */
export function pullsFrom({ images, servers }: ImageRunner, loginServer: string): boolean {
    const server = loginServer.toLowerCase();
    if (servers === 'unknown') {
        return true;
    }
    return servers.some((one) => one.toLowerCase() === server) || images.some((image) => image.toLowerCase().startsWith(`${server}/`));
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
        ...groups.map(({ id, name, containers, registries }) => ({
            id,
            name,
            images: containers.map(({ image }) => image),
            servers: registries.map(({ server }) => server),
        })),
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
    const apps = sites.filter(({ kind }) => /container/i.test(kind)).map(({ id }) => id);
    const all = [...apps, ...slots.map(({ id }) => id)];
    const found: ImageRunner[] = [];
    for (let at = 0; at < all.length; at += atOnce) {
        const some = all.slice(at, at + atOnce).map(async (id) => {
            const { linuxFxVersion, container } = await azure.sites.config(op, id);
            const image = imageOf(linuxFxVersion);
            // A compose file, or a container of Windows; a slot that names no image may be one of code.
            const unread =
                image === undefined && container === undefined && (apps.includes(id) || /^(?:COMPOSE|KUBE)\|/i.test(linuxFxVersion));
            return {
                id,
                name: parseResourceId(id)?.names.join('/') ?? id,
                // What runs beside the main container is pulled too.
                images: container === undefined ? (image === undefined ? [] : [image]) : await imagesOf(op, azure, id),
                servers: unread ? ('unknown' as const) : [],
            };
        });
        found.push(...(await Promise.all(some)));
    }
    return found;
}

async function imagesOf(op: Operation, azure: Azure, siteId: string): Promise<readonly string[]> {
    return (await azure.sites.containers(op, siteId)).map(({ image }) => image);
}
