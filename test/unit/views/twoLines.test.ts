import assert from 'node:assert/strict';
import fc from 'fast-check';
import { twoLines } from '../../../src/views/twoLines';

describe('twoLines', () => {
    it('leaves a sentence that fits as it is', () => {
        assert.deepEqual(twoLines('The app writes into uploads.', 40), ['The app writes into uploads.', '']);
    });

    it('breaks where the sentence pauses, a colon before a comma', () => {
        assert.deepEqual(
            twoLines('The app is started by gunicorn, but pyproject.toml does not ask for it: the container would stop.', 80),
            ['The app is started by gunicorn, but pyproject.toml does not ask for it:', 'the container would stop.'],
        );
        assert.deepEqual(twoLines('ALLOWED_HOSTS lists two hosts, and Django answers 400 to all of the others', 50), [
            'ALLOWED_HOSTS lists two hosts,',
            'and Django answers 400 to all of the others',
        ]);
    });

    it('breaks between words where it does not pause, and in a word that is too long', () => {
        assert.deepEqual(twoLines('One two three four five six seven eight nine ten', 34), [
            'One two three four five six seven',
            'eight nine ten',
        ]);
        assert.deepEqual(twoLines('x'.repeat(50), 30), ['x'.repeat(30), 'x'.repeat(20)]);
    });

    it('loses nothing but the space between the lines', () => {
        fc.assert(
            fc.property(fc.array(fc.stringMatching(/^[a-z,:;.]{1,12}$/), { minLength: 1, maxLength: 30 }), (words) => {
                const [first, rest] = twoLines(words.join(' '), 40);
                assert.ok(first.length <= 40);
                assert.equal(`${first} ${rest}`.replace(/\s/g, ''), words.join(''));
            }),
        );
    });
});
