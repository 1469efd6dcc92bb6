import { Failure } from '../../../base/failure';
import type { RegistryNode } from '../../tree/registriesView';

type ImageNode = Extract<RegistryNode, { kind: 'image' }>;

/** The image that a command of the tree was given. */
export function imageNode(argument: unknown): ImageNode {
    const node = argument as RegistryNode | undefined;
    if (node?.kind !== 'image') {
        throw new Failure('internal/unexpected', { reason: 'This command belongs to an image of the registries.' });
    }
    return node;
}

export function addressOf({ registry, tenantId, repository, image }: ImageNode) {
    const { loginServer, id, permissions } = registry;
    return {
        loginServer,
        tenantId,
        permissions,
        repository,
        digest: image.digest,
        tags: image.tags,
        subscriptionId: id.split('/')[2] ?? '',
    };
}
