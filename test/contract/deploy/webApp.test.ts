import assert from 'node:assert/strict';
import { isFailure } from '../../../src/base/failure';
import type { DeployResult } from '../../../src/core/deploy/deployResult';
import { failureSentence, failureText } from '../../../src/views/failureText';
import { listField, textField } from '../../../src/localAzure/json';
import { createEngineApi, defaultEngineEndpoint } from '../../../src/localAzure/runner/engineApi';
import { performDeploy } from '../../../src/workflows/deploy/performDeploy';
import { useDeployStage } from './deployStage';

describe('A web app from a folder to an address', function () {
    this.timeout(120_000);
    const at = useDeployStage();
    const { planFor, deploy, page, arm, failures } = at;
    let first: DeployResult;

    it('creates everything with only the name left to ask, and shows the page', async () => {
        const request = at.stage.request();
        const plan = await planFor(request);
        assert.deepEqual(
            plan.questions.map((question) => question.kind),
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
            'push: done',
            'plan: done',
            'site: done',
            'verify: done',
        ]);
        assert.match(result.image, /^127\.0\.0\.1:\d+\/contract-[\w-]+@sha256:[0-9a-f]{64}$/);
        assert.equal(await page(result), 'one');
    });

    it('leaves an unchanged app alone: no push, no write, at most eight requests to ARM', async () => {
        const before = (await arm()).length;
        const { result, outcomes } = await deploy(at.stage.request({ previous: first.previous }));
        assert.deepEqual(outcomes, ['build: done', 'rehearse: kept', 'registry: kept', 'push: kept', 'configure: kept', 'verify: done']);
        assert.equal(result.digest, first.digest);
        const sent = (await arm()).slice(before);
        assert.ok(sent.length <= 8, sent.join('\n'));
        assert.deepEqual(
            sent.filter((line) => !line.startsWith('GET') && !line.endsWith('/list')),
            [],
        );
    });

    it('updates in place by digest and asks nothing', async () => {
        await at.stage.writeApp('two');
        const request = at.stage.request({ previous: first.previous });
        const plan = await planFor(request);
        assert.deepEqual(plan.questions, []);
        const { result } = await deploy(request);
        assert.notEqual(result.digest, first.digest);
        assert.equal(result.resourceId, first.resourceId);
        assert.equal(await page(result), 'two');
    });

    it('says that the app does not listen where it should', async () => {
        await assert.rejects(
            deploy(at.stage.request({ previous: first.previous, port: 8001, rehearse: 'skip' })),
            (error) => isFailure(error) && error.code === 'deploy/port-silent' && error.facts.port === 8001,
        );
    });

    it('says with which exit code the app ended', async () => {
        await at.stage.writeApp('three', ['/busybox', 'sh', '-c', 'echo no database; exit 3']);
        await assert.rejects(
            deploy(at.stage.request({ previous: first.previous, rehearse: 'skip' })),
            (error) => isFailure(error) && error.code === 'deploy/crashed' && error.facts.exitCode === 3,
        );
    });

    it('comes back once the cause is gone, and remembers what never answered', async () => {
        await at.stage.writeApp('four');
        assert.equal((await failures())[0], 'yes');
        const { result } = await deploy(at.stage.request({ previous: first.previous }));
        assert.equal(await page(result), 'four');
        assert.deepEqual((await failures()).slice(0, 2), [undefined, 'yes']);
    });

    it('finds the port that the app really listens on and tells Azure, and remembers it', async () => {
        await at.stage.writeApp('five');
        const { result } = await deploy(at.stage.request({ previous: first.previous, port: 8001 }));
        assert.equal(await page(result), 'five');
        assert.deepEqual(result.previous.rehearsed, { requestedPort: 8001, port: 8000, status: 200 });
        assert.ok(result.notes.some(({ facts }) => facts.port === 8000 && facts.expected === 8001));
        const once = await deploy(at.stage.request({ previous: result.previous, port: 8001 }));
        assert.deepEqual(once.outcomes, [
            'build: done',
            'rehearse: kept',
            'registry: kept',
            'push: kept',
            'configure: kept',
            'verify: done',
        ]);
        assert.equal(once.result.status, 200);
    });

    it('holds Azure to the status that the rehearsal saw', async () => {
        const { result } = await deploy(at.stage.request({ previous: first.previous, healthPath: '/missing' }));
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
            await at.stage.writeApp(code, ['/busybox', ...command]);
            const before = (await arm()).length;
            const lines: string[] = [];
            const request = at.stage.request({ previous: first.previous, env: env ?? {} });
            const plan = await planFor(request);
            const op = { ...at.stage.op, log: (line: string) => lines.push(line) };
            await assert.rejects(
                performDeploy(op, at.stage.ports, plan, () => undefined),
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
        await at.stage.writeApp('seven');
        const command = '/busybox sh -c "echo by order > /www/order; exec /busybox httpd -f -p 8000 -h /www"';
        const ordered = async (result: DeployResult) => (await at.stage.ports.http(at.stage.op, `${result.url}/order`))?.body.trim();
        const { result } = await deploy(at.stage.request({ previous: first.previous, startCommand: command }));
        assert.equal(await ordered(result), 'by order');
        assert.equal((await at.stage.ports.azure.sites.config(at.stage.op, first.resourceId)).startCommand, command);
        await at.stage.writeApp('eight');
        const next = await deploy(at.stage.request({ previous: result.previous }));
        assert.deepEqual([await page(next.result), await ordered(next.result)], ['eight', 'by order']);
        const { result: own } = await deploy(at.stage.request({ previous: next.result.previous, startCommand: '' }));
        assert.notEqual(await ordered(own), 'by order');
    });

    it('pushes nothing when the app does not start with the command of the plan', async () => {
        await at.stage.writeApp('nine');
        await assert.rejects(
            deploy(at.stage.request({ previous: first.previous, startCommand: '/busybox sh -c "exit 5"' })),
            (error) => isFailure(error) && error.code === 'deploy/rehearsal-crashed' && error.facts.exitCode === 5,
        );
    });

    it('goes on where the app may only lack a setting that Azure has', async () => {
        await at.stage.ports.azure.sites.replaceSettings(at.stage.op, first.resourceId, {
            WEBSITES_PORT: '8000',
            WEBSITES_ENABLE_APP_SERVICE_STORAGE: 'false',
            DATABASE_URL: 'postgres://here',
        });
        await at.stage.writeApp('six', [
            '/busybox',
            'sh',
            '-c',
            'test -n "$DATABASE_URL" && exec /busybox httpd -f -p 8000 -h /www; exit 4',
        ]);
        const { result } = await deploy(at.stage.request({ previous: first.previous }));
        assert.equal(await page(result), 'six');
        assert.ok(result.notes.some(({ facts }) => facts.settings === 'DATABASE_URL'));
    });

    it('keeps what the app writes below /home through the next deploy where the plan says so, and gives it up with the app', async () => {
        const writesOnce = (page: string) => [
            ...['/busybox', 'sh', '-c'],
            `mkdir -p /home/www; test -f /home/www/index.html || echo ${page} > /home/www/index.html; exec /busybox httpd -f -p 8000 -h /home/www`,
        ];
        const { azure } = at.stage.ports;
        const engine = createEngineApi(defaultEngineEndpoint(process.env, process.platform));
        const volumes = async () => {
            const { value } = await engine.json({ method: 'GET', path: '/volumes' });
            return (listField(value, 'Volumes') ?? []).flatMap((one) => textField(one, 'Name') ?? []);
        };
        const before = await volumes();
        await at.stage.writeApp('', writesOnce('first'));
        const started = await deploy(at.stage.request({ name: `keeps-${Date.now().toString(36)}`, home: 'on' }));
        assert.equal(await page(started.result), 'first');
        await at.stage.writeApp('', writesOnce('second'));
        const kept = await deploy(at.stage.request({ previous: started.result.previous }));
        assert.notEqual(kept.result.digest, started.result.digest);
        assert.equal(await page(kept.result), 'first');
        const lost = await deploy(at.stage.request({ previous: kept.result.previous, home: 'off' }));
        assert.equal(await page(lost.result), 'second');
        const made = (await volumes()).filter((name) => name.startsWith('slipway-la-home-') && !before.includes(name));
        assert.equal(made.length, 1);
        await azure.sites.delete(at.stage.op, started.result.resourceId);
        assert.ok(!(await volumes()).includes(made[0] ?? ''));
    });

    at.holdToContracts();
});
