import assert from 'node:assert/strict';
import { allRules } from '../../../src/language/service/allRules';
import type { Finding, Fix } from '../../../src/language/service/finding';
import { lint } from '../../../src/language/service/lint';
import type { RuleCase } from './ruleCases';
import { ruleCases, snapshotOf } from './ruleCases';

const cases = ruleCases();

describe('the rules', () => {
    for (const { code } of allRules) {
        describe(code, () => {
            const own = cases.filter((one) => one.code === code);
            it('has examples, bad and good', () => {
                assert.ok(own.some(({ kind }) => kind === 'bad') && own.some(({ kind }) => kind === 'good'));
            });
            for (const example of own) {
                it(`${example.kind === 'bad' ? 'finds' : 'accepts'}: ${example.title}`, () => {
                    const found = findings(example);
                    assert.deepEqual(
                        found.map(({ span }) => example.files.get(example.document)!.slice(span.start, span.end)),
                        example.marked.map(({ start, end }) => example.files.get(example.document)!.slice(start, end)),
                    );
                    assert.deepEqual(
                        found.map(({ span: { start, end } }) => ({ start, end })),
                        example.marked,
                    );
                });
                for (const fix of example.kind === 'bad' ? findings(example).flatMap(({ fixes }) => fixes ?? []) : []) {
                    it(`"${fix.title}" mends: ${example.title}`, () => {
                        const after = { ...example, files: applyFix(example, fix) };
                        assert.deepEqual(
                            findings(after)
                                .map(({ message }) => message)
                                .filter((message) => findings(example).some((before) => before.message === message)),
                            [],
                        );
                    });
                }
            }
        });
    }

    it('have an example file for no rule that is not there', () => {
        const codes = new Set(allRules.map(({ code }) => code));
        assert.deepEqual(
            cases.filter(({ code }) => !codes.has(code)),
            [],
        );
    });

    it('offer a fix in some example exactly when they say so', () => {
        for (const { code, fix } of allRules) {
            const standings = cases
                .filter((one) => one.code === code && one.kind === 'bad')
                .flatMap(findings)
                .flatMap(({ fixes }) => (fixes ?? []).map(({ standing }) => standing));
            const expected = standings.includes('preferred') ? 'automatic' : standings.length > 0 ? 'offered' : 'none';
            assert.equal(fix, expected, code);
        }
    });
});

function findings(example: RuleCase): readonly Finding[] {
    const result = lint(snapshotOf(example), { severities: {}, broken: new Set() });
    assert.deepEqual(result.faults, []);
    return result.findings.filter(({ code }) => code === example.code);
}

function applyFix(example: RuleCase, fix: Fix): ReadonlyMap<string, string> {
    const files = new Map(example.files);
    for (const { path = example.document, span, newText } of fix.edits.toSorted((a, b) => b.span.start - a.span.start)) {
        const text = files.get(path) ?? '';
        files.set(path, text.slice(0, span.start) + newText + text.slice(span.end));
    }
    return files;
}
