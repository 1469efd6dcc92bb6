import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isFailure } from '../../../src/base/failure';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { gatherDeploy } from '../../../src/workflows/deploy/gatherDeploy';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import type { StepEvent } from '../../../src/workflows/deploy/stepEvent';
import { openStage, type Stage } from './openStage';

const root = resolve(__dirname, '../../..');
const checker = resolve(root, '../shared/azure/check/check.mjs');

describe('A web app from a folder to an address', function () {
    this.timeout(120_000);
    let stage: Stage;
    let close: (() => Promise<void>) | undefined;
    let first: DeployResult;

    before(async function () {
        const opened = await openStage();
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        close = opened.close;
    });

    after(async () => close?.());

    async function deploy(request: DeployRequest): Promise<{ readonly result: DeployResult; readonly events: readonly StepEvent[] }> {
        const events: StepEvent[] = [];
        const plan = planDeploy(request, await gatherDeploy(stage.op, stage.ports, request));
        const result = await performDeploy(stage.op, stage.ports, plan, (event) => events.push(event));
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

    async function page(result: DeployResult): Promise<string | undefined> {
        return (await stage.ports.http(stage.op, result.url))?.body.trim();
    }

    it('creates everything with only the name left to ask, and shows the page', async () => {
        const request = stage.request();
        const plan = planDeploy(request, await gatherDeploy(stage.op, stage.ports, request));
        assert.deepEqual(
            plan.questions.map((question) => question.kind),
            ['name'],
        );
        const { result, events } = await deploy(request);
        first = result;
        assert.deepEqual(
            outcomes(events).filter((outcome) => !outcome.startsWith('provider/')),
            [
                'build: done',
                'resourceGroup: done',
                'registry: done',
                'identity: done',
                'role: done',
                'push: done',
                'plan: done',
                'site: done',
                'verify: done',
            ],
        );
        assert.match(result.image, /^127\.0\.0\.1:\d+\/contract-[\w-]+@sha256:[0-9a-f]{64}$/);
        assert.equal(await page(result), 'one');
    });

    it('leaves an unchanged app alone: no push, no write, at most eight requests to ARM', async () => {
        const before = (await arm()).length;
        const { result, events } = await deploy(stage.request({ previous: first.previous }));
        assert.deepEqual(outcomes(events), ['build: done', 'registry: kept', 'push: kept', 'configure: kept', 'verify: done']);
        assert.equal(result.digest, first.digest);
        const sent = (await arm()).slice(before);
        assert.ok(sent.length <= 8, sent.join('\n'));
        assert.deepEqual(
            sent.filter((line) => !line.startsWith('GET') && !line.endsWith('/list')),
            [],
        );
    });

    it('updates in place by digest and asks nothing', async () => {
        await stage.writeApp('two');
        const request = stage.request({ previous: first.previous });
        const plan = planDeploy(request, await gatherDeploy(stage.op, stage.ports, request));
        assert.deepEqual(plan.questions, []);
        const { result } = await deploy(request);
        assert.notEqual(result.digest, first.digest);
        assert.equal(result.resourceId, first.resourceId);
        assert.equal(await page(result), 'two');
    });

    it('says that the app does not listen where it should', async () => {
        await assert.rejects(
            deploy(stage.request({ previous: first.previous, port: 8001 })),
            (error) => isFailure(error) && error.code === 'deploy/port-silent' && error.facts.port === 8001,
        );
    });

    it('says with which exit code the app ended', async () => {
        await stage.writeApp('three', ['/busybox', 'sh', '-c', 'echo no database; exit 3']);
        await assert.rejects(
            deploy(stage.request({ previous: first.previous })),
            (error) => isFailure(error) && error.code === 'deploy/crashed' && error.facts.exitCode === 3,
        );
    });

    it('comes back once the cause is gone', async () => {
        await stage.writeApp('four');
        const { result } = await deploy(stage.request({ previous: first.previous }));
        assert.equal(await page(result), 'four');
    });

    if (existsSync(checker)) {
        it('said and heard nothing that Azure’s own documents forbid', function () {
            const checked = spawnSync(process.execPath, [checker, stage.record, '--oav', root], { encoding: 'utf8' });
            assert.match(checked.stdout, / 0 unknown, 0 violations\n$/, checked.stdout + checked.stderr);
        });
    }
});
