import assert from 'node:assert/strict';
import type { ContainerRegistry, RepositoryImage } from '../../../src/core/deploy/resources';
import { imageRow, registryRow } from '../../../src/views/registryRows';

const registry: ContainerRegistry = {
    ...{
        id: '/Subscriptions/s/resourceGroups/g/providers/P/registries/R',
        name: 'R',
        location: 'westeurope',
        loginServer: 'r-x.azurecr.io',
    },
    ...{ sku: 'Basic', tags: {}, permissions: 'registry', publicAccess: 'enabled', state: 'Succeeded' },
};
const image: RepositoryImage = {
    digest: `sha256:${'ab'.repeat(32)}`,
    tags: ['20261128-173236-fe80f1338abc', 'live'],
    sizeBytes: 2_500_000,
    createdMs: 0,
    platform: 'linux/amd64',
};

describe('rows of registries', () => {
    it('keep a registry’s row the same whatever case Azure writes its id in', () => {
        assert.equal(registryRow(registry, 'Dev').id, registryRow({ ...registry, id: registry.id.toLowerCase() }, 'Dev').id);
    });

    for (const [title, change, told] of [
        ['say nothing more of an open one', {}, /^r-x\.azurecr\.io$/],
        ['explain a private network', { publicAccess: 'disabled' }, /private connections/],
        ['explain a restricted network', { publicAccess: 'selected' }, /chosen networks/],
        ['explain rights for each repository', { permissions: 'repository' }, /AcrPull and AcrPush do not count/],
    ] as const) {
        it(title, () => assert.match(registryRow({ ...registry, ...change }, 'Dev').tooltip ?? '', told));
    }

    it('name an image by its tag, shortened where a deploy made it, with its size', () => {
        const row = imageRow(registry.id, 'app', image, 120_000);
        assert.deepEqual([row.label, row.context], ['20261128-173236 +1', 'registryImage tagged']);
        assert.match(row.description ?? '', /^abababababab · 3 MB · /);
        assert.match(row.tooltip ?? '', /20261128-173236-fe80f1338abc, live/);
    });

    it('name one without a tag by its digest, and offer no untagging', () => {
        const row = imageRow(registry.id, 'app', { ...image, tags: [] }, 0);
        assert.deepEqual([row.label, row.context], ['abababababab', 'registryImage']);
    });
});
