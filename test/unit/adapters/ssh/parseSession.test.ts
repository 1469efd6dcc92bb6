import assert from 'node:assert/strict';
import { parseSession } from '../../../../src/adapters/ssh/execInTerminal';

const word = 'abcdefgh12345678';
const mark = (name: string) => `<${word}.${name}>`;

describe('the answer of a shell without channels', () => {
    it('is what stands between the marks', () => {
        const text = `$ noise ${mark('out')}one\r\ntwo${mark('rc:3')}\r\n${mark('err')}oh${mark('end')} $ `;
        assert.deepEqual(parseSession(text, word), { exitCode: 3, stdout: 'one\ntwo', stderr: 'oh' });
    });

    it('is none before the last mark, or without an exit code', () => {
        assert.equal(parseSession(`${mark('out')}one${mark('rc:0')}${mark('err')}`, word), undefined);
        assert.equal(parseSession(`${mark('out')}one${mark('rc:zero')}${mark('err')}${mark('end')}`, word), undefined);
        assert.equal(parseSession(`${mark('rc:0')}${mark('err')}${mark('out')}${mark('end')}`, word), undefined);
    });

    it('takes no longer for each character of an image that prints marks of its own', function () {
        // Minutes for what grows with the square of the length.
        this.timeout(20_000);
        const text = `${mark('out')}${mark('rc:0').repeat(200_000)}${mark('end')}`;
        assert.equal(parseSession(text, word), undefined);
    });
});
