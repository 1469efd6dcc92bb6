import assert from 'node:assert/strict';
import { isSameInput } from '../../../src/panel/isSameInput';

/** What an input holds, beside what the page would draw. */
describe('what is typed stays as it is', () => {
    for (const [type, typed, drawn, same] of [
        ['number', '1.0', '1', true],
        ['number', '1e3', '1000', true],
        ['number', '1', '2', false],
        ['number', '', '0', false],
        ['number', '0', '', false],
        ['number', '', '', true],
        ['text', '1.0', '1', false],
        ['text', 'a', 'a', true],
    ] as const) {
        it(`${type} “${typed}” is ${same ? '' : 'not '}“${drawn}”`, () => {
            assert.equal(isSameInput(type, typed, drawn), same);
        });
    }
});
