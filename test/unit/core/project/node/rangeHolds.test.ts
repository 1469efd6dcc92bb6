import assert from 'node:assert/strict';
import { rangeHolds } from '../../../../../src/core/project/node/rangeHolds';

describe('A version in a lock file', () => {
    const rows: readonly (readonly [range: string, version: string, holds: boolean])[] = [
        ['>=4.17.19', '4.17.15', false],
        ['>=4.17.19', '4.17.21', true],
        ['^1.2.3', '1.2.2', false],
        ['^1.2.3', '1.9.0', true],
        ['^1.2.3', '2.0.0', false],
        ['^0.2.3', '0.2.9', true],
        ['^0.2.3', '0.3.0', false],
        ['^0.0.3', '0.0.4', false],
        ['~1.2.3', '1.2.9', true],
        ['~1.2.3', '1.3.0', false],
        ['1.2.3', '1.2.4', false],
        ['^1.0.0 || ^2.0.0', '2.1.0', true],
        ['>=1.2.0 <2.0.0', '1.1.0', false],
        ['>= 4.0.0', '4.1.0', true],
        ['>= 4.0.0', '3.9.0', false],
        ['>= 4.0.0 < 5.0.0', '4.1.0', true],
        ['>= 4.0.0 < 5.0.0', '3.1.0', false],
        ['^ 1.2.3', '1.3.0', true],
        ['^ 1.2.3', '2.0.0', false],
        ['~ 1.2.3', '1.2.4', true],
        ['= 1.2.3', '1.2.3', true],
        ['< 2.0.0', '1.0.0', true],
        ['1.2.3 - 2.0.0', '1.5.0', true],
        ['1.2.3 - 2.0.0 || ^3.0.0', '1.5.0', true],
        ['~> 1.2.3', '1.2.9', true],
        ['~>1.2.3', '1.2.9', true],
        ['', '1.0.0', true],
        ['^1.0.0 ||', '2.0.0', true],
        ['latest', '1.0.0', true],
        ['^1.2.3-beta.1', '1.2.3-beta.4', true],
        ['github:a/b', '1.0.0', true],
        ['1.x', '2.0.0', true],
    ];
    for (const [range, version, holds] of rows) {
        it(`${version} is ${holds ? 'not known to be outside' : 'outside'} of ${range}`, () => {
            assert.equal(rangeHolds(range, version), holds);
        });
    }
});
