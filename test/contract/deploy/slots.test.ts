import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import type { DeployPlan } from '../../../src/core/deploy/deployPlan';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { gatherRemoval, removeDeployment } from '../../../src/workflows/deployment/removeDeployment';
import { readSlots, swapSlots } from '../../../src/workflows/deployment/swapSlots';
import { openStage, type Stage } from './openStage';

describe('A slot of a web app', function () {
    this.timeout(120_000);
    let stage: Stage;
    let close: (() => Promise<void>) | undefined;
    let first: DeployResult;
    let staged: DeployResult;

    before(async function () {
        const opened = await openStage();
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        close = opened.close;
        first = await perform(await plan({ sku: 'S1', env: { GREETING: 'ahoy' } }));
    });
    after(async () => close?.());

    async function plan(change: Partial<DeployRequest>): Promise<DeployPlan> {
        const request = stage.request({ rehearse: 'skip', ...change });
        return planDeploy(request, await gatherDeploy(stage.op, stage.ports, request));
    }
    const perform = async (made: DeployPlan) => await performDeploy(stage.op, stage.ports, made, () => undefined);
    const page = async (url: string) => (await stage.ports.http(stage.op, url))?.body.trim();
    const address = () => ({ subscription: first.previous.subscription, resourceId: first.resourceId });

    it('is made in the likeness of its app, and visitors see nothing of it', async () => {
        await stage.writeApp('two');
        const made = await plan({ previous: first.previous, slot: 'staging' });
        assert.deepEqual(made.questions, []);
        assert.ok(made.steps.some((step) => step.kind === 'slot' && step.change === 'create'));
        staged = await perform(made);
        assert.equal(await page(staged.url), 'two');
        assert.equal(await page(first.url), 'one');
        assert.equal((await stage.ports.azure.sites.settings(stage.op, staged.resourceId)).GREETING, 'ahoy');
    });

    it('is updated in place the next time', async () => {
        await stage.writeApp('three');
        const made = await plan({ previous: first.previous, slot: 'staging' });
        assert.ok(!made.steps.some((step) => step.kind === 'slot'));
        staged = await perform(made);
        assert.equal(await page(staged.url), 'three');
        assert.equal(await page(first.url), 'one');
    });

    it('changes places with production, both digests told before', async () => {
        const [pair, ...others] = await readSlots(stage.op, stage.ports.azure, address());
        assert.ok(pair !== undefined && others.length === 0);
        assert.deepEqual([pair.slot, pair.slotImage, pair.productionImage], ['staging', staged.image, first.image]);
        await swapSlots(stage.op, stage.ports.azure, address(), pair);
        assert.equal(await page(first.url), 'three');
        assert.equal(await page(staged.url), 'one');
        await assert.rejects(
            swapSlots(stage.op, stage.ports.azure, address(), pair),
            (error) => isFailure(error) && error.code === 'deploy/app-changed',
        );
    });

    it('swaps back', async () => {
        const [pair] = await readSlots(stage.op, stage.ports.azure, address());
        assert.ok(pair !== undefined);
        await swapSlots(stage.op, stage.ports.azure, address(), pair);
        assert.equal(await page(first.url), 'one');
    });

    for (const [title, change] of [
        ['a name that Azure keeps for itself', { slot: 'production' }],
        ['a name that is none', { slot: 'a/b' }],
    ] as const) {
        it(`is refused for ${title}`, async () => {
            const { problems } = await plan({ previous: first.previous, ...change });
            assert.deepEqual(
                problems.map(({ code }) => code),
                ['deploy/slot-impossible'],
            );
        });
    }

    it('is refused before there is an app', async () => {
        const { problems } = await plan({ slot: 'staging', name: 'another-app-altogether' });
        assert.deepEqual(
            problems.map(({ code }) => code),
            ['deploy/slot-impossible'],
        );
    });

    it('goes with its app', async () => {
        const ports = { azure: stage.ports.azure, registry: stage.ports.registry };
        const removal = await gatherRemoval(stage.op, ports, address());
        assert.deepEqual(
            removal.items.filter(({ type }) => /sites/i.test(type)).map(({ name }) => name),
            ['staging', first.name],
        );
        assert.equal(removal.group, 'delete');
        await removeDeployment(stage.op, ports, removal, () => undefined);
        assert.equal(await stage.ports.azure.groups.get(stage.op, stage.subscriptionId, removal.resourceGroup), undefined);
    });
});
