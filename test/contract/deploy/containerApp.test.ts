import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isFailure } from '../../../src/base/failure';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { pullRole } from '../../../src/core/deploy/roles';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { StepEvent } from '../../../src/workflows/deploy/stepEvent';
import { openStage, type Stage } from './openStage';

const root = resolve(__dirname, '../../..');
const checker = resolve(root, '../shared/azure/check/check.mjs');

describe('A container app from a folder to an address', function () {
    this.timeout(120_000);
    let stage: Stage;
    let close: (() => Promise<void>) | undefined;
    let first: DeployResult;
    let last: DeployResult;

    before(async function () {
        const opened = await openStage({ target: 'containerApps' });
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        close = opened.close;
    });

    after(async () => close?.());

    const planFor = async (request: DeployRequest) => planDeploy(request, await gatherDeploy(stage.op, stage.ports, request));

    async function deploy(request: DeployRequest): Promise<{ readonly result: DeployResult; readonly events: readonly StepEvent[] }> {
        const events: StepEvent[] = [];
        const result = await performDeploy(stage.op, stage.ports, await planFor(request), (event) => events.push(event));
        last = result;
        return { result, events };
    }

    const outcomes = (events: readonly StepEvent[]) =>
        events.flatMap((event) => (event.kind === 'finished' ? [`${event.step.id}: ${event.outcome}`] : []));

    async function arm(): Promise<readonly string[]> {
        const lines = (await readFile(stage.record, 'utf8')).trim().split('\n');
        return lines
            .map((line) => JSON.parse(line) as { method: string; url: string })
            .flatMap(({ method, url }) => (url.startsWith('https://management.azure.com') ? [`${method} ${new URL(url).pathname}`] : []));
    }

    const page = async (result: DeployResult) => (await stage.ports.http(stage.op, result.url))?.body.trim();
    const again = (change: Partial<DeployRequest> = {}) => stage.request({ previous: last.previous, ...change });
    const app = async () => {
        const found = await stage.ports.azure.containerApps.get(stage.op, first.resourceId);
        assert.ok(found !== undefined);
        return found;
    };

    it('creates everything with only the name left to ask, and shows the page', async () => {
        const request = stage.request();
        assert.deepEqual(
            (await planFor(request)).questions.map((question) => question.kind),
            ['name'],
        );
        const { result, events } = await deploy(request);
        first = result;
        assert.deepEqual(
            outcomes(events).filter((outcome) => !outcome.startsWith('provider/')),
            [
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
            ],
        );
        assert.match(result.image, /^127\.0\.0\.1:\d+\/contract-[\w-]+@sha256:[0-9a-f]{64}$/);
        assert.equal(result.evidence, 'replica');
        assert.equal(await page(result), 'one');
        const { targetPort, registries, identityIds, scale } = await app();
        assert.deepEqual([targetPort, scale, registries.length], [8000, { min: 0, max: 3 }, 1]);
        assert.equal(registries[0]?.pulls.toLowerCase(), identityIds[0]?.toLowerCase());
    });

    it('leaves an unchanged app alone: no push, no write, at most eight requests to ARM', async () => {
        const before = (await arm()).length;
        const { result, events } = await deploy(again());
        assert.deepEqual(outcomes(events), [
            'build: done',
            'rehearse: kept',
            'registry: kept',
            'push: kept',
            'containerApp: kept',
            'verify: done',
        ]);
        assert.equal(result.digest, first.digest);
        const sent = (await arm()).slice(before);
        assert.ok(sent.length <= 8, sent.join('\n'));
        assert.deepEqual(
            sent.filter((line) => !line.startsWith('GET')),
            [],
        );
    });

    it('updates in place by digest with a new revision, asks nothing, and what ran before has left', async () => {
        await stage.writeApp('two');
        const request = again();
        assert.deepEqual((await planFor(request)).questions, []);
        const { result } = await deploy(request);
        assert.notEqual(result.digest, first.digest);
        assert.equal(result.resourceId, first.resourceId);
        assert.equal(await page(result), 'two');
        const revisions = await stage.ports.azure.containerApps.revisions(stage.op, first.resourceId);
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
        await stage.writeApp('three', ['/busybox', 'sh', '-c', 'echo no database; exit 3']);
        await assert.rejects(
            deploy(again({ rehearse: 'skip' })),
            (error) => isFailure(error) && error.code === 'deploy/crashed' && error.facts.exitCode === 3,
        );
    });

    it('comes back once the cause is gone', async () => {
        await stage.writeApp('four');
        const { result } = await deploy(again());
        assert.equal(await page(result), 'four');
    });

    it('says that its identity may not pull, and gives the role again when it is to check everything', async () => {
        const { azure } = stage.ports;
        const registry = await azure.registries.get(stage.op, first.previous.registryId);
        const identity = await azure.identities.get(stage.op, (await app()).identityIds[0] ?? '');
        assert.ok(registry !== undefined && identity !== undefined);
        await azure.roles.remove(stage.op, registry.id, identity.principalId, pullRole(registry.permissions).id);
        await stage.writeApp('five');
        await assert.rejects(
            deploy(again()),
            (error) => isFailure(error) && error.code === 'deploy/pull-unauthorized' && error.facts.role === 'AcrPull',
        );
        const { result, events } = await deploy(again({ check: 'everything' }));
        assert.ok(outcomes(events).includes('role: done'));
        assert.equal(await page(result), 'five');
    });

    it('gives a new revision only the part of the traffic that is asked for', async () => {
        await stage.writeApp('six');
        const { result } = await deploy(again({ revisions: 'multiple', trafficPercent: '0' }));
        assert.equal(await page(result), 'six');
        const { host, traffic } = await app();
        assert.equal((await stage.ports.http(stage.op, `https://${host ?? ''}`))?.body.trim(), 'five');
        assert.deepEqual(
            traffic.map(({ percent }) => percent),
            [0, 100],
        );
        const { result: whole } = await deploy(again({ revisions: 'single' }));
        assert.equal(await page(whole), 'six');
        assert.equal(whole.url, first.url);
    });

    if (existsSync(checker)) {
        it('said and heard nothing that Azure’s own documents forbid', function () {
            const checked = spawnSync(process.execPath, [checker, stage.record, '--oav', root], { encoding: 'utf8' });
            assert.match(checked.stdout, / 0 unknown, 0 violations\n$/, checked.stdout + checked.stderr);
        });
    }
});
