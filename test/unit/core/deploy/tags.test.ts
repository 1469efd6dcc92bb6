import assert from 'node:assert/strict';
import { createdTags, deployedTags, outcomeTags, readHistory } from '../../../../src/core/deploy/tags';
import type { Tags } from '../../../../src/core/deploy/resources';

const digest = (number: number) => `sha256:${number.toString(16).padStart(64, '0')}`;
const deploy = (tags: Tags, number: number): Tags => ({
    ...tags,
    ...deployedTags(tags, { digest: digest(number), port: 8000 + number, nowMs: number * 1000 }),
});
const afterwards = (count: number, tags: Tags = createdTags('app', 'project')) =>
    Array.from({ length: count }, (_, index) => index + 1).reduce(deploy, tags);

describe('The history in tags', () => {
    it('holds what runs first and what ran before it, newest first, with its port', () => {
        assert.deepEqual(readHistory(afterwards(3)), [
            { digest: digest(3), deployedMs: 3000, port: 8003 },
            { digest: digest(2), deployedMs: 2000, port: 8002 },
            { digest: digest(1), deployedMs: 1000, port: 8001 },
        ]);
    });

    it('holds an image once, however often it was deployed', () => {
        assert.deepEqual(
            readHistory(deploy(afterwards(3), 1)).map((entry) => entry.digest),
            [digest(1), digest(3), digest(2)],
        );
    });

    it('marks what never answered, while it runs and once it ran, until it did after all', () => {
        const noted = (tags: Tags, number: number, outcome: 'answers' | 'failed') => ({
            ...tags,
            ...outcomeTags(tags, digest(number), outcome),
        });
        const failing = noted(afterwards(2), 2, 'failed');
        const marked = (tags: Tags) => readHistory(tags).map((entry) => [entry.digest, entry.failed]);
        assert.deepEqual(marked(failing), [
            [digest(2), 'yes'],
            [digest(1), undefined],
        ]);
        assert.deepEqual(marked(deploy(failing, 3)), [
            [digest(3), undefined],
            [digest(2), 'yes'],
            [digest(1), undefined],
        ]);
        assert.deepEqual(marked(deploy(deploy(failing, 3), 4))[2], [digest(2), 'yes']);
        assert.deepEqual(marked(noted(failing, 2, 'answers'))[0], [digest(2), undefined]);
        assert.deepEqual(marked(noted(failing, 3, 'failed'))[0], [digest(2), 'yes']);
        assert.equal(outcomeTags(failing, digest(2), 'failed'), undefined);
        assert.equal(outcomeTags(afterwards(2), digest(2), 'answers'), undefined);
        assert.ok(String(noted(noted(noted(failing, 7, 'failed'), 8, 'failed'), 9, 'failed')['slipway-failed']).length <= 256);
        assert.equal(readHistory(deploy(failing, 3))[1]?.port, 8002);
    });

    it('stays within fifty tags of 256 characters, whatever else is there', () => {
        const theirs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`team-${index}`, 'x']));
        for (const [others, remembered] of [
            [0, 9],
            [41, 4],
            [44, 1],
        ] as const) {
            const tags = afterwards(30, { ...theirs(others), ...createdTags('app', 'p'.repeat(400)) });
            assert.ok(Object.keys(tags).length <= 50, String(Object.keys(tags).length));
            assert.ok(Object.values(tags).every((value) => value.length <= 256));
            assert.equal(readHistory(tags).length, remembered);
        }
    });

    it('leaves out what somebody else wrote badly', () => {
        assert.deepEqual(
            readHistory({ 'slipway-digest': 'sha256:x', 'slipway-was-1': 'nonsense', 'slipway-was-2': `${digest(1)} never` }),
            [],
        );
    });
});
