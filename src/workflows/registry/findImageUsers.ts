import type { Operation } from '../../base/operation';
import type { Azure } from '../../ports/azure';
import { readRunningImages } from './readRunningImages';

/** An image of a registry, as something that runs may name it. */
export interface NamedImage {
    readonly loginServer: string;
    readonly repository: string;
    /** `sha256:…` */
    readonly digest: string;
    readonly tags: readonly string[];
}

/** The names of what runs the image in the registry's subscription, by digest or by one of its tags. */
export async function findImageUsers(op: Operation, azure: Azure, subscriptionId: string, image: NamedImage): Promise<readonly string[]> {
    const running = await readRunningImages(op, azure, subscriptionId);
    return running.filter(({ images }) => images.some((reference) => names(reference, image))).map(({ name }) => name);
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
