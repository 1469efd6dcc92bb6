import assert from 'node:assert/strict';
import { names } from '../../../../src/workflows/registry/findImageUsers';

const image = { loginServer: 'r.azurecr.io', repository: 'team/app', digest: 'sha256:aa', tags: ['1', 'latest'] };

describe('a reference to an image', () => {
    for (const [reference, means] of [
        ['r.azurecr.io/team/app@sha256:aa', true],
        ['R.azurecr.io/team/app@sha256:aa', true],
        ['r.azurecr.io/team/app:1', true],
        ['r.azurecr.io/team/app:1@sha256:aa', true],
        ['r.azurecr.io/team/app', true],
        ['r.azurecr.io/team/app:2', false],
        ['r.azurecr.io/team/app@sha256:bb', false],
        ['r.azurecr.io/team/app-two:1', false],
        ['other.azurecr.io/team/app:1', false],
    ] as const) {
        it(`${reference} ${means ? 'means' : 'does not mean'} it`, () => assert.equal(names(reference, image), means));
    }
});
