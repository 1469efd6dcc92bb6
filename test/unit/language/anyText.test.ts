import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shellCommands } from '../../../src/language/service/dockerfile/shellCommands';
import { lint } from '../../../src/language/service/lint';
import { linesOf } from '../../../src/language/service/lines';
import { anySnapshot } from './anyDocument';
import { lookAtEverything } from './lookAtEverything';

describe('any text', () => {
    it('is looked at by every rule without a throw, and every span is inside its file', function () {
        this.timeout(20_000);
        fc.assert(
            fc.property(anySnapshot, (snapshot) => void lookAtEverything(snapshot)),
            { numRuns: 1500 },
        );
    });

    it('splits into shell words that lie inside it, in order', () => {
        fc.assert(
            fc.property(fc.string(), (text) => {
                let at = 0;
                for (const { start, end } of shellCommands(text, { start: 0, end: text.length }).flatMap(({ words }) => words)) {
                    assert.ok(at <= start && start < end && end <= text.length);
                    at = end;
                }
            }),
        );
    });

    it('has places and offsets that undo each other', () => {
        fc.assert(
            fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '😀') }), fc.nat(50), (text, wanted) => {
                const lines = linesOf(text);
                const offset = Math.min(wanted, text.length);
                assert.equal(lines.offsetAt(lines.placeAt(offset)), offset);
            }),
        );
    });
});

describe('a rule that throws', () => {
    const snapshot = {
        kind: 'dockerfile' as const,
        path: 'Dockerfile',
        text: 'FROM python\nCMD ["gunicorn", "app:app"]\n',
        encoding: 'utf8' as const,
        paths: ['Dockerfile', '.dockerignore'],
        facts: {},
        read: (): string => {
            throw new Error('no');
        },
    };

    it('is a fault with its code, and the other rules go on', () => {
        const { findings, faults } = lint(snapshot, { severities: {}, broken: new Set() });
        assert.ok(faults.some(({ code }) => code === 'dockerfile/copy-ignored'));
        assert.ok(findings.some(({ code }) => code === 'dockerfile/base-floating'));
    });

    it('is left out once it is known to be broken', () => {
        const { faults } = lint(snapshot, { severities: {}, broken: new Set(['dockerfile/copy-ignored']) });
        assert.ok(!faults.some(({ code }) => code === 'dockerfile/copy-ignored'));
    });
});
