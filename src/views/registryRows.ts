import { sizeWords } from '../base/sizeWords';
import type { ContainerRegistry, RepositoryImage } from '../core/deploy/resources';
import { agoWords } from './agoWords';
import { shortDigest, type Row } from './projectRows';
import { say } from './say';

/** A registry of a subscription. */
export function registryRow(registry: ContainerRegistry, subscription: string): Row {
    const notes = [
        registry.permissions === 'repository'
            ? say('Rights are given for each repository (ABAC): AcrPull and AcrPush do not count here.')
            : undefined,
        registry.publicAccess === 'disabled'
            ? say('Only private connections are accepted: its images cannot be listed from here.')
            : undefined,
        registry.publicAccess === 'selected'
            ? say('Only chosen networks are accepted: its images may not be listed from here.')
            : undefined,
    ].filter((note) => note !== undefined);
    return {
        id: registry.id.toLowerCase(),
        label: registry.name,
        description: `${registry.sku} · ${registry.location} · ${subscription}${registry.publicAccess === 'enabled' ? '' : ` · ${say('restricted network')}`}`,
        tooltip: [registry.loginServer, ...notes].join('\n'),
        icon: registry.publicAccess === 'enabled' ? 'archive' : 'lock',
        context: 'registry',
        expandable: 'collapsed',
    };
}

export function repositoryRow(registryId: string, repository: string): Row {
    return {
        id: `${registryId.toLowerCase()}/${repository}`,
        label: repository,
        icon: 'repo',
        context: 'repository',
        expandable: 'collapsed',
    };
}

/** An image by its newest tag; one without a tag by its digest. */
export function imageRow(registryId: string, repository: string, image: RepositoryImage, nowMs: number): Row {
    const [first] = image.tags;
    const more = image.tags.length > 1 ? ` +${(image.tags.length - 1).toString()}` : '';
    const parts = [
        ...(first === undefined ? [say('no tag')] : [shortDigest(image.digest)]),
        sizeWords(image.sizeBytes),
        ...(image.createdMs === undefined ? [] : [agoWords(nowMs - image.createdMs)]),
    ];
    return {
        id: `${registryId.toLowerCase()}/${repository}@${image.digest}`,
        // A tag that a deploy made is long; its time is what tells it from the others, and the size has to fit beside it.
        label: first === undefined ? shortDigest(image.digest) : `${first.replace(/^(\d{8}-\d{6})-[0-9a-f]{12}$/, '$1')}${more}`,
        description: parts.join(' · '),
        tooltip: [
            `${repository}@${image.digest}`,
            image.platform,
            image.tags.length === 0 ? say('No tag') : say('Tags: {0}', image.tags.join(', ')),
        ]
            .filter((line) => line !== undefined)
            .join('\n'),
        icon: first === undefined ? 'circle-outline' : 'tag',
        context: first === undefined ? 'registryImage' : 'registryImage tagged',
        expandable: 'leaf',
    };
}

export function emptyRow(id: string, label: string): Row {
    return { id: `${id}#empty`, label, icon: 'info', context: 'empty', expandable: 'leaf' };
}

/** What to do next where there is no registry. */
export function createRow(): Row {
    return {
        id: 'registries#create',
        label: say('Create a registry…'),
        icon: 'add',
        context: 'action',
        expandable: 'leaf',
        command: { id: 'slipway.registry.create', title: say('Create a registry…'), args: [] },
    };
}
