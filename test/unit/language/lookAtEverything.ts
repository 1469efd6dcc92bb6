import assert from 'node:assert/strict';
import { codeLenses } from '../../../src/language/service/codeLenses';
import { openDockerfile } from '../../../src/language/service/dockerfile/openDockerfile';
import type { Finding } from '../../../src/language/service/finding';
import { hoverBase } from '../../../src/language/service/hoverBase';
import { lint } from '../../../src/language/service/lint';
import { portHints } from '../../../src/language/service/portHints';
import type { Snapshot } from '../../../src/language/service/snapshot';

/**
 * Runs everything that the server runs on a document and checks what holds for any text: nothing throws, every span is inside its file, and what a fix leaves
 * can be looked at again. Answers the codes of what was found.
 */
export function lookAtEverything(snapshot: Snapshot): readonly string[] {
    const findings = look(snapshot);
    for (const { edits } of findings.flatMap(({ fixes }) => fixes ?? [])) {
        const own = edits.filter(({ path }) => path === undefined).toSorted((a, b) => b.span.start - a.span.start);
        const text = own.reduce((all, { span, newText }) => all.slice(0, span.start) + newText + all.slice(span.end), snapshot.text);
        look({ ...snapshot, text });
    }
    return findings.map(({ code }) => code);
}

function look(snapshot: Snapshot): readonly Finding[] {
    const { findings, faults } = lint(snapshot, { severities: {}, broken: new Set() });
    assert.deepEqual(faults, []);
    for (const { span, fixes, message } of findings) {
        assertInside(snapshot.text, span);
        assert.ok(message.length > 0);
        for (const { path, span: edited } of (fixes ?? []).flatMap(({ edits }) => edits)) {
            assertInside(path === undefined ? snapshot.text : (snapshot.read(path) ?? ''), edited);
        }
    }
    if (snapshot.kind === 'dockerfile') {
        const document = openDockerfile(snapshot);
        codeLenses(document).forEach(({ span }) => assertInside(snapshot.text, span));
        portHints(document).forEach(({ at }) => assertInside(snapshot.text, { start: at, end: at }));
        hoverBase(document, Math.floor(snapshot.text.length / 2));
    }
    return findings;
}

function assertInside(text: string, { start, end }: { readonly start: number; readonly end: number }): void {
    assert.ok(
        Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= text.length,
        `${start}..${end} of ${text.length}`,
    );
}
