import assert from 'node:assert/strict';
import { builtFrom } from '../../../../src/core/dockerfile/builtFrom';

const projects = [{ folder: 'server' }, { folder: 'apps/api', context: '' }, { folder: 'shop/apps/web', context: 'shop' }];

describe('the place that a Dockerfile is built from', () => {
    const rows = [
        { title: 'the top for one at the top', path: 'Dockerfile', expected: { context: '', dockerfile: 'Dockerfile' } },
        { title: "a project's own folder for its Dockerfile", path: 'server/Dockerfile', expected: { context: 'server', dockerfile: 'Dockerfile' } },
        { title: "the workspace's root for a member's", path: 'apps/api/Dockerfile', expected: { context: '', dockerfile: 'apps/api/Dockerfile' } },
        { title: "a workspace's root in a folder for its member's", path: 'shop/apps/web/Dockerfile', expected: { context: 'shop', dockerfile: 'apps/web/Dockerfile' } },
        { title: 'the top for one that belongs to no project', path: 'docker/web/Dockerfile.prod', expected: { context: '', dockerfile: 'docker/web/Dockerfile.prod' } },
    ]; // prettier-ignore
    for (const { title, path, expected } of rows) {
        it(`is ${title}`, () => assert.deepEqual(builtFrom(path, projects), expected));
    }
});
