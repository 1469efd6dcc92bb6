import assert from 'node:assert/strict';
import { createPushMeter, type MovedLayer } from '../../../../src/core/image/pushMeter';
import { fill } from '../../../../src/views/words';

const megabyte = 1_000_000;

/** What is told for each `[ms, layer, status, sent, total]`: of the layer, and of all together. */
function told(
    ...moves: readonly (readonly [number, string, string, number?, number?])[]
): readonly (readonly [string, string] | undefined)[] {
    let now = 0;
    const meter = createPushMeter(() => now);
    return moves.map(([atMs, layer, status, sent, total]) => {
        now = atMs;
        const move: MovedLayer = {
            layer,
            status,
            ...(sent === undefined ? {} : { currentBytes: sent }),
            ...(total === undefined ? {} : { totalBytes: total }),
        };
        const reading = meter(move);
        return reading === undefined
            ? undefined
            : [fill(reading.layer.text, reading.layer.facts), reading.all === undefined ? '' : fill(reading.all.text, reading.all.facts)];
    });
}

describe('A push that is measured', () => {
    it('tells the bytes and the rate of a layer and of all together', () => {
        assert.deepEqual(
            told(
                [0, 'a', 'Preparing'],
                [0, 'a', 'Pushing', 0, 40 * megabyte],
                [1000, 'a', 'Pushing', 10 * megabyte, 40 * megabyte],
                [1000, 'b', 'Pushing', 0, 10 * megabyte],
                [2000, 'b', 'Pushing', 5 * megabyte, 10 * megabyte],
            ),
            [
                ['a: Preparing', ''],
                ['a: 1 kB of 40 MB', '1 kB of 40 MB'],
                ['a: 10 MB of 40 MB at 10 MB/s', '10 MB of 40 MB at 10 MB/s'],
                ['b: 1 kB of 10 MB', '10 MB of 50 MB at 10 MB/s'],
                ['b: 5 MB of 10 MB at 5 MB/s', '15 MB of 50 MB at 8 MB/s'],
            ],
        );
    });

    it('tells of the last seconds, not of the whole time', () => {
        const last = told(
            [0, 'a', 'Pushing', 0, 100 * megabyte],
            [1000, 'a', 'Pushing', 50 * megabyte, 100 * megabyte],
            [10_000, 'a', 'Pushing', 50 * megabyte, 100 * megabyte],
            [11_000, 'a', 'Pushing', 51 * megabyte, 100 * megabyte],
            [13_000, 'a', 'Pushing', 53 * megabyte, 100 * megabyte],
        ).at(-1);
        assert.equal(last?.[0], 'a: 53 MB of 100 MB at 1 MB/s');
    });

    it('says that nothing moves', () => {
        const last = told([0, 'a', 'Pushing', megabyte, 9 * megabyte], [5000, 'a', 'Pushing', megabyte, 9 * megabyte]).at(-1);
        assert.equal(last?.[0], 'a: 1 MB of 9 MB at 0 kB/s');
    });

    it('says of a layer that arrived how large it was and how fast it went, and of one that was there that it was', () => {
        assert.deepEqual(
            told(
                [0, 'a', 'Pushing', 0, 8 * megabyte],
                [2000, 'a', 'Pushed'],
                [2000, 'b', 'Layer already exists'],
                [2000, 'c', 'Mounted from other'],
            ).map((each) => each?.[0]),
            ['a: 1 kB of 8 MB', 'a: Pushed, 8 MB at 4 MB/s', 'b: Layer already exists', 'c: Mounted from other'],
        );
    });

    it('tells a new status at once, and bytes twice a second', () => {
        assert.deepEqual(
            told(
                [0, 'a', 'Pushing', 0, megabyte],
                [100, 'a', 'Pushing', 100_000, megabyte],
                [200, 'a', 'Retrying in 5 seconds'],
                [300, 'a', 'Retrying in 5 seconds'],
                [800, 'a', 'Pushing', 600_000, megabyte],
            ).map((each) => each?.[0]),
            ['a: 1 kB of 1 MB', undefined, 'a: Retrying in 5 seconds', undefined, 'a: 600 kB of 1 MB at 750 kB/s'],
        );
    });

    it('begins anew with a layer that is sent again', () => {
        const last = told(
            [0, 'a', 'Pushing', 5 * megabyte, 10 * megabyte],
            [1000, 'a', 'Pushing', 0, 10 * megabyte],
            [2000, 'a', 'Pushing', 2 * megabyte, 10 * megabyte],
        ).at(-1);
        assert.equal(last?.[0], 'a: 2 MB of 10 MB at 2 MB/s');
    });
});
