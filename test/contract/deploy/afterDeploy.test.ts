import assert from 'node:assert/strict';
import { openAzure } from '../../../src/adapters/azure/openAzure';
import { resolveInLocal } from '../../../src/adapters/azure/resolveInLocal';
import { localTokens } from '../../../src/adapters/localAzure/localTokens';
import { isCancelled, isFailure } from '../../../src/base/failure';
import { clouds } from '../../../src/core/deploy/cloud';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { rollBackRequest } from '../../../src/core/deploy/rollBackRequest';
import { targetNames, targets, type TargetName } from '../../../src/core/deploy/target';
import { controlDeployment } from '../../../src/workflows/deployment/controlDeployment';
import { inspectDeployment, type DeploymentState } from '../../../src/workflows/deployment/inspectDeployment';
import { followDeployment } from '../../../src/workflows/deployment/followDeployment';
import { listDeployments, type ListedDeployment } from '../../../src/workflows/deployment/listDeployments';
import { readPrevious } from '../../../src/workflows/deployment/readPrevious';
import { gatherRemoval, removeDeployment } from '../../../src/workflows/deployment/removeDeployment';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { openCuttableLine } from './cuttableLine';
import { openStage, type Stage } from './openStage';

const removed: Readonly<Record<TargetName, readonly string[]>> = {
    appService: ['microsoft.web/sites', 'microsoft.web/serverfarms'],
    containerApps: ['microsoft.app/containerapps', 'microsoft.app/managedenvironments'],
    containerInstances: ['microsoft.containerinstance/containergroups'],
};

for (const target of targetNames) {
    describe(`A deployment to ${targets[target].title} after it was made`, afterDeploy(target));
}

function afterDeploy(target: TargetName) {
    return function (this: Mocha.Suite) {
        this.timeout(120_000);
        let stage: Stage;
        let close: (() => Promise<void>) | undefined;
        let first: DeployResult;
        let second: DeployResult;

        const deploy = async (request: DeployRequest) =>
            performDeploy(stage.op, stage.ports, planDeploy(request, await gatherDeploy(stage.op, stage.ports, request)), () => undefined);
        const address = () => ({ subscription: first.previous.subscription, resourceId: first.resourceId });
        const look = async (): Promise<Extract<DeploymentState, { kind: 'found' }>> => {
            const state = await inspectDeployment(stage.op, stage.ports.azure, address());
            assert.ok(state.kind === 'found');
            return state;
        };
        const until = async (wanted: string) => {
            for (let tries = 0; (await look()).state !== wanted; tries++) {
                assert.ok(tries < 200, `never ${wanted}`);
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
        };
        const page = async () => (await stage.ports.http(stage.op, first.url))?.body.trim();

        before(async function () {
            const opened = await openStage({ target });
            if (opened === undefined) {
                this.skip();
            }
            stage = opened;
            close = opened.close;
            first = await deploy(stage.request({ rehearse: 'skip' }));
            await stage.writeApp('two');
            second = await deploy(stage.request({ rehearse: 'skip', previous: first.previous }));
        });

        after(async () => close?.());

        it('shows what runs, and what ran before', async () => {
            const { history, tags, reason: _, ...state } = await look();
            assert.ok(Object.keys(tags).length > 0);
            assert.deepEqual(state, {
                kind: 'found',
                target,
                name: first.name,
                url: first.url,
                state: 'running',
                image: second.image,
                digest: second.digest,
                instances: { running: 1, all: 1 },
                madeBySlipway: 'yes',
            });
            assert.deepEqual(
                history.map(({ digest, port }) => [digest, port]),
                [
                    [second.digest, 8000],
                    [first.digest, 8000],
                ],
            );
        });

        it('runs an earlier image again, verified, and without a push', async () => {
            const earlier = (await look()).history[1];
            assert.ok(earlier !== undefined);
            const request = rollBackRequest(stage.request({ previous: second.previous }), earlier);
            const plan = planDeploy(request, await gatherDeploy(stage.op, stage.ports, request));
            assert.deepEqual([plan.questions, plan.problems], [[], []]);
            const result = await performDeploy(stage.op, stage.ports, plan, () => undefined);
            assert.equal(result.digest, first.digest);
            assert.equal(await page(), 'one');
            assert.deepEqual(
                (await look()).history.map(({ digest }) => digest),
                [first.digest, second.digest],
            );
        });

        it('does not roll back to what the registry lacks', async () => {
            const missing = { digest: `sha256:${'0'.repeat(64)}`, deployedMs: 0, port: undefined };
            const running = (await look()).digest;
            await assert.rejects(
                deploy(rollBackRequest(stage.request({ previous: second.previous }), missing)),
                (error) => isFailure(error) && error.code === 'deploy/image-gone',
            );
            assert.equal((await look()).digest, running);
        });

        it('stops, starts and restarts', async () => {
            await controlDeployment(stage.op, stage.ports.azure, address(), 'stop');
            await until('stopped');
            await controlDeployment(stage.op, stage.ports.azure, address(), 'start');
            await until('running');
            await controlDeployment(stage.op, stage.ports.azure, address(), 'restart');
            await until('running');
        });

        it('is found by its tags among everything in the subscription, and so is one that Azure’s index does not know yet', async () => {
            const fresh: ListedDeployment = {
                ...{ subscription: first.previous.subscription, resourceId: `${first.resourceId}-new`, target, name: 'new' },
                ...{ project: undefined, digest: undefined, deployedMs: 1 },
            };
            const { subscriptions, failures } = await listDeployments(stage.op, stage.ports.azure, [fresh]);
            assert.deepEqual(failures, []);
            assert.deepEqual(
                subscriptions.flatMap((one) => (one.kind === 'listed' ? one.deployments : [])).map(({ name, digest }) => [name, digest]),
                [
                    [first.name, first.digest],
                    ['new', undefined],
                ],
            );
        });

        it('tells what it writes, line after line, also once the line to Azure was cut, until it is enough', async () => {
            const line = await openCuttableLine(stage.address.url);
            const enough = new AbortController();
            const lines: string[] = [];
            try {
                const azure = openAzure({
                    resolve: resolveInLocal({ ...stage.address, url: line.url }),
                    tokens: localTokens(stage.address),
                    cloud: clouds.local,
                });
                const following = followDeployment({ ...stage.op, signal: enough.signal }, azure, address(), (text) => lines.push(text));
                following.catch(() => undefined);
                const seen = async (path: string) => {
                    for (let tries = 0; !lines.some((text) => text.includes(path)); tries++) {
                        assert.ok(tries < 600, `${path} not in\n${lines.join('\n')}`);
                        await stage.ports.http(stage.op, `${first.url}${path}`);
                        await new Promise((resolve) => setTimeout(resolve, 100));
                    }
                };
                await seen('/before-the-cut');
                // Container Instances are asked every two seconds, so that there may be nothing to cut just then.
                assert.ok(line.cut() > 0 || target === 'containerInstances');
                await seen('/after-the-cut');
                enough.abort();
                await assert.rejects(following, isCancelled);
            } finally {
                enough.abort();
                await line.close();
            }
        });

        it('can be deployed to from another machine, which only Azure’s tags tell of it', async () => {
            const state = await look();
            const previous = await readPrevious(stage.op, stage.ports.azure, address(), state);
            assert.deepEqual(
                [previous.target, previous.registryId.toLowerCase(), previous.repository, previous.digest],
                [target, first.previous.registryId.toLowerCase(), first.previous.repository, first.digest],
            );
        });

        it('removes exactly what it made, listed first', async () => {
            const { azure } = stage.ports;
            const [, , subscriptionId = '', , group = ''] = first.resourceId.split('/');
            const foreign = first.resourceId.replace(
                /Microsoft\.(Web|App|ContainerInstance)\/.*/i,
                'Microsoft.ManagedIdentity/userAssignedIdentities/theirs',
            );
            await azure.identities.create(stage.op, foreign, { location: 'westeurope', tags: {} });
            const plan = await gatherRemoval(stage.op, stage.ports, address());
            assert.deepEqual(
                plan.items.map(({ type }) => type.toLowerCase()),
                [...removed[target], 'microsoft.managedidentity/userassignedidentities', 'microsoft.containerregistry/registries'],
            );
            assert.equal(plan.group, 'keep');
            const gone: string[] = [];
            await removeDeployment(stage.op, stage.ports, plan, (item, state) => state === 'gone' && gone.push(item.id));
            assert.deepEqual(
                gone,
                plan.items.map(({ id }) => id),
            );
            const left = await azure.groups.resources(stage.op, subscriptionId, group);
            assert.deepEqual(
                left.map(({ id }) => id.toLowerCase()),
                [foreign.toLowerCase()],
            );
            assert.deepEqual(await inspectDeployment(stage.op, azure, address()), { kind: 'gone' });
        });

        it('is content when it is asked again, and takes the group once it is empty', async () => {
            const { azure } = stage.ports;
            const [, , subscriptionId = '', , group = ''] = first.resourceId.split('/');
            for (const { id } of await azure.groups.resources(stage.op, subscriptionId, group)) {
                await azure.resources.delete(stage.op, id);
            }
            const plan = await gatherRemoval(stage.op, stage.ports, address());
            assert.deepEqual([plan.items, plan.group], [[], 'delete']);
            await removeDeployment(stage.op, stage.ports, plan, () => undefined);
            await assert.rejects(
                gatherRemoval(stage.op, stage.ports, address()),
                (error) => isFailure(error) && error.code === 'deploy/gone',
            );
        });
    };
}
