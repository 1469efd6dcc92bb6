import { Failure } from '../../../base/failure';
import type { RegistryNode } from '../../tree/registriesView';

export type ImageNode = Extract<RegistryNode, { kind: 'image' }>;

/** The image that a command of the tree was given. */
export function imageNode(argument: unknown): ImageNode {
    if (!isImage(argument)) {
        throw new Failure('internal/unexpected', { reason: 'This command belongs to an image of the registries.' });
    }
    return argument;
}

/** The images of the rows that were chosen together with the one that the menu was opened on; other rows are left alone. */
export function imageNodes(argument: unknown, chosen: unknown): readonly ImageNode[] {
    const nodes = Array.isArray(chosen) && chosen.length > 1 ? (chosen as unknown[]).filter(isImage) : [];
    return nodes.length === 0 ? [imageNode(argument)] : nodes;
}

function isImage(argument: unknown): argument is ImageNode {
    return (argument as RegistryNode | undefined)?.kind === 'image';
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
