import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { readSnapshot } from '../../../src/core/deploy/snapshot';
import { deployedTag, digestTag } from '../../../src/core/deploy/tags';
import { inspectDeployment } from '../../../src/workflows/deployment/inspectDeployment';
import { restoreSnapshot } from '../../../src/workflows/deployment/restoreSnapshot';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { openStage, type Stage } from './openStage';

/** An app as if somebody else had made it: Slipway's own, without its tags. */
for (const target of ['appService', 'containerApps'] as const) {
    describe(`The first update of an app on ${target} that Slipway did not make`, function () {
        this.timeout(120_000);
        let stage: Stage;
        let close: (() => Promise<void>) | undefined;
        let theirs: DeployResult;
        let ours: DeployResult;

        const planFor = async (request: DeployRequest) => planDeploy(request, await gatherDeploy(stage.op, stage.ports, request));
        const deploy = async (request: DeployRequest) => performDeploy(stage.op, stage.ports, await planFor(request), () => undefined);
        const found = async () => {
            const { subscription } = theirs.previous;
            const state = await inspectDeployment(stage.op, stage.ports.azure, { subscription, resourceId: theirs.resourceId });
            assert.ok(state.kind === 'found');
            return state;
        };
        const page = async () => (await stage.ports.http(stage.op, theirs.url))?.body.trim();

        before(async function () {
            const opened = await openStage({ target });
            if (opened === undefined) {
                this.skip();
            }
            stage = opened;
            close = opened.close;
            theirs = await deploy(stage.request({ rehearse: 'skip', name: 'theirs-and-not-ours' }));
            await withoutTags();
            await stage.writeApp('ours');
        });

        after(async () => close?.());

        async function withoutTags(): Promise<void> {
            const { azure } = stage.ports;
            if (target === 'appService') {
                // Tags of a site can only be added to: it is made again by hand.
                const site = await azure.sites.get(stage.op, theirs.resourceId);
                const config = await azure.sites.config(stage.op, theirs.resourceId);
                assert.ok(site !== undefined);
                await azure.sites.delete(stage.op, site.id);
                await azure.sites.create(stage.op, site.id, {
                    ...{ location: site.location, planId: site.planId, tags: {}, config },
                    identityIds: site.identity.user.map(({ id }) => id),
                    settings: { WEBSITES_PORT: '8000', GREETING: 'theirs', DOCKER_REGISTRY_SERVER_PASSWORD: 'hunter2hunter2' },
                });
                return;
            }
            const app = await azure.containerApps.get(stage.op, theirs.resourceId);
            assert.ok(app !== undefined);
            const change = { image: app.image, env: {}, targetPort: app.targetPort ?? 0, tags: {}, pull: undefined };
            await azure.containerApps.update(stage.op, theirs.resourceId, change);
        }

        const request = () => stage.request({ rehearse: 'skip', name: 'theirs-and-not-ours' });

        it('asks with its name and what runs there now', async () => {
            const questions = (await planFor(request())).questions.filter(({ kind }) => kind === 'takeOver');
            assert.deepEqual(questions, [{ kind: 'takeOver', name: 'theirs-and-not-ours', runsNow: theirs.image }]);
            await assert.rejects(deploy(request()), (error) => isFailure(error) && error.code === 'deploy/unanswered');
            assert.equal(await page(), 'one');
        });

        it('keeps what ran, and asks only once', async () => {
            ours = await deploy({ ...request(), takeOver: 'agreed' });
            assert.equal(await page(), 'ours');
            const { tags } = await found();
            const snapshot = readSnapshot(tags);
            assert.deepEqual([snapshot?.image.includes(theirs.digest), snapshot?.port], [true, 8000]);
            assert.ok(!JSON.stringify(tags).includes('hunter2'));
            assert.deepEqual(
                (await planFor(request())).questions.map(({ kind }) => kind),
                [],
            );
        });

        it('goes back to it, with the settings that it had', async () => {
            const { subscription } = theirs.previous;
            const address = { subscription, resourceId: theirs.resourceId };
            await restoreSnapshot(stage.op, stage.ports, address, await found());
            for (let tries = 0; (await page()) !== 'one'; tries++) {
                assert.ok(tries < 300, 'never the page of before');
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
            const { image, tags, history } = await found();
            assert.equal(image, theirs.image);
            assert.notEqual(tags[digestTag], ours.digest);
            assert.ok(tags[deployedTag] !== undefined);
            assert.deepEqual(history[0]?.digest, ours.digest);
            if (target === 'appService') {
                const settings = await stage.ports.azure.sites.settings(stage.op, theirs.resourceId);
                assert.deepEqual([settings.GREETING, settings.DOCKER_REGISTRY_SERVER_PASSWORD], ['theirs', 'hunter2hunter2']);
            }
        });
    });
}
