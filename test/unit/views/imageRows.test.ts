import assert from 'node:assert/strict';
import { imageRows, isTaggedFor, referenceOfRow, type ListedImage } from '../../../src/views/imageRows';

const day = 86_400_000;
const image = (tag: string, more: Partial<ListedImage> = {}): ListedImage => ({
    id: `sha256:${'a'.repeat(64)}`,
    tags: [tag],
    digests: [],
    sizeBytes: 187_000_000,
    createdMs: 0,
    architecture: 'amd64',
    os: 'linux',
    ...more,
});

describe('The images under a project', () => {
    it('say their size, age, architecture and digest', () => {
        const [row] = imageRows('file:///app', 'shop', [image('shop:1')], [], 2 * day);
        assert.equal(row?.label, 'shop:1');
        assert.equal(row.description, '187 MB · 2 days ago · amd64 · aaaaaaaaaaaa');
        assert.equal(row.context, 'engineImage');
    });

    it('begin with what a narrow side bar must not cut, name, tag, size and age, and name the registry last', () => {
        const [row] = imageRows('file:///app', 'shop', [image('127.0.0.1:5000/team/shop:1')], [], 2 * day);
        assert.equal(row?.label, 'shop:1');
        assert.equal(row.description, '187 MB · 2 days ago · amd64 · aaaaaaaaaaaa · 127.0.0.1:5000/team');
        assert.match(row.tooltip ?? '', /^Image 127\.0\.0\.1:5000\/team\/shop:1\n/);
        assert.equal(referenceOfRow(row.id), '127.0.0.1:5000/team/shop:1');
        assert.equal(row.copy, '127.0.0.1:5000/team/shop:1');
    });

    it('say that they run, and where', () => {
        const container = { id: 'c', image: 'shop:1', state: 'running', ports: [{ containerPort: 8000, hostPort: 49153 }] };
        const [row] = imageRows('file:///app', 'shop', [image('shop:1')], [container], 0);
        assert.match(row?.description ?? '', /^runs on port 49153 · /);
        assert.equal(row?.context, 'engineImage running');
    });

    for (const [count, shown, below] of [
        [0, 0, 0],
        [1, 1, 0],
        [8, 8, 0],
        [50, 8, 42],
        [1000, 8, 992],
    ] as const) {
        it(`keep ${count.toString()} of them in sight: ${shown.toString()} right below the project, the others below a row that can be opened`, () => {
            const images = Array.from({ length: count }, (_, index) => image(`shop:${index.toString()}`, { createdMs: index }));
            const rows = imageRows('file:///app', 'shop', images, [], 0);
            const last = rows.at(-1);
            assert.equal(rows.length, shown + (below > 0 ? 1 : 0));
            assert.equal(below > 0 ? last?.children?.length : 0, below);
            assert.equal(below > 0 ? last?.label : undefined, below > 0 ? `${below.toString()} older` : undefined);
            const all = [...rows, ...(last?.children ?? [])];
            assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
        });
    }

    it('are those of the project alone, newest first, a row for each tag', () => {
        const images = [
            image('shop:old', { createdMs: 1 }),
            image('other:1'),
            image('acme.azurecr.io/team/shop:new', { createdMs: 2 }),
            image('shop-api:1'),
        ];
        assert.deepEqual(
            imageRows('file:///app', 'shop', images, [], 3).map(({ label }) => label),
            ['shop:new', 'shop:old'],
        );
    });

    for (const [title, deployed, expected] of [
        ['begin with the one that is deployed, by the tag that was pushed', 'acme.azurecr.io/shop@sha256:d', ['2', 'new', 'slipway']],
        ['begin with the newest where the deployed one is not there', 'acme.azurecr.io/shop@sha256:e', ['new', '2', 'slipway']],
        ['begin with the newest where a first deploy failed before its push', '', ['new', '2', 'slipway']],
        ['know the deployed one in another registry by its digest', 'other.azurecr.io/shop@sha256:d', ['2', 'new', 'slipway']],
    ] as const) {
        it(title, () => {
            const images = [
                image('shop:new', { createdMs: 9 }),
                image('', { tags: ['shop:slipway', 'acme.azurecr.io/shop:2'], digests: ['acme.azurecr.io/shop@sha256:d'], createdMs: 1 }),
            ];
            assert.deepEqual(
                imageRows('file:///app', 'shop', images, [], 10, deployed).map(({ label }) => label.replace('shop:', '')),
                expected,
            );
        });
    }

    it('are counted where they are many', () => {
        const images = Array.from({ length: 11 }, (_, index) => image(`shop:${String(index)}`, { createdMs: index }));
        const rows = imageRows('file:///app', 'shop', images, [], 20);
        assert.equal(rows.length, 9);
        assert.equal(rows.at(-1)?.label, '3 older');
        assert.equal(referenceOfRow(rows.at(-1)?.id ?? ''), undefined);
    });

    for (const [tag, name, expected] of [
        ['shop:1', 'shop', true],
        ['127.0.0.1:5000/shop', 'shop', true],
        ['127.0.0.1:5000/shop:1', 'shop', true],
        ['shop/web:1', 'shop', false],
    ] as const) {
        it(`take ${tag} for ${expected ? 'one' : 'none'} of ${name}`, () => assert.equal(isTaggedFor(tag, name), expected));
    }

    it('name their image in their id', () => {
        const [row] = imageRows('file:///a%23b', 'shop', [image('localhost:5000/shop:1')], [], 0);
        assert.equal(referenceOfRow(row?.id ?? ''), 'localhost:5000/shop:1');
    });
});
