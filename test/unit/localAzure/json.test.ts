import assert from 'node:assert/strict';
import { field, mergePatch, textEntries, type JsonValue } from '../../../src/localAzure/json';

describe('JSON as Azure reads it', () => {
    it('finds names in any case', () => assert.equal(field({ Properties: { SKU: 'B1' } }, 'properties', 'sku'), 'B1'));
    it('finds nothing in what is no object', () => assert.equal(field('text', 'length'), undefined));
    it('takes numbers and truth values of settings as text', () =>
        assert.deepEqual(textEntries({ a: 1, b: true, c: 'x', d: null }), { a: '1', b: 'true', c: 'x' }));
    for (const [title, target, patch, expected] of [
        ['replaces', { a: 1 }, { a: 2 }, { a: 2 }],
        ['keeps what is not named', { a: 1, b: { c: 1 } }, { b: { d: 2 } }, { a: 1, b: { c: 1, d: 2 } }],
        ['removes with null', { a: 1, b: 2 }, { a: null }, { b: 2 }],
        ['replaces lists as a whole', { a: [1, 2] }, { a: [3] }, { a: [3] }],
        ['keeps the first spelling of a name', { adminUser: 1 }, { AdminUser: 2 }, { adminUser: 2 }],
    ] as readonly [string, JsonValue, JsonValue, JsonValue][]) {
        it(`a merge ${title}`, () => assert.deepEqual(JSON.parse(JSON.stringify(mergePatch(target, patch))), expected));
    }
});
