import assert from 'node:assert/strict';
import { formModel } from '../../../src/core/mcp/formModel';
import { wrongText } from '../../../src/views/wrongText';

function check(schema: Readonly<Record<string, unknown>>, text: string, expected: string | undefined, required = false): void {
    it(`${JSON.stringify(schema)} ${required ? 'must' : 'may'} be “${text}”: ${expected ?? 'fine'}`, () => {
        const { fields } = formModel({
            type: 'object',
            properties: { it: { type: 'string', ...schema } },
            ...(required && { required: ['it'] }),
        });
        const [field] = fields;
        assert.ok(field?.kind === 'text');
        assert.equal(wrongText(field, text), expected);
    });
}

describe('text that a server asks for', () => {
    const email = 'Type an e-mail address.';
    const uri = 'Type an address such as https://example.com.';
    const date = 'Type a date such as 2026-11-29.';
    const time = 'Type a date and time such as 2026-11-29T10:30:00Z.';
    check({}, 'anything', undefined);
    check({}, '', undefined);
    check({}, '', 'An answer is needed.', true);
    check({ minLength: 3 }, '', undefined);
    check({ minLength: 3 }, 'ab', 'At least 3 characters are needed.');
    check({ minLength: 3 }, 'abc', undefined);
    check({ maxLength: 3 }, 'abcd', 'No more than 3 characters are taken.');
    // A character is one, however many UTF-16 units it has.
    check({ maxLength: 3 }, '🚢🚢🚢', undefined);
    check({ minLength: 2 }, '🚢', 'At least 2 characters are needed.');
    check({ format: 'email' }, 'ada@example.com', undefined);
    check({ format: 'email' }, 'ada', email);
    check({ format: 'email' }, 'a da@example.com', email);
    check({ format: 'uri' }, 'https://example.com/a?b', undefined);
    check({ format: 'uri' }, 'urn:isbn:0451450523', undefined);
    check({ format: 'uri' }, 'example.com', uri);
    check({ format: 'date' }, '2026-02-28', undefined);
    check({ format: 'date' }, '2026-02-30', date);
    check({ format: 'date' }, '28.2.2026', date);
    check({ format: 'date-time' }, '2026-02-28T10:30:00Z', undefined);
    check({ format: 'date-time' }, '2026-02-28T10:30:00.5+01:00', undefined);
    check({ format: 'date-time' }, '2026-02-28', time);
    check({ format: 'date-time' }, '2026-02-30T10:30:00Z', time);
    check({ format: 'date-time' }, '2026-02-28T25:30:00Z', time);
    check({ format: 'crane-number' }, 'whatever', undefined);
});
