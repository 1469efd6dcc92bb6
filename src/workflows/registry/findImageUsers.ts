import type { Operation } from '../../base/operation';
import { imageOf } from '../../core/deploy/imageReference';
import type { Azure } from '../../ports/azure';

/** An image of a registry, as something that runs may name it. */
export interface NamedImage {
    readonly loginServer: string;
    readonly repository: string;
    /** `sha256:…` */
    readonly digest: string;
    readonly tags: readonly string[];
}

const atOnce = 8;

/** The names of what runs the image in the registry's subscription, by digest or by one of its tags. */
export async function findImageUsers(op: Operation, azure: Azure, subscriptionId: string, image: NamedImage): Promise<readonly string[]> {
    const [sites, apps, groups] = await Promise.all([
        webApps(op, azure, subscriptionId),
        azure.containerApps.list(op, subscriptionId),
        azure.containerGroups.list(op, subscriptionId),
    ]);
    const running = [
        ...sites,
        ...apps.map(({ name, image: reference }) => ({ name, reference })),
        ...groups.flatMap(({ name, containers }) => containers.map((container) => ({ name, reference: container.image }))),
    ];
    return [...new Set(running.filter(({ reference }) => names(reference, image)).map(({ name }) => name))];
}

/** The reference means this image. Hosts and repositories are the same in any case. */
export function names(reference: string, { loginServer, repository, digest, tags }: NamedImage): boolean {
    const start = `${loginServer}/${repository}`.toLowerCase();
    if (!reference.toLowerCase().startsWith(start)) {
        return false;
    }
    const rest = reference.slice(start.length);
    return rest.includes('@')
        ? rest.endsWith(`@${digest}`)
        : tags.some((tag) => rest === `:${tag}`) || (rest === '' && tags.includes('latest'));
}

/** A list of sites does not tell their images; each container's configuration is read. */
async function webApps(op: Operation, azure: Azure, subscriptionId: string) {
    const sites = (await azure.sites.list(op, subscriptionId)).filter(({ kind }) => /container/i.test(kind));
    const found: { readonly name: string; readonly reference: string }[] = [];
    for (let at = 0; at < sites.length; at += atOnce) {
        const some = sites.slice(at, at + atOnce).map(async ({ id, name }) => {
            const config = await azure.sites.config(op, id);
            return { name, reference: imageOf(config.linuxFxVersion) ?? '' };
        });
        found.push(...(await Promise.all(some)));
    }
    return found;
}
