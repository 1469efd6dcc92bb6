import assert from 'node:assert/strict';
import { createLineSplitter } from '../../../../src/core/build/lineSplitter';

describe('the line splitter', () => {
    it('gives a line that never ends in parts, and nothing twice', () => {
        const lines: string[] = [];
        const splitter = createLineSplitter((line) => lines.push(line), 1000);
        for (let chunk = 0; chunk < 50; chunk++) {
            splitter.write(Buffer.from('x'.repeat(100)));
            assert.ok(chunk < 11 || lines.length > 0, 'it keeps everything');
        }
        splitter.end();
        assert.equal(lines.join(''), 'x'.repeat(5000));
    });

    it('puts a character together that two chunks share', () => {
        const lines: string[] = [];
        const splitter = createLineSplitter((line) => lines.push(line));
        const bytes = Buffer.from('é\n');
        splitter.write(bytes.subarray(0, 1));
        splitter.write(bytes.subarray(1));
        assert.deepEqual(lines, ['é']);
    });
});
