import assert from 'node:assert/strict';
import { matchesCron } from '../../../../src/localAzure/containerApps/matchesCron';

// A Wednesday.
const at = new Date('2026-03-04T05:06:00Z');

describe('a clock expression of a job', () => {
    for (const [expression, expected] of [
        ['* * * * *', true],
        ['6 5 * * *', true],
        ['*/5 * * * *', false],
        ['*/6 * * * *', true],
        ['0-10 5 4 3 *', true],
        ['6 5 1 * 3', true],
        ['6 5 1 * 4', false],
        ['1,6 5 * * 1-5', true],
        ['60 * * * *', undefined],
        ['* * * *', undefined],
        ['*/0 * * * *', undefined],
        ['a b c d e', undefined],
        ['5-1 * * * *', undefined],
    ] as const) {
        it(`${expression} ${expected === undefined ? 'is none' : expected ? 'names the minute' : 'names other minutes'}`, () =>
            assert.equal(matchesCron(expression, at), expected));
    }
});
