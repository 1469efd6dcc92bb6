import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decideVerdict } from '../../../src/core/diagnose/verdict';
import { causes } from '../../../src/core/diagnose/verdictFinding';
import type { Probes } from '../../../src/core/diagnose/verdictProbes';
import { diagnoseMarkdown } from '../../../src/views/diagnoseMarkdown';
import {
    applyDiagnoseEvent,
    beginDiagnosis,
    emptyDiagnosePanel,
    inInstance,
    ofInstance,
    verdictRow,
    type DiagnosePanelEvent,
} from '../../../src/views/diagnosePanel';
import { causeWords } from '../../../src/views/diagnoseWords';
import { latencyPlot } from '../../../src/views/latencyPlot';
import { speak } from '../../../src/views/say';
import { translateMade } from '../../../src/views/translateMade';

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
    it('names the instance that a run really reached, and keeps nothing that was found in another one', () => {
        const first = applyDiagnoseEvent(beginDiagnosis(emptyDiagnosePanel('shop', 'i1')), finished(['of i1']));
        const before = beginDiagnosis(applyDiagnoseEvent(first, verdict), ['dns']);
        assert.equal(inInstance(before, 'i1', ['dns']), before);
        const second = inInstance(before, 'i2', ['dns']);
        assert.deepEqual([second.target, second.instance, second.running, second.verdict], ['shop', 'i2', 'running', undefined]);
        assert.ok(second.rows.every((row) => row.status === 'waiting' && row.lines.length === 0));
        assert.equal(inInstance(second, undefined, undefined).instance, undefined);
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
    it('says which instance was diagnosed, in the export too, and forgets it where there is nothing to choose', () => {
        const second = beginDiagnosis(ofInstance(emptyDiagnosePanel('shop'), 'i2'));
        assert.equal(second.instance, 'i2');
        assert.match(diagnoseMarkdown(second, '2026-11-28'), /2026-11-28, instance i2/);
        assert.equal(ofInstance(second, undefined).instance, undefined);
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

describe('The verdict in German', () => {
    const german = JSON.parse(readFileSync(path.resolve(__dirname, '../../../l10n/bundle.l10n.de.json'), 'utf8')) as Record<string, string>;
    before(() => speak((sentence) => translateMade(german, sentence)));
    after(() => speak((sentence, ...values) => sentence.replace(/\{(\d)\}/g, (whole, index: string) => values[Number(index)] ?? whole)));

    const answer = (body: string, status: number) => ({ status, durationMs: 5, body });
    const said = 'KeyError: the field name is missing in the request';
    const check = (title: string, facts: Partial<Probes>, expected: readonly string[]) =>
        it(title, () => {
            const row = verdictRow(decideVerdict({ requests: [], reachedContainer: 'yes', ...facts }));
            const lines = [...row.causes, ...row.observations].flatMap(({ evidence }) => evidence.map(({ text }) => text));
            assert.deepEqual([...lines, ...row.symptoms.map(({ text }) => text)], expected);
        });
    check(
        'leaves what an app answered as it is',
        { requests: [{ title: 'GET /', outside: answer(said, 500), inside: answer(said, 500) }] },
        [`GET / von außen: HTTP 500 ${said}`, `GET / von innen: HTTP 500 ${said}`],
    );
    check(
        'leaves what an app wrote into its log as it is',
        {
            requests: [{ title: 'GET /', outside: answer('', 503) }],
            platform: { logLines: ['OSError: [Errno 30] Read-only file system: the field name is missing in the request'] },
        },
        ['OSError: [Errno 30] Read-only file system: the field name is missing in the request', 'GET / von außen: HTTP 503'],
    );
    check('says in whole sentences how a clock is wrong', { clockSkewSeconds: -900 }, [
        'die Uhr des Containers geht gegenüber der dieses Rechners um 900 s nach',
    ]);
    check(
        'says so when there was no answer, and leaves a reason as it is',
        {
            requests: [
                {
                    title: 'GET /',
                    outside: { status: 0, durationMs: 5, body: '' },
                    inside: { ...answer('', 0), error: 'Connection refused' },
                },
            ],
        },
        ['GET / von außen: keine Antwort', 'GET / von innen: Connection refused'],
    );
    check(
        'says where something listens, and which port is expected by whom',
        {
            requests: [{ title: 'GET /', outside: answer('', 502) }],
            listeners: [{ port: 9999, scope: 'any', process: 'python3' }],
            environment: { WEBSITES_PORT: '8000' },
        },
        [
            'Port 9999 ist unter allen Adressen offen: python3',
            'die Variable WEBSITES_PORT nennt den Port 8000',
            'die öffentliche Adresse antwortet: HTTP 502',
            'GET / von außen: HTTP 502',
        ],
    );
    check('says how Azure calls the state of a stopped app', { platform: { state: 'Stopped' } }, [
        'Azure nennt als Zustand der App Stopped',
    ]);
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
