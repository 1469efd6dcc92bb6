import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../../src/base/failure';
import { failureSentence, failureText } from '../../../src/views/failureText';
import { speak } from '../../../src/views/say';
import { translateMade } from '../../../src/views/translateMade';
import { fill, words } from '../../../src/views/words';

describe('the words of failures', () => {
    for (const [code, wording] of Object.entries(words)) {
        it(`${code} says what happened and what to do, in sentences`, () => {
            assert.match(code, /^[a-zA-Z]+\/[a-z0-9-]+$/);
            for (const sentence of [wording.what, wording.next]) {
                assert.match(sentence, /[.!?}`)]$/, sentence);
            }
            assert.doesNotMatch(`${wording.what} ${wording.why ?? ''} ${wording.next}`, /undefined|TODO/);
        });
    }

    it('fill their placeholders from the facts', () => {
        const text = failureText(new Failure('workspace/file-unreadable', { file: 'app.py', reason: 'no permission' }));
        assert.equal(failureSentence(text), 'app.py cannot be read. The reason: no permission. Check its permissions and try again.');
    });

    it('are no links, whatever a server or a build said', () => {
        const reason = 'See [the log](command:workbench.action.terminal.sendSequence?%5B%5D "x").';
        const text = failureText(new Failure('workspace/file-unreadable', { file: 'app.py', reason }));
        // As VS Code finds links in a notification.
        assert.doesNotMatch(failureSentence(text), /\[[^\]]+\]\((?:https?:\/\/|command:|file:)/);
        assert.match(failureSentence(text), /the log/);
    });

    it('end a reason that came without a full stop', () => {
        const text = failureText(new Failure('ssh/handshake-failed', { name: 'shop', reason: 'Timed out while waiting for handshake' }));
        assert.match(failureSentence(text), /waiting for handshake\. Check/);
    });

    it('keep what looks like a place to fill in a reason that somebody else wrote', () => {
        const { why } = failureText(new Failure('build/failed', { reason: 'The template {0} of the chart is not known.' }));
        assert.equal(why, 'The template {0} of the chart is not known.');
    });

    it('say a reason and an advice of the product’s own in the user’s language, and leave what others wrote', () => {
        const german = JSON.parse(readFileSync(path.resolve(__dirname, '../../../l10n/bundle.l10n.de.json'), 'utf8')) as Record<
            string,
            string
        >;
        speak((sentence) => translateMade(german, sentence));
        try {
            const { why, next } = failureText(
                new Failure('build/step-failed', {
                    reason: 'no-such-applet: applet not found',
                    advice: 'See the output for what the step wrote.',
                }),
            );
            assert.equal(why, 'no-such-applet: applet not found');
            assert.equal(next, 'Die Ausgabe zeigt, was der Schritt geschrieben hat.');
            assert.equal(
                failureText(new Failure('build/failed', { reason: 'pip found no package flaks.' })).why,
                'pip hat kein Paket flaks gefunden.',
            );
        } finally {
            speak((sentence, ...values) => sentence.replace(/\{(\d)\}/g, (whole, index: string) => values[Number(index)] ?? whole));
        }
    });

    it('drop control characters and direction overrides that come from outside', () => {
        assert.equal(fill('{name}', { name: 'a\u001b[31mb\u202ec' }), 'a [31mb c');
    });

    it('mask secrets that a cause brought along', () => {
        const text = failureText(new Error('GET https://x/?sig=abcdef failed with Bearer abcdefghijkl'));
        assert.doesNotMatch(failureSentence(text), /abcdef/);
        assert.equal(text.code, 'internal/unexpected');
    });

    it('treat an unknown code as unexpected', () => {
        assert.equal(failureText(new Failure('no/such-code')).code, 'internal/unexpected');
    });
});
