import assert from 'node:assert/strict';
import { isDeployedFrom } from '../../../../src/core/deploy/imageReference';
import { isForeign, readSnapshot, snapshotTags } from '../../../../src/core/deploy/snapshot';
import { createdForTag, digestTag } from '../../../../src/core/deploy/tags';

const before = { image: 'DOCKER|nginx:1', port: 8080, pull: 'settings', settings: ['GREETING', 'API_KEY'] };

describe('the snapshot of an app that somebody else made', () => {
    it('is read from tags as it was written to them', () => assert.deepEqual(readSnapshot(snapshotTags(before)), before));

    for (const ingress of ['internet', 'inside', 'off'] as const) {
        it(`tells who reached it: ${ingress}`, () => assert.equal(readSnapshot(snapshotTags({ ...before, ingress }))?.ingress, ingress));
    }

    it('is not told of when its image does not fit a tag: half a name is none', () =>
        assert.deepEqual(snapshotTags({ ...before, image: 'x'.repeat(257) }), {}));

    it('cuts names of settings, which only explain', () => {
        const tags = snapshotTags({ ...before, settings: Array.from({ length: 100 }, (_, index) => `SETTING_${index.toString()}`) });
        assert.ok(Object.values(tags).every((value) => value.length <= 256));
    });

    it('reads nothing from tags that anybody else wrote badly', () => {
        assert.equal(readSnapshot({ 'slipway-before': '' }), undefined);
        assert.equal(readSnapshot({ 'slipway-before': 'x', 'slipway-before-port': 'eighty' })?.port, undefined);
        assert.equal(readSnapshot({ 'slipway-before': 'x', 'slipway-before-ingress': 'everybody' })?.ingress, undefined);
    });

    for (const [title, tags, foreign] of [
        ['an app without tags is somebody else’s', {}, true],
        ['an app that Slipway made is not', { [createdForTag]: 'app' }, false],
        ['an app that Slipway deployed to with consent is not', { [digestTag]: 'sha256:1' }, false],
    ] as const) {
        it(title, () => assert.equal(isForeign(tags), foreign));
    }

    const digest = `sha256:${'1'.repeat(64)}`;
    for (const [title, image, deployed] of [
        ['a digest of the same repository is what Slipway deployed', `DOCKER|Mine.azurecr.io/app@sha256:${'2'.repeat(64)}`, true],
        ['a tag of the same repository is what somebody else deployed', 'DOCKER|mine.azurecr.io/app:v1', false],
        ['another repository is somebody else’s', `DOCKER|mine.azurecr.io/app2@${digest}`, false],
        ['another registry is somebody else’s', `DOCKER|other.azurecr.io/app@${digest}`, false],
        ['a runtime is somebody else’s', 'PYTHON|3.13', false],
    ] as const) {
        it(title, () => assert.equal(isDeployedFrom(image, `mine.azurecr.io/app@${digest}`), deployed));
    }
});
