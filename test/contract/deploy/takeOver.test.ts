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
for (const [target, containers, title] of [
    ['appService', 'one', 'appService'],
    ['appService', 'several', 'appService with several containers'],
    ['containerApps', 'one', 'containerApps'],
    ['containerInstances', 'one', 'containerInstances'],
] as const) {
    describe(`The first update of an app on ${title} that Slipway did not make`, function () {
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
            // What a web app runs by digest from the project's own repository is what Slipway deployed, whatever its tags tell.
            const { projectName } = stage.request();
            const elsewhere = target === 'appService' ? { projectName: `t-${projectName}` } : {};
            theirs = await deploy(stage.request({ rehearse: 'skip', name: 'theirs-and-not-ours', ...elsewhere }));
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
                const one = containers === 'one';
                await azure.sites.create(stage.op, site.id, {
                    ...{ location: site.location, planId: site.planId, tags: {} },
                    config: one ? config : { ...config, linuxFxVersion: 'sitecontainers' },
                    identityIds: site.identity.user.map(({ id }) => id),
                    settings: { WEBSITES_PORT: '8000', GREETING: 'theirs', DOCKER_REGISTRY_SERVER_PASSWORD: 'hunter2hunter2' },
                });
                if (!one) {
                    const asked = { image: theirs.image, authType: 'UserAssigned', userManagedIdentityClientId: config.pullClientId };
                    await azure.sites.putContainer(stage.op, site.id, 'web', { ...asked, isMain: true, targetPort: '8000' });
                    await azure.sites.putContainer(stage.op, site.id, 'helper', helper(asked));
                }
                await pageOfBefore();
                return;
            }
            if (target === 'containerInstances') {
                const record = await azure.containerGroups.record(stage.op, theirs.resourceId);
                assert.ok(record !== undefined);
                await azure.resources.delete(stage.op, theirs.resourceId);
                const environmentVariables = [
                    { name: 'GREETING', value: 'theirs' },
                    { name: 'API_KEY', secureValue: 'hunter2hunter2' },
                ];
                const containers = record.properties.containers.map((container) => ({
                    name: 'theirs',
                    properties: {
                        ...container.properties,
                        environmentVariables,
                        command: ['/busybox', 'httpd', '-f', '-p', '8000', '-h', '/www'],
                        resources: { requests: { cpu: 0.5, memoryInGB: 1 } },
                    },
                }));
                await azure.containerGroups.putRecord(
                    stage.op,
                    theirs.resourceId,
                    { ...record, properties: { ...record.properties, containers } },
                    {},
                );
                return;
            }
            const app = await azure.containerApps.get(stage.op, theirs.resourceId);
            assert.ok(app !== undefined);
            const change = { image: app.image, env: {}, targetPort: app.targetPort ?? 0, tags: {}, pull: undefined };
            await azure.containerApps.update(stage.op, theirs.resourceId, change);
        }

        // Azure does not tell the secret variable of a group: the user was asked for it.
        const group = target === 'containerInstances' ? { knownEnv: { API_KEY: 'hunter2hunter2' } } : {};
        const request = () => stage.request({ rehearse: 'skip', name: 'theirs-and-not-ours', ...group });

        it('asks with its name and what runs there now', async () => {
            const questions = (await planFor(request())).questions.filter(({ kind }) => kind === 'takeOver');
            assert.deepEqual(questions, [{ kind: 'takeOver', name: 'theirs-and-not-ours', runsNow: theirs.image }]);
            await assert.rejects(deploy(request()), (error) => isFailure(error) && error.code === 'deploy/unanswered');
            assert.equal(await page(), 'one');
            const lost = (await planFor(request())).warnings.filter(({ facts }) => facts.parts === 'a command of its own');
            assert.equal(lost.length, target === 'containerInstances' ? 1 : 0);
        });

        const helper = (asked: object) => ({ ...asked, isMain: false, startUpCommand: '/busybox sleep 100000' });
        const beside = async () =>
            (await stage.ports.azure.sites.containers(stage.op, theirs.resourceId)).map(({ name, main, image, port }) => ({
                name,
                main,
                image,
                port,
            }));

        if (containers === 'several') {
            it('says which containers are left', async () => {
                const step = (await planFor(request())).steps.find(({ kind }) => kind === 'configure');
                assert.deepEqual(
                    step?.details?.filter(({ label }) => ['Image', 'Left as they are', 'Port'].includes(label)),
                    [
                        { label: 'Image', before: theirs.image, after: 'the new image' },
                        { label: 'Left as they are', after: 'helper' },
                    ],
                );
            });
        }

        it('keeps what ran, and asks only once', async () => {
            const larger = target === 'containerInstances' ? { size: '1 vCPU, 1.5 GB', replace: 'agreed' as const } : {};
            ours = await deploy({ ...request(), ...larger, takeOver: 'agreed' });
            assert.equal(await page(), 'ours');
            const { tags } = await found();
            const snapshot = readSnapshot(tags);
            assert.deepEqual([snapshot?.image.includes(theirs.digest), snapshot?.port], [true, 8000]);
            assert.ok(!JSON.stringify(tags).includes('hunter2'));
            if (containers === 'several') {
                assert.deepEqual(await beside(), [
                    { name: 'web', main: 'yes', image: ours.image, port: 8000 },
                    { name: 'helper', main: 'no', image: theirs.image, port: undefined },
                ]);
            }
            assert.deepEqual(
                (await planFor(request())).questions.map(({ kind }) => kind),
                [],
            );
        });

        it('goes back to it, with the settings that it had', async () => {
            const { subscription } = theirs.previous;
            const address = { subscription, resourceId: theirs.resourceId };
            if (target === 'containerInstances') {
                // Its size cannot be changed back in place: whoever goes back is asked whether the group may be made anew.
                await assert.rejects(
                    restoreSnapshot(stage.op, stage.ports, address, await found()),
                    (error) =>
                        isFailure(error) &&
                        error.code === 'deploy/replace-needed' &&
                        String(error.facts.reasons).includes('0.5 vCPU, 1 GB'),
                );
                assert.equal(await page(), 'ours');
            }
            assert.deepEqual(await restoreSnapshot(stage.op, stage.ports, address, await found(), 'agreed'), []);
            await pageOfBefore();
            const { image, tags, history } = await found();
            assert.equal(image, theirs.image);
            assert.notEqual(tags[digestTag], ours.digest);
            assert.ok(tags[deployedTag] !== undefined);
            assert.deepEqual(history[0]?.digest, ours.digest);
            if (target === 'containerInstances') {
                const [container] = (await stage.ports.azure.containerGroups.get(stage.op, theirs.resourceId))?.containers ?? [];
                assert.deepEqual(
                    [container?.name, container?.cpu, container?.env],
                    ['theirs', 0.5, { GREETING: 'theirs', API_KEY: undefined }],
                );
            }
            if (containers === 'several') {
                assert.deepEqual(
                    (await beside()).map(({ name, image }) => [name, image]),
                    [
                        ['web', theirs.image],
                        ['helper', theirs.image],
                    ],
                );
            }
            if (target === 'appService') {
                const settings = await stage.ports.azure.sites.settings(stage.op, theirs.resourceId);
                assert.deepEqual([settings.GREETING, settings.DOCKER_REGISTRY_SERVER_PASSWORD], ['theirs', 'hunter2hunter2']);
            }
        });

        if (target === 'containerInstances') {
            it('goes back to its image on another machine, and says that more was not known there', async () => {
                await deploy(request());
                assert.equal(await page(), 'ours');
                const { subscription } = theirs.previous;
                const elsewhere = {
                    azure: stage.ports.azure,
                    snapshots: { ...stage.ports.snapshots, read: () => Promise.resolve(undefined) },
                };
                const address = { subscription, resourceId: theirs.resourceId };
                const notes = await restoreSnapshot(stage.op, elsewhere, address, await found());
                assert.match(notes.map(({ text }) => text).join(), /^On this machine only its image/);
                await pageOfBefore();
            });
        }

        async function pageOfBefore(): Promise<void> {
            for (let tries = 0; (await page()) !== 'one'; tries++) {
                assert.ok(tries < 300, 'never the page of before');
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
        }
    });
}
