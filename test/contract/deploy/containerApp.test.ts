import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { pullRole } from '../../../src/core/deploy/roles';
import { useDeployStage } from './deployStage';

describe('A container app from a folder to an address', function () {
    this.timeout(120_000);
    const at = useDeployStage({ target: 'containerApps' });
    const { planFor, deploy, again, page, arm, failures } = at;
    let first: DeployResult;

    const app = async () => {
        const found = await at.stage.ports.azure.containerApps.get(at.stage.op, first.resourceId);
        assert.ok(found !== undefined);
        return found;
    };

    it('creates everything with only the name left to ask, and shows the page', async () => {
        const request = at.stage.request();
        assert.deepEqual(
            (await planFor(request)).questions.map((question) => question.kind),
            ['name'],
        );
        const { result, outcomes } = await deploy(request);
        first = result;
        assert.deepEqual(outcomes, [
            'build: done',
            'rehearse: done',
            'resourceGroup: done',
            'registry: done',
            'identity: done',
            'role: done',
            'environment: done',
            'push: done',
            'containerApp: done',
            'verify: done',
        ]);
        assert.match(result.image, /^127\.0\.0\.1:\d+\/contract-[\w-]+@sha256:[0-9a-f]{64}$/);
        assert.equal(result.evidence, 'replica');
        assert.equal(await page(result), 'one');
        const { targetPort, registries, identityIds, scale } = await app();
        assert.deepEqual([targetPort, scale, registries.length], [8000, { min: 0, max: 3 }, 1]);
        assert.equal(registries[0]?.pulls.toLowerCase(), identityIds[0]?.toLowerCase());
    });

    it('leaves an unchanged app alone: no push, no write, at most eight requests to ARM', async () => {
        const before = (await arm()).length;
        const { result, outcomes } = await deploy(again());
        assert.deepEqual(outcomes, ['build: done', 'rehearse: kept', 'registry: kept', 'push: kept', 'containerApp: kept', 'verify: done']);
        assert.equal(result.digest, first.digest);
        const sent = (await arm()).slice(before);
        assert.ok(sent.length <= 8, sent.join('\n'));
        assert.deepEqual(
            sent.filter((line) => !line.startsWith('GET')),
            [],
        );
    });

    it('updates in place by digest with a new revision, asks nothing, and what ran before has left', async () => {
        await at.stage.writeApp('two');
        const request = again();
        assert.deepEqual((await planFor(request)).questions, []);
        const { result } = await deploy(request);
        assert.notEqual(result.digest, first.digest);
        assert.equal(result.resourceId, first.resourceId);
        assert.equal(await page(result), 'two');
        const revisions = await at.stage.ports.azure.containerApps.revisions(at.stage.op, first.resourceId);
        assert.deepEqual(
            revisions.filter(({ active }) => active === 'yes').map(({ image }) => image),
            [result.image],
        );
    });

    it('keeps a secret variable as a secret, and a plain one in sight', async () => {
        await deploy(again({ env: { GREETING: 'hello', API_KEY: 'hunter2hunter2' } }));
        const { env } = await app();
        assert.deepEqual([env.GREETING, 'API_KEY' in env, env.API_KEY], ['hello', true, undefined]);
    });

    it('says that the app does not listen where it should, while what ran before still answers', async () => {
        const before = await app();
        await assert.rejects(
            deploy(again({ port: 8001, rehearse: 'skip', previous: { ...first.previous } })),
            (error) => isFailure(error) && error.code === 'deploy/port-silent' && error.facts.port === 8001,
        );
        assert.notEqual((await app()).latestRevision, before.latestRevision);
    });

    it('says with which exit code the app ended, and its last words', async () => {
        await at.stage.writeApp('three', ['/busybox', 'sh', '-c', 'echo no database; exit 3']);
        await assert.rejects(
            deploy(again({ rehearse: 'skip' })),
            (error) => isFailure(error) && error.code === 'deploy/crashed' && error.facts.exitCode === 3,
        );
    });

    it('comes back once the cause is gone, and remembers what never answered', async () => {
        await at.stage.writeApp('four');
        assert.equal((await failures())[0], 'yes');
        const { result } = await deploy(again());
        assert.equal(await page(result), 'four');
        assert.deepEqual((await failures()).slice(0, 2), [undefined, 'yes']);
    });

    it('says that its identity may not pull, and gives the role again when it is to check everything', async () => {
        const { azure } = at.stage.ports;
        const registry = await azure.registries.get(at.stage.op, first.previous.registryId);
        const identity = await azure.identities.get(at.stage.op, (await app()).identityIds[0] ?? '');
        assert.ok(registry !== undefined && identity !== undefined);
        await azure.roles.remove(at.stage.op, registry.id, identity.principalId, pullRole(registry.permissions).id);
        await at.stage.writeApp('five');
        await assert.rejects(
            deploy(again()),
            (error) => isFailure(error) && error.code === 'deploy/pull-unauthorized' && error.facts.role === 'AcrPull',
        );
        const { result, outcomes } = await deploy(again({ check: 'everything' }));
        assert.ok(outcomes.includes('role: done'));
        assert.equal(await page(result), 'five');
    });

    it('gives a new revision only the part of the traffic that is asked for', async () => {
        await at.stage.writeApp('six');
        const { result } = await deploy(again({ revisions: 'multiple', trafficPercent: '0' }));
        assert.equal(await page(result), 'six');
        const { host, traffic } = await app();
        assert.equal((await at.stage.ports.http(at.stage.op, `https://${host ?? ''}`))?.body.trim(), 'five');
        assert.deepEqual(
            traffic.map(({ percent }) => percent),
            [0, 100],
        );
        const { result: whole } = await deploy(again({ revisions: 'single' }));
        assert.equal(await page(whole), 'six');
        assert.equal(whole.url, first.url);
    });

    it('scales and probes as the plan says, and leaves both alone when it says nothing', async () => {
        await at.stage.writeApp('seven');
        await deploy(again({ scaleRule: 'cpu 70', probes: 'live', healthPath: '/index.html' }));
        const chosen = async () => {
            const { scaleRule, probes } = await app();
            return [scaleRule, probes];
        };
        assert.deepEqual(await chosen(), [{ kind: 'cpu', value: 70 }, 'live']);
        await at.stage.writeApp('eight');
        const { result } = await deploy(again());
        assert.equal(await page(result), 'eight');
        assert.deepEqual(await chosen(), [{ kind: 'cpu', value: 70 }, 'live']);
        const { outcomes } = await deploy(again({ scaleRule: 'cpu 70', probes: 'live' }));
        assert.ok(outcomes.includes('containerApp: kept'));
    });

    it('makes a Functions app of an image for Functions, without a scale rule of its own', async () => {
        const name = `fn${Date.now().toString(36)}`;
        const { result } = await deploy(at.stage.request({ name, appKind: 'functionapp', rehearse: 'skip' }));
        assert.equal(await page(result), 'eight');
        const made = await at.stage.ports.azure.containerApps.get(at.stage.op, result.resourceId);
        assert.deepEqual([made?.kind, made?.scaleRule, made?.probes], ['functionapp', undefined, 'ready']);
    });

    at.holdToContracts();
});
