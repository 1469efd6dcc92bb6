import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isFailure } from '../../../src/base/failure';
import type { DeployRequest } from '../../../src/core/deploy/deployRequest';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { planDeploy } from '../../../src/core/deploy/planDeploy';
import { failureSentence, failureText } from '../../../src/views/failureText';
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
                'rehearse: done',
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
        assert.deepEqual(outcomes(events), [
            'build: done',
            'rehearse: kept',
            'registry: kept',
            'push: kept',
            'configure: kept',
            'verify: done',
        ]);
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
            deploy(stage.request({ previous: first.previous, port: 8001, rehearse: 'skip' })),
            (error) => isFailure(error) && error.code === 'deploy/port-silent' && error.facts.port === 8001,
        );
    });

    it('says with which exit code the app ended', async () => {
        await stage.writeApp('three', ['/busybox', 'sh', '-c', 'echo no database; exit 3']);
        await assert.rejects(
            deploy(stage.request({ previous: first.previous, rehearse: 'skip' })),
            (error) => isFailure(error) && error.code === 'deploy/crashed' && error.facts.exitCode === 3,
        );
    });

    it('comes back once the cause is gone', async () => {
        await stage.writeApp('four');
        const { result } = await deploy(stage.request({ previous: first.previous }));
        assert.equal(await page(result), 'four');
    });

    it('finds the port that the app really listens on and tells Azure, and remembers it', async () => {
        await stage.writeApp('five');
        const { result } = await deploy(stage.request({ previous: first.previous, port: 8001 }));
        assert.equal(await page(result), 'five');
        assert.deepEqual(result.previous.rehearsed, { requestedPort: 8001, port: 8000, status: 200 });
        assert.ok(result.notes.some(({ facts }) => facts.port === 8000 && facts.expected === 8001));
        const again = await deploy(stage.request({ previous: result.previous, port: 8001 }));
        assert.deepEqual(outcomes(again.events), [
            'build: done',
            'rehearse: kept',
            'registry: kept',
            'push: kept',
            'configure: kept',
            'verify: done',
        ]);
        assert.equal(again.result.status, 200);
    });

    it('holds Azure to the status that the rehearsal saw', async () => {
        const { result } = await deploy(stage.request({ previous: first.previous, healthPath: '/missing' }));
        assert.equal(result.status, 404);
    });

    for (const [code, command, facts, env] of [
        ['deploy/rehearsal-loopback', ['httpd', '-f', '-p', '127.0.0.1:8000', '-h', '/www'], { port: 8000, address: '127.0.0.1' }],
        ['deploy/rehearsal-loopback', ['httpd', '-f', '-p', '127.0.0.1:8080', '-h', '/www'], { port: 8080 }],
        ['deploy/rehearsal-not-http', ['nc', '-ll', '-p', '8000', '-e', '/busybox', 'echo', 'SSH-2.0-hello'], { port: 8000 }],
        ['deploy/rehearsal-crashed', ['sh', '-c', 'echo no database; exit 3'], { exitCode: 3, last: 'no database' }],
        ['deploy/rehearsal-timeout', ['sleep', '1000'], { seconds: 4 }, { WEBSITES_CONTAINER_START_TIME_LIMIT: '4' }],
    ] as const) {
        it(`pushes nothing after ${code} of ${command.slice(0, 4).join(' ')}`, async () => {
            await stage.writeApp(code, ['/busybox', ...command]);
            const before = (await arm()).length;
            const lines: string[] = [];
            const request = stage.request({ previous: first.previous, env: env ?? {} });
            const plan = planDeploy(request, await gatherDeploy(stage.op, stage.ports, request));
            const op = { ...stage.op, log: (line: string) => lines.push(line) };
            await assert.rejects(
                performDeploy(op, stage.ports, plan, () => undefined),
                (error) =>
                    isFailure(error) &&
                    error.code === code &&
                    Object.entries(facts).every(([name, value]) => error.facts[name] === value) &&
                    !failureSentence(failureText(error, (text) => text)).includes('{'),
            );
            if ('last' in facts) {
                assert.ok(lines.some((line) => line.includes(facts.last)));
            }
            assert.deepEqual(
                (await arm()).slice(before).filter((line) => !line.startsWith('GET') && !line.endsWith('/list')),
                [],
            );
        });
    }

    it('starts it with the command of the plan, rehearsed first, keeps that, and goes back to the image’s own', async () => {
        await stage.writeApp('seven');
        const command = '/busybox sh -c "echo by order > /www/order; exec /busybox httpd -f -p 8000 -h /www"';
        const ordered = async (result: DeployResult) => (await stage.ports.http(stage.op, `${result.url}/order`))?.body.trim();
        const { result } = await deploy(stage.request({ previous: first.previous, startCommand: command }));
        assert.equal(await ordered(result), 'by order');
        assert.equal((await stage.ports.azure.sites.config(stage.op, first.resourceId)).startCommand, command);
        await stage.writeApp('eight');
        const next = await deploy(stage.request({ previous: result.previous }));
        assert.deepEqual([await page(next.result), await ordered(next.result)], ['eight', 'by order']);
        const { result: own } = await deploy(stage.request({ previous: next.result.previous, startCommand: '' }));
        assert.notEqual(await ordered(own), 'by order');
    });

    it('pushes nothing when the app does not start with the command of the plan', async () => {
        await stage.writeApp('nine');
        await assert.rejects(
            deploy(stage.request({ previous: first.previous, startCommand: '/busybox sh -c "exit 5"' })),
            (error) => isFailure(error) && error.code === 'deploy/rehearsal-crashed' && error.facts.exitCode === 5,
        );
    });

    it('goes on where the app may only lack a setting that Azure has', async () => {
        await stage.ports.azure.sites.replaceSettings(stage.op, first.resourceId, {
            WEBSITES_PORT: '8000',
            WEBSITES_ENABLE_APP_SERVICE_STORAGE: 'false',
            DATABASE_URL: 'postgres://here',
        });
        await stage.writeApp('six', ['/busybox', 'sh', '-c', 'test -n "$DATABASE_URL" && exec /busybox httpd -f -p 8000 -h /www; exit 4']);
        const { result } = await deploy(stage.request({ previous: first.previous }));
        assert.equal(await page(result), 'six');
        assert.ok(result.notes.some(({ facts }) => facts.settings === 'DATABASE_URL'));
    });

    if (existsSync(checker)) {
        it('said and heard nothing that Azure’s own documents forbid', function () {
            const checked = spawnSync(process.execPath, [checker, stage.record, '--oav', root], { encoding: 'utf8' });
            assert.match(checked.stdout, / 0 unknown, 0 violations\n$/, checked.stdout + checked.stderr);
        });
    }
});
