import assert from 'node:assert/strict';
import { decideVerdict } from '../../../src/core/diagnose/verdict';
import { causes } from '../../../src/core/diagnose/verdictFinding';
import type { Probes } from '../../../src/core/diagnose/verdictProbes';
import { diagnoseMarkdown } from '../../../src/views/diagnoseMarkdown';
import { applyDiagnoseEvent, beginDiagnosis, emptyDiagnosePanel, type DiagnosePanelEvent } from '../../../src/views/diagnosePanel';
import { causeWords } from '../../../src/views/diagnoseWords';
import { latencyPlot } from '../../../src/views/latencyPlot';

const probes: Probes = {
    requests: [{ title: 'GET /', outside: { status: 502, durationMs: 9, body: '' }, inside: { status: 200, durationMs: 2, body: '' } }],
    configuredPort: 8000,
    reachedContainer: 'yes',
    listeners: [{ port: 9999, scope: 'any', process: 'python3' }],
    appPort: 9999,
    modelLatenciesMs: [100, 200],
    appLatenciesMs: [300],
};
const verdict: DiagnosePanelEvent = { kind: 'verdict', verdict: decideVerdict(probes), probes };
const finished = (lines: readonly string[]): DiagnosePanelEvent => ({
    kind: 'finished',
    report: { id: 'local', ended: 'exited', exitCode: 0, durationMs: 12, lines },
});

describe('The diagnostics panel', () => {
    it('starts with every check waiting', () => {
        const { rows, running } = emptyDiagnosePanel('shop');
        assert.equal(running, 'idle');
        assert.ok(rows.length > 20 && rows.every((row) => row.status === 'waiting'));
    });
    it('shows lines as they come and the report when it is there', () => {
        let state = beginDiagnosis(emptyDiagnosePanel('shop', 'i1'));
        const local = () => state.rows.find((row) => row.id === 'local')!;
        state = applyDiagnoseEvent(state, { kind: 'started', check: 'local' });
        state = applyDiagnoseEvent(state, { kind: 'line', check: 'local', line: 'one' });
        assert.deepEqual([local().status, local().lines], ['running', ['one']]);
        state = applyDiagnoseEvent(state, finished(['one', 'two']));
        assert.deepEqual([local().status, local().lines, local().durationMs], ['done', ['one', 'two'], 12]);
        state = applyDiagnoseEvent(state, { kind: 'ended' });
        assert.equal(state.running, 'idle');
    });
    it('keeps the other rows when one check runs again, and never ends with a running row', () => {
        let state = applyDiagnoseEvent(beginDiagnosis(emptyDiagnosePanel('shop')), finished(['kept']));
        state = applyDiagnoseEvent(beginDiagnosis(state, ['dns']), { kind: 'started', check: 'dns' });
        state = applyDiagnoseEvent(state, { kind: 'ended' });
        assert.deepEqual(state.rows.find((row) => row.id === 'local')!.lines, ['kept']);
        assert.equal(state.rows.find((row) => row.id === 'dns')!.status, 'failed');
    });
    it('keeps the verdict of the whole when one check runs again: a part says nothing about it', () => {
        let state = applyDiagnoseEvent(beginDiagnosis(emptyDiagnosePanel('shop')), verdict);
        state = applyDiagnoseEvent(beginDiagnosis(state, ['latency']), {
            kind: 'measured',
            probes: { requests: [], reachedContainer: 'yes', appLatenciesMs: [900] },
        });
        assert.deepEqual([state.verdict?.kind, state.plot?.maxMs], ['cause', 900]);
        assert.equal(beginDiagnosis(state).verdict, undefined);
    });
    it('puts the verdict in words with buttons', () => {
        const state = applyDiagnoseEvent(beginDiagnosis(emptyDiagnosePanel('shop')), verdict);
        assert.equal(state.verdict!.headline, 'The app listens on port 9999, but requests go to port 8000.');
        assert.deepEqual(
            state.verdict!.causes[0]!.buttons.map((button) => button.label),
            ['Set WEBSITES_PORT to 9999'],
        );
        assert.equal(state.plot!.maxMs, 300);
    });
    it('has words for every cause', () => {
        assert.ok(causes.every((cause) => causeWords[cause].title.endsWith('.') && causeWords[cause].next.endsWith('.')));
    });
});

describe('The plot', () => {
    it('scales to the slowest of all', () => {
        const plot = latencyPlot([
            { label: 'Model', valuesMs: [100, 50] },
            { label: 'App', valuesMs: [200] },
        ])!;
        assert.deepEqual(
            plot.series.map((series) => series.bars.map((bar) => bar.height)),
            [[0.5, 0.25], [1]],
        );
    });
    it('is absent when nothing was measured', () => assert.equal(latencyPlot([{ label: 'App', valuesMs: [] }]), undefined));
});

describe('The export', () => {
    it('keeps what a container printed inside its fence, and masks secrets', () => {
        const hostile = ['```', '# owned', '<img src=x onerror=alert(1)>', 'AccountKey=abcdefghijklmnop;'];
        const text = diagnoseMarkdown(
            applyDiagnoseEvent(applyDiagnoseEvent(emptyDiagnosePanel('a [link](x)'), finished(hostile)), verdict),
            '2026-11-22',
        );
        assert.match(text, /^# Diagnosis of a \\\[link\\\]\(x\)/);
        assert.match(text, /````text\n```\n# owned[\s\S]*?\n````/);
        assert.ok(!text.includes('abcdefghijklmnop'));
        assert.match(text, /port 9999/);
    });
});
