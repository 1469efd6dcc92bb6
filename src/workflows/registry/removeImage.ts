import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { RegistryFailure } from '../../core/failures/registry';
import type { Azure } from '../../ports/azure';
import type { Registries, RegistryAddress } from '../../ports/registry';
import { findImageUsers, type NamedImage } from './findImageUsers';

export interface ImageAddress extends NamedImage {
    readonly subscriptionId: string;
    readonly tenantId: string | undefined;
    readonly permissions?: RegistryAddress['permissions'];
}

interface Ports {
    readonly azure: Azure;
    readonly registry: Registries;
}

/**
 * Deletes an image with all its tags, or takes one tag away. What is deployed is left alone: an app that starts again must find its image, and a registry
 * may throw away what has no tag. Throws 'registry/in-use'.
 */
export async function removeImage(
    op: Operation,
    { azure, registry }: Ports,
    image: ImageAddress,
    what: 'image' | { readonly tag: string },
): Promise<void> {
    const users = await findImageUsers(op, azure, image.subscriptionId, image);
    if (users.length > 0) {
        const reference = what === 'image' ? `${image.repository}@${image.digest.slice(0, 19)}` : `${image.repository}:${what.tag}`;
        throw new Failure<RegistryFailure>('registry/in-use', { reference, app: users.join(', ') });
    }
    const { loginServer, tenantId, permissions } = image;
    const address: RegistryAddress = { loginServer, tenantId, ...(permissions === undefined ? {} : { permissions }) };
    await (what === 'image'
        ? registry.deleteManifest(op, address, image.repository, image.digest)
        : registry.untag(op, address, image.repository, what.tag));
}
