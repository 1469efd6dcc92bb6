import assert from 'node:assert/strict';
import { normalScreen, screenAfter, terminalNotice } from '../../../src/views/terminalNotice';

const leave = '\u001b[?1049l';
const after = (...output: readonly string[]) => output.reduce(screenAfter, normalScreen);

describe('A line of Slipway in a terminal', () => {
    it('leaves no screen that no program has: that would move the cursor over what was printed', () => {
        assert.ok(!terminalNotice('cut', after('root@shop:~# ls\r\n')).includes('1049'));
        assert.ok(!terminalNotice('cut', after('\u001b[?1049h\u001b[2Jvim', `${leave}root@shop:~# `)).includes('1049'));
    });

    it('leaves the screen of a program that was cut off, however its output came in pieces', () => {
        for (const output of [['\u001b[?1049h\u001b[2Jvim'], ['~# vim\r\n\u001b[?10', '49hvim'], ['\u001b', '[?47h']]) {
            assert.ok(terminalNotice('cut', after(...output)).startsWith(leave), JSON.stringify(output));
        }
    });

    it('leaves it once only', () => {
        const cut = after('\u001b[?1049hvim');
        assert.ok(!terminalNotice('again', screenAfter(cut, terminalNotice('cut', cut))).includes('1049'));
    });
});
