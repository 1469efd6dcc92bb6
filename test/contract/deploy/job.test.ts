import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { failureText } from '../../../src/views/failureText';
import { controlDeployment } from '../../../src/workflows/deployment/controlDeployment';
import { inspectDeployment } from '../../../src/workflows/deployment/inspectDeployment';
import { listDeployments } from '../../../src/workflows/deployment/listDeployments';
import { gatherRemoval, removeDeployment } from '../../../src/workflows/deployment/removeDeployment';
import { useDeployStage } from './deployStage';

const busybox = (script: string) => ['/busybox', 'sh', '-c', script];

describe('A job of Container Apps from a folder to a run that ends well', function () {
    this.timeout(120_000);
    const at = useDeployStage({ target: 'containerApps' });
    const { planFor, deploy, again } = at;
    let first: DeployResult;
    const address = () => ({ subscription: first.previous.subscription, resourceId: first.resourceId });
    const runs = () => at.stage.ports.azure.containerApps.executions(at.stage.op, first.resourceId);

    it('is created, run once, and has ended well', async () => {
        await at.stage.writeApp('one', busybox('echo swept; exit 0'));
        const request = at.stage.request({ appKind: 'job', env: { GREETING: 'hello', API_KEY: 'hunter2hunter2' } });
        const { result, outcomes } = await deploy(request);
        first = result;
        assert.deepEqual(outcomes, [
            'build: done',
            'resourceGroup: done',
            'registry: done',
            'identity: done',
            'role: done',
            'environment: done',
            'push: done',
            'containerApp: done',
            'verify: done',
        ]);
        assert.match(result.resourceId, /\/Microsoft\.App\/jobs\//i);
        assert.equal(result.evidence, 'execution');
        // A local Azure has no portal, and a job no address.
        assert.equal(result.url, '');
        assert.deepEqual(
            (await runs()).map(({ status }) => status),
            ['Succeeded'],
        );
        const job = await at.stage.ports.azure.containerApps.get(at.stage.op, result.resourceId);
        assert.deepEqual([job?.kind, job?.schedule, job?.env], ['job', undefined, { GREETING: 'hello', API_KEY: undefined }]);
    });

    it('is updated in place by digest, and starts by the clock when the plan says so', async () => {
        await at.stage.writeApp('two', busybox('test "$GREETING" = hello'));
        const { result } = await deploy(again({ schedule: '0 3 * * *' }));
        assert.notEqual(result.digest, first.digest);
        assert.equal(result.resourceId, first.resourceId);
        const job = await at.stage.ports.azure.containerApps.get(at.stage.op, first.resourceId);
        assert.deepEqual([job?.schedule, job?.env.GREETING], ['0 3 * * *', 'hello']);
        const { outcomes } = await deploy(again());
        assert.ok(outcomes.includes('push: kept') && outcomes.includes('containerApp: kept'), outcomes.join());
    });

    it('says with which exit code a run ended, and its last words', async () => {
        await at.stage.writeApp('three', busybox('echo no database; exit 3'));
        await assert.rejects(
            deploy(again()),
            (error) =>
                isFailure(error) &&
                error.code === 'deploy/crashed' &&
                error.facts.exitCode === 3 &&
                /^\S+ no database · /.test(String(error.facts.reason)) &&
                error.facts.url === '' &&
                // A rehearsal asks what listens, and a job does not.
                failureText(error).remedies.every(({ title }) => title !== 'Rehearse Locally'),
        );
        assert.equal((await at.failures())[0], 'yes');
        const state = await inspectDeployment(at.stage.op, at.stage.ports.azure, address());
        assert.ok(state.kind === 'found');
        assert.deepEqual([state.state, state.reason, state.target], ['failing', 'Failed', 'containerApps']);
    });

    it('is found by its tags, run again by hand, and removed with what was made for it', async () => {
        const { azure } = at.stage.ports;
        await at.stage.writeApp('four', busybox('exit 0'));
        await deploy(again());
        const before = (await runs()).length;
        await controlDeployment(at.stage.op, azure, address(), 'start');
        assert.equal((await runs()).length, before + 1);
        const { subscriptions } = await listDeployments(at.stage.op, azure, []);
        const listed = subscriptions.flatMap((one) => (one.kind === 'listed' ? one.deployments : []));
        assert.deepEqual(
            listed.map(({ name, target }) => [name, target]),
            [[first.name, 'containerApps']],
        );
        const removal = await gatherRemoval(at.stage.op, at.stage.ports, address());
        assert.deepEqual(removal.items.map(({ type }) => type.toLowerCase()).slice(0, 2), [
            'microsoft.app/jobs',
            'microsoft.app/managedenvironments',
        ]);
        await removeDeployment(at.stage.op, at.stage.ports, removal, () => undefined);
        assert.deepEqual(await inspectDeployment(at.stage.op, azure, address()), { kind: 'gone' });
    });

    it('has a plan without an address, which refuses what is no schedule', async () => {
        const plan = await planFor(at.stage.request({ name: 'other', appKind: 'job', schedule: 'every night' }));
        assert.deepEqual(
            plan.problems.map(({ code }) => code),
            ['deploy/invalid-schedule'],
        );
        assert.ok(plan.choices.every(({ field }) => !['healthPath', 'scaleRule', 'probes', 'replicas', 'revisions'].includes(field)));
    });
});
