import assert from 'node:assert/strict';
import { findInText, lineAt } from '../../../../src/core/project/textLines';

describe('lines of a text', () => {
    it('are counted from 1, a line break being the end of its line', () => {
        const text = 'a\n\nbc\n';
        assert.deepEqual(
            Array.from({ length: text.length + 1 }, (_, at) => lineAt(text, at)),
            [1, 1, 2, 3, 3, 3, 4],
        );
    });

    it('are those of the text that is asked about, whichever was before', () => {
        assert.deepEqual([lineAt('a\nb', 2), lineAt('a b', 2), lineAt('a\nb', 2), lineAt('', 0)], [2, 1, 2, 1]);
    });

    it('are told with the first match', () => {
        assert.equal(findInText('a\nb\nb', /b/g)?.line, 2);
    });
});
