import assert from 'node:assert/strict';
import { suggestJson } from '../../../../src/core/mcp/suggestJson';

const schema = {
    type: 'object',
    properties: {
        add: { type: 'integer' },
        mode: { enum: ['fast', 'slow'] },
        dry: { type: 'boolean', default: true },
        at: { $ref: '#/$defs/place' },
        list: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
        far: { $ref: 'https://evil.example/schema.json' },
    },
    required: ['add'],
    $defs: { place: { type: 'object', properties: { city: { type: 'string' } } } },
};

describe('suggestions in the JSON of a call', () => {
    // `|` is the cursor.
    const cases: readonly (readonly [title: string, text: string, labels: readonly string[]])[] = [
        ['properties where one may begin', '{ | }', ['add', 'mode', 'dry', 'at', 'list', 'far']],
        ['properties that begin as typed', '{ "mo|" }', ['mode']],
        ['the values of an enumeration', '{ "mode": | }', ['fast', 'slow']],
        ['true and false', '{ "dry": | }', ['true', 'false']],
        ['properties behind a reference', '{ "at": { | } }', ['city']],
        ['properties of list items', '{ "list": [ { | } ] }', ['name']],
        ['nothing behind a reference to another document', '{ "far": { | } }', []],
        ['nothing where the schema says nothing', '{ "other": { | } }', []],
    ];
    for (const [title, marked, labels] of cases) {
        it(`offers ${title}`, () => {
            const offset = marked.indexOf('|');
            const found = suggestJson(schema, marked.replace('|', ''), offset);
            assert.deepEqual(
                found.map(({ label }) => label),
                labels,
            );
        });
    }

    it('writes a property with a value of its type, and no second colon', () => {
        const [open] = suggestJson(schema, '{ "li" }', 4);
        assert.deepEqual([open?.insert, open?.start, open?.end], ['"list": []', 2, 6]);
        const [keyed] = suggestJson(schema, '{ "li": 1 }', 4);
        assert.equal(keyed?.insert, '"list"');
    });
});
