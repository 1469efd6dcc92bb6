import assert from 'node:assert/strict';
import type { DeploymentPicture } from '../../../src/core/deploy/deploymentPicture';
import { azurePicture } from '../../../src/views/azurePicture';
import { compareRuns } from '../../../src/views/compareRuns';
import { durationWords } from '../../../src/views/durationWords';
import { readFromPlanPanel } from '../../../src/views/planPanel';
import { readRuns, type RecordedStep, type RunRecord } from '../../../src/views/runRecord';

const step = (id: string, durationMs: number, state: RecordedStep['state'] = 'done'): RecordedStep => ({
    id,
    title: `Do the ${id}.`,
    state,
    durationMs,
});

const record = (startedMs: number, steps: readonly RecordedStep[], outcome: RunRecord['outcome'] = 'live'): RunRecord => ({
    startedMs,
    durationMs: 60_000,
    outcome,
    title: 'Deploy shop to App Service',
    subtitle: 'Azure',
    steps,
});

describe('the last runs compared', () => {
    it('need two runs', () => {
        assert.equal(compareRuns([], 0), undefined);
        assert.equal(compareRuns([record(0, [step('build', 1000)])], 0), undefined);
    });

    it('mark what got slower than before by half and by more than a second, and say so', () => {
        const runs = compareRuns([record(2, [step('build', 9000)]), record(1, [step('build', 3000)]), record(0, [step('build', 4000)])], 2);
        assert.deepEqual(
            runs?.rows[0]?.cells.map((cell) => cell.mark),
            ['slower', undefined, undefined],
        );
        assert.deepEqual(runs.notes, ['Slower than before. Do the build: 9.0 s, before 4.0 s.']);
    });

    it('make nothing of small differences', () => {
        const runs = compareRuns([record(1, [step('role', 900)]), record(0, [step('role', 100)])], 1);
        assert.deepEqual(
            runs?.rows[0]?.cells.map((cell) => cell.mark),
            [undefined, undefined],
        );
    });

    it('tell what failed where, and how often', () => {
        const failed = record(1, [step('verify', 5000, 'failed')], 'failed');
        const runs = compareRuns([failed, failed, record(0, [step('verify', 5000)])], 1);
        assert.deepEqual(runs?.notes, ['Failed 2 times at: Do the verify.']);
        assert.equal(runs.rows[0]?.cells[0]?.mark, 'failed');
    });

    it('compare steps that not every run has', () => {
        const runs = compareRuns([record(1, [step('push', 1000)]), record(0, [step('build', 1000), step('push', 0, 'skipped')])], 1);
        assert.deepEqual(
            runs?.rows.map((row) => row.cells.map((cell) => cell.text)),
            [
                ['', '1.0 s'],
                ['1.0 s', 'kept'],
            ],
        );
    });
});

describe('a remembered run', () => {
    const run: RunRecord = {
        ...record(0, [step('build', 1)], 'failed'),
        failure: { what: 'No.', next: 'Try.', remedies: [{ kind: 'command', title: 'Again', command: 'slipway.deploy' }] },
    };
    it('is read back as it was written', () => assert.deepEqual(readRuns(JSON.parse(JSON.stringify([run]))), [run]));

    for (const [what, broken] of [
        ['no list', { 0: run }],
        ['an odd outcome', [{ ...run, outcome: 'odd' }]],
        ['a step without a title', [{ ...run, steps: [{ id: 'x', state: 'done' }] }]],
        [
            'a button that runs a command that is not ours',
            [{ ...run, failure: { ...run.failure, remedies: [{ kind: 'command', title: 'x', command: 'workbench.action.quit' }] } }],
        ],
        ['null', [null]],
    ] as const) {
        it(`is left out when the state holds ${what}`, () => assert.deepEqual(readRuns(broken), []));
    }
});

describe('the picture of what is in Azure', () => {
    const picture: DeploymentPicture = {
        registry: { name: 'shop.azurecr.io', id: '/r', repository: 'shop', digest: 'sha256:0123456789abcdef', state: 'there' },
        identity: { name: 'id-shop', id: '/i', role: 'AcrPull', may: 'assigned' },
        app: { type: 'App Service', name: 'shop-1', id: '/a', state: 'Running', health: 'good', digest: 'sha256:0123456789abcdef' },
        instances: [{ name: '0a1b2c', state: 'Started', health: 'good', digest: 'sha256:0123456789abcdef', why: '' }],
    };

    it('goes from the registry by identity and role to the app and its instances', () => {
        assert.deepEqual(
            azurePicture(picture).map((column) => [column.boxes.map((box) => box.kind), column.arrow]),
            [
                [['registry'], 'image'],
                [['identity'], 'pulls as'],
                [['app'], 'runs on'],
                [['instance'], undefined],
            ],
        );
    });

    it('shows a role that is missing as what is wrong', () => {
        const [, identity] = azurePicture({ ...picture, identity: { ...picture.identity!, may: 'absent' } });
        assert.equal(identity?.boxes[0]?.state, 'bad');
        assert.match(identity.boxes[0].lines[0] ?? '', /may not pull: AcrPull is missing/);
    });

    it('leaves out what there is not', () => {
        assert.deepEqual(
            azurePicture({ ...picture, registry: undefined, identity: undefined, instances: [] }).map((column) => column.boxes[0]?.kind),
            ['app'],
        );
    });

    it('ends after a dozen instances and says how many are left', () => {
        const many = azurePicture({ ...picture, instances: Array.from({ length: 1000 }, () => picture.instances[0]!) });
        assert.equal(many.at(-1)?.boxes.length, 13);
        assert.equal(many.at(-1)?.boxes.at(-1)?.label, '988 more');
    });
});

describe('what the run panel sends', () => {
    for (const [message, read] of [
        [{ kind: 'node', node: 'registry' }, true],
        [{ kind: 'node', node: 'file:///etc' }, false],
        [{ kind: 'openMade', index: 0 }, true],
        [{ kind: 'openMade', index: '0' }, false],
        [{ kind: 'look' }, true],
        [{ kind: 'deploy' }, false],
        [undefined, false],
    ] as const) {
        it(`${read ? 'is' : 'is not'} taken when it is ${message === undefined ? 'nothing' : JSON.stringify(message)}`, () =>
            assert.equal(readFromPlanPanel(message) !== undefined, read));
    }
});

describe('durations in words', () => {
    for (const [ms, words] of [
        [0, '0.0 s'],
        [9_940, '9.9 s'],
        [12_400, '12 s'],
        [59_600, '1 min 0 s'],
        [185_000, '3 min 5 s'],
    ] as const) {
        it(`${ms.toString()} ms are ${words}`, () => assert.equal(durationWords(ms), words));
    }
});
