import assert from 'node:assert/strict';
import { until, type LocalAzureClient } from './localAzureClient';
import { PlainStage } from './plainStage';

const version = '2025-07-01';

describe('jobs of the local Azure', function () {
    this.timeout(60_000);
    let stage: PlainStage;
    let azure: LocalAzureClient;
    let environmentId = '';
    before(async function () {
        const opened = await PlainStage.open();
        if (opened === undefined) {
            this.skip();
        }
        stage = opened;
        azure = stage.azure;
        environmentId = await stage.environment();
    });
    after(() => (azure as LocalAzureClient | undefined)?.stop());

    const path = (name: string) => `${stage.group}/providers/Microsoft.App/jobs/${name}`;
    const body = (image: string, configuration: object = {}) => ({
        location: 'westeurope',
        properties: {
            environmentId,
            configuration: {
                triggerType: 'Manual',
                replicaTimeout: 60,
                replicaRetryLimit: 0,
                manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 },
                registries: [{ server: stage.server, username: stage.username, passwordSecretRef: 'password' }],
                secrets: [{ name: 'password', value: stage.password }],
                ...configuration,
            },
            template: { containers: [{ name: 'work', image, resources: { cpu: 0.25, memory: '0.5Gi' } }] },
        },
    });
    async function job(name: string, behaviour: object, configuration: object = {}): Promise<void> {
        const made = await azure.arm('PUT', path(name), version, body(await stage.push(name, behaviour), configuration));
        assert.equal(made.status, 201, JSON.stringify(made.body));
        assert.match(made.headers.get('azure-asyncoperation') ?? '', /containerappsjobOperationStatuses/);
        assert.equal((await azure.finish(made)).at('status'), 'Succeeded');
    }
    async function run(name: string, change?: object): Promise<string> {
        const started = await azure.arm('POST', `${path(name)}/start`, version, change);
        assert.equal(started.status, 200, JSON.stringify(started.body));
        return started.text('name');
    }
    const status = async (name: string, execution: string) =>
        (await azure.arm('GET', `${path(name)}/executions/${execution}`, version)).at('properties', 'status');
    const ended = (name: string, execution: string) =>
        until(`${execution} ended`, 20_000, async () => {
            const now = await status(name, execution);
            return now === 'Running' ? undefined : now;
        });

    it('run to a good end, and are listed with the latest first', async () => {
        await job('fine', { protocol: 'none', exitCode: 0 });
        const [first, second] = [await run('fine'), await run('fine')];
        assert.equal(await ended('fine', first), 'Succeeded');
        assert.equal(await ended('fine', second), 'Succeeded');
        const listed = await azure.arm('GET', `${path('fine')}/executions`, version);
        assert.equal(listed.at('value', 0, 'name'), second);
        assert.equal(typeof listed.at('value', 0, 'properties', 'endTime'), 'string');
    });

    it('fail after as many tries as they may have', async () => {
        await job('bad', { protocol: 'none', exitCode: 2 }, { replicaRetryLimit: 2 });
        assert.equal(await ended('bad', await run('bad')), 'Failed');
    });

    it('fail when their time is over', async () => {
        await job('slow', { protocol: 'none' }, { replicaTimeout: 1 });
        assert.equal(await ended('slow', await run('slow')), 'Failed');
    });

    it('are stopped on request, one or all', async () => {
        await job('endless', { protocol: 'none' });
        const [one, other] = [await run('endless'), await run('endless')];
        assert.equal((await azure.arm('POST', `${path('endless')}/stop/${one}`, version)).status, 200);
        assert.deepEqual([await status('endless', one), await status('endless', other)], ['Stopped', 'Running']);
        assert.equal((await azure.arm('POST', `${path('endless')}/stop`, version)).status, 200);
        assert.equal(await ended('endless', other), 'Stopped');
    });

    it('take another template for one run', async () => {
        await job('once', { protocol: 'none', exitCode: 1 });
        const image = await stage.push('other', { protocol: 'none', exitCode: 0 });
        const execution = await run('once', { containers: [{ name: 'work', image, resources: { cpu: 0.25, memory: '0.5Gi' } }] });
        assert.equal(await ended('once', execution), 'Succeeded');
    });

    describe('are heard', () => {
        const replicaOf = async (name: string, execution: string) =>
            until(`${execution} has a replica`, 20_000, async () => {
                const listed = await azure.arm('GET', `${path(name)}/executions/${execution}/replicas`, version);
                assert.equal(listed.status, 200, JSON.stringify(listed.body));
                return listed.at('value', 0, 'properties', 'containers', 0, 'logStreamEndpoint') === undefined ? undefined : listed;
            });
        const read = async (url: URL, token: string, query = '') =>
            azure.send('GET', `${url.pathname}${query}`, { host: url.host, headers: { authorization: `Bearer ${token}` } });
        const tokenOf = async (name: string) =>
            (await azure.arm('POST', `${path(name)}/getAuthToken`, version)).text('properties', 'token');

        it('by a stream that ends when the execution does, and is still there afterwards', async () => {
            await job('talker', { protocol: 'none', stdout: ['one', 'two'], stderr: ['three'], exitCode: 0, exitMs: 800 });
            const execution = await run('talker');
            const listed = await replicaOf('talker', execution);
            const replica = listed.text('value', 0, 'name');
            const stream = new URL(listed.text('value', 0, 'properties', 'containers', 0, 'logStreamEndpoint'));
            assert.equal(stream.host, 'westeurope.azurecontainerapps.dev');
            assert.ok(stream.pathname.endsWith(`/jobs/talker/executions/${execution}/replicas/${replica}/containers/work/logstream`));
            const token = await tokenOf('talker');
            const followed = await read(stream, token, '?follow=true&output=json');
            const lines = followed
                .text()
                .trim()
                .split('\n')
                .map((line) => (JSON.parse(line) as { readonly Log: string }).Log);
            assert.match(lines[1] ?? '', new RegExp(`^Successfully Connected to container: 'work' \\[Execution: '${execution}', Replica`));
            assert.deepEqual(lines.slice(2).sort(), ['one', 'three', 'two']);
            assert.equal(await ended('talker', execution), 'Succeeded');
            assert.match((await read(stream, token, '?output=text&tailLines=1')).text(), /(one|two|three)\n$/);
            assert.equal((await read(stream, token, '?tailLines=0')).text().includes('two'), false);
        });

        it('with a token of the data plane only', async () => {
            const listed = await azure.arm('GET', `${path('talker')}/executions`, version);
            const replicas = await replicaOf('talker', listed.text('value', 0, 'name'));
            const stream = new URL(replicas.text('value', 0, 'properties', 'containers', 0, 'logStreamEndpoint'));
            assert.equal((await read(stream, 'nonsense')).status, 401);
            assert.equal((await read(stream, await azure.tokenFor('https://management.azure.com/.default'))).status, 401);
            const elsewhere = new URL(stream.href.replace(/replicas\/[^/]+/, 'replicas/none'));
            assert.equal((await read(elsewhere, await tokenOf('talker'))).status, 404);
        });

        it('in the words of the platform when they fail', async () => {
            const execution = await run('bad');
            await ended('bad', execution);
            const shown = await azure.arm('GET', path('bad'), version);
            const events = await read(new URL(shown.text('properties', 'eventStreamEndpoint')), await tokenOf('bad'), '?tailLines=300');
            const rows = events
                .text()
                .trim()
                .split('\n')
                .map((line) => JSON.parse(line) as Readonly<Record<string, string>>)
                .filter((row) => row.ExecutionName === execution);
            // As many replicas as tries, and why there are no more.
            assert.deepEqual(
                rows.map((row) => row.Reason),
                ['SuccessfulCreate', 'SuccessfulCreate', 'SuccessfulCreate', 'BackoffLimitExceeded'],
            );
        });
    });

    it('are suspended and resumed', async () => {
        const turned = await azure.arm('POST', `${path('fine')}/suspend`, '2024-08-02-preview');
        assert.equal(turned.status, 202);
        assert.equal((await azure.finish(turned)).at('properties', 'runningState'), 'Suspended');
        assert.equal((await azure.arm('POST', `${path('fine')}/start`, version)).at('error', 'code'), 'ContainerAppsJobSuspended');
        await azure.finish(await azure.arm('POST', `${path('fine')}/resume`, '2024-08-02-preview'));
        assert.equal((await azure.arm('GET', path('fine'), version)).at('properties', 'runningState'), 'Ready');
        assert.equal(await ended('fine', await run('fine')), 'Succeeded');
    });

    it('are changed, keep their secrets to themselves, and go', async () => {
        const patched = await azure.arm('PATCH', path('fine'), version, { properties: { configuration: { replicaRetryLimit: 3 } } });
        assert.equal(patched.status, 202);
        assert.equal((await azure.finish(patched)).at('properties', 'configuration', 'replicaRetryLimit'), 3);
        const shown = await azure.arm('GET', path('fine'), version);
        assert.deepEqual(shown.at('properties', 'configuration', 'secrets'), [{ name: 'password' }]);
        const secrets = await azure.arm('POST', `${path('fine')}/listSecrets`, version);
        assert.equal(secrets.at('value', 0, 'value'), stage.password);
        assert.equal((await azure.finish(await azure.arm('DELETE', path('fine'), version))).status, 204);
        assert.equal((await azure.arm('GET', path('fine'), version)).at('error', 'code'), 'ResourceNotFound');
    });

    for (const [title, change, code] of [
        ['a clock that is none', { triggerType: 'Schedule', scheduleTriggerConfig: { cronExpression: '61 * * * *' } }, 'CronExpression'],
        ['no time limit', { replicaTimeout: null }, 'ReplicaTimeout'],
        ['a registry password that is no secret', { secrets: [] }, 'PasswordSecretRefNotFound'],
    ] as const) {
        it(`are refused with ${title}`, async () => {
            const refused = await azure.arm('PUT', path('wrong'), version, body('127.0.0.1:1/x:v1', change));
            assert.equal(refused.status, 400);
            assert.match(refused.text('error', 'code'), new RegExp(code));
        });
    }
});
