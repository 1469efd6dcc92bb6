import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { stubbed } from '../../stubVscode';
import { Failure } from '../../../../../src/base/failure';
import type { DeployPlan } from '../../../../../src/core/deploy/deployPlan';
import type { AzureFailure } from '../../../../../src/core/failures/azure';
import type { Shell } from '../../../../../src/shell/shell';
import type { ToPlanPanel } from '../../../../../src/views/planPanel';
import { DeployRun } from '../../../../../src/shell/commands/deploy/deployRun';

const shell = {
    context: {},
    memory: { deployment: () => undefined, get: () => undefined, set: () => Promise.resolve(), profiles: () => ({ names: [] }) },
    statusBar: { running: () => undefined },
    telemetry: { send: () => undefined },
} as unknown as Shell;
const folder = { name: 'shop', uri: { toString: () => 'file:///shop' } };
const plan = {
    target: 'appService',
    request: { projectName: 'shop', source: { kind: 'digest' } },
    cloud: { name: 'azure', title: 'Azure' },
    cost: { monthlyUsd: 0, unknown: [] },
    steps: [],
    choices: [],
    settings: [],
    questions: [],
    problems: [],
    warnings: [],
} as unknown as DeployPlan;
const cut = () => new Failure<AzureFailure>('azure/unreachable', { host: 'management.azure.com' });

async function drawn(): Promise<ToPlanPanel['state'] | undefined> {
    // The drawings of a tenth of a second are one.
    await wait(150);
    return (stubbed.drawn.at(-1) as ToPlanPanel | undefined)?.state;
}

describe('a deploy after one that went live', () => {
    const live = () => {
        const run = new DeployRun(shell, folder as never);
        run.planned(plan, undefined);
        run.show();
        run.started(() => undefined);
        run.succeeded('https://shop.example', 'shop is live.');
        return run;
    };

    it('shows why it failed before it had a plan, and not that the one before is live', async () => {
        const run = live();
        assert.equal((await drawn())?.result?.words, 'shop is live.');
        run.failed(cut());
        const state = await drawn();
        assert.equal(state?.phase, 'failed');
        assert.notEqual(state.failure, undefined);
        assert.equal(state.result, undefined);
    });

    it('is told in a message as well when it failed before it had a plan, however often', () => {
        const run = live();
        assert.equal(run.failed(cut()), 'unseen');
        assert.equal(run.failed(cut()), 'unseen');
    });

    it('is told in the panel alone when it failed with its plan in sight', () => {
        const run = live();
        run.planned(plan, undefined);
        assert.equal(run.failed(cut()), 'seen');
        run.planned(plan, undefined);
        run.started(() => undefined);
        assert.equal(run.failed(cut()), 'seen');
    });
});
