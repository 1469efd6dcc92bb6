import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalAzureClient, missingForContainers } from './localAzureClient';

/** Who is let in, what strangers are told, and what is left behind. */
describe('the local Azure as a process', function () {
    this.timeout(60_000);
    let azure: LocalAzureClient;
    before(async () => {
        azure = await LocalAzureClient.start();
    });
    after(() => azure.stop());

    it('is on loopback and says no more than one line', () => {
        assert.match(azure.url, /^http:\/\/127\.0\.0\.1:\d+$/);
        assert.ok(azure.key.length >= 24);
    });

    const subscriptions = '/subscriptions?api-version=2022-12-01';
    for (const [title, headers, status, code] of [
        ['a request without the key', { 'x-slipway-key': '' }, 403, 'SlipwayKeyRequired'],
        ['a request with a wrong key', { 'x-slipway-key': 'x'.repeat(32) }, 403, 'SlipwayKeyRequired'],
        ['a web page', { origin: 'http://localhost:3000' }, 403, 'SlipwayNoBrowsers'],
        ['a host that is not its own', { 'x-original-host': 'example.org' }, 404, 'SlipwayUnknownHost'],
        ['a request without a token', { 'x-original-host': 'management.azure.com' }, 401, 'AuthenticationFailed'],
        [
            'a token of somebody else',
            { 'x-original-host': 'management.azure.com', authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
            401,
            'InvalidAuthenticationToken',
        ],
    ] as const) {
        it(`refuses ${title}`, async () => {
            const answer = await azure.send('GET', subscriptions, { headers });
            assert.equal(answer.status, status);
            assert.equal(answer.at('error', 'code'), code);
        });
    }

    it('refuses a rebound host name', async () => {
        const status = await new Promise<number | undefined>((done, failed) => {
            const { port } = new URL(azure.url);
            const asked = request(
                { host: '127.0.0.1', port, path: subscriptions, headers: { host: 'evil.example:80', 'x-slipway-key': azure.key } },
                (answer) => done(answer.resume().statusCode),
            );
            asked.on('error', failed);
            asked.end();
        });
        assert.equal(status, 404);
    });

    it('tells an expired token from a foreign one, and a token for another service', async () => {
        const expired = await azure.tokenFor('https://management.azure.com/.default', -10);
        const other = await azure.tokenFor('https://appservice.azure.com/.default');
        const ask = async (token: string) =>
            (await azure.send('GET', subscriptions, { headers: { authorization: `Bearer ${token}` } })).at('error', 'code');
        assert.equal(await ask(expired), 'ExpiredAuthenticationToken');
        assert.equal(await ask(other), 'InvalidAuthenticationTokenAudience');
    });

    for (const [title, method, path, version, body, status, code] of [
        ['no api-version', 'GET', '/subscriptions', '', undefined, 400, 'MissingApiVersionParameter'],
        ['a malformed api-version', 'GET', '/subscriptions', 'latest', undefined, 400, 'InvalidApiVersionParameter'],
        ['an api-version of the future', 'GET', 'providers/Microsoft.Web/sites', '2031-01-01', undefined, 400, 'NoRegisteredProviderFound'],
        [
            'a subscription that is not there',
            'GET',
            '/subscriptions/11111111-1111-4111-8111-111111111111',
            '2022-12-01',
            undefined,
            404,
            'SubscriptionNotFound',
        ],
        ['a malformed subscription', 'GET', '/subscriptions/mine', '2022-12-01', undefined, 400, 'InvalidSubscriptionId'],
        ['a group that is not there', 'GET', 'resourceGroups/none', '2025-04-01', undefined, 404, 'ResourceGroupNotFound'],
        [
            'a resource in a group that is not there',
            'GET',
            'resourceGroups/none/providers/Microsoft.Web/sites/x',
            '2024-11-01',
            undefined,
            404,
            'ResourceGroupNotFound',
        ],
        [
            'an unknown provider',
            'GET',
            'resourceGroups/here/providers/Microsoft.Nothing/things/x',
            '2024-11-01',
            undefined,
            404,
            'InvalidResourceNamespace',
        ],
        [
            'an unknown resource type',
            'GET',
            'resourceGroups/here/providers/Microsoft.Web/things/x',
            '2024-11-01',
            undefined,
            404,
            'InvalidResourceType',
        ],
        [
            'a resource that is not there',
            'GET',
            'resourceGroups/here/providers/Microsoft.Web/sites/x',
            '2024-11-01',
            undefined,
            404,
            'ResourceNotFound',
        ],
        ['a wrong method', 'POST', 'resourceGroups/here', '2025-04-01', undefined, 405, 'MethodNotAllowed'],
        ['a body that is not JSON', 'PUT', 'resourceGroups/other', '2025-04-01', '{"location":', 400, 'InvalidRequestContent'],
        ['a missing location', 'PUT', 'resourceGroups/other', '2025-04-01', {}, 400, 'LocationRequired'],
        [
            'an unknown location',
            'PUT',
            'resourceGroups/other',
            '2025-04-01',
            { location: 'atlantis' },
            400,
            'LocationNotAvailableForResourceType',
        ],
        [
            'a provider that is not registered',
            'PUT',
            'resourceGroups/here/providers/Microsoft.Web/sites/x',
            '2024-11-01',
            { location: 'westeurope' },
            409,
            'MissingSubscriptionRegistration',
        ],
    ] as const) {
        it(`answers ${title} with ${code}`, async () => {
            await azure.arm('PUT', 'resourceGroups/here', '2025-04-01', { location: 'westeurope' });
            const answer =
                version === ''
                    ? await azure.send('GET', path, {
                          headers: { authorization: `Bearer ${await azure.tokenFor('https://management.azure.com/.default')}` },
                      })
                    : await azure.arm(method, path, version, body);
            assert.equal(answer.at('error', 'code'), code);
            assert.equal(answer.status, status);
        });
    }

    it('registers a provider on request', async () => {
        const before = await azure.arm('GET', 'providers/Microsoft.ContainerInstance', '2025-04-01');
        assert.equal(before.at('registrationState'), 'NotRegistered');
        assert.equal(
            (await azure.arm('POST', 'providers/Microsoft.ContainerInstance/register', '2025-04-01')).at('registrationState'),
            'Registering',
        );
    });

    it('leaves nothing behind after SIGTERM', async () => {
        // Others make folders in the common place meanwhile.
        const place = mkdtempSync(join(tmpdir(), 'slipway-sigterm-'));
        try {
            const other = await LocalAzureClient.start([], { TMPDIR: place });
            const own = () => readdirSync(place).filter((name) => name.startsWith('slipway-local-azure-'));
            assert.equal(own().length, 1);
            await other.stop();
            assert.equal(other.process.exitCode, 0);
            assert.deepEqual(own(), []);
            await assert.rejects(fetch(other.url));
        } finally {
            rmSync(place, { recursive: true, force: true });
        }
    });

    it('ends when the window that started it is killed', async () => {
        const entry = join(import.meta.dirname, '../../src/localAzure/main.ts');
        // As the extension host starts it: by the channel it notices that its starter is gone.
        const starter = `require('node:child_process').spawn(process.execPath, ['--import=tsx', ${JSON.stringify(entry)}], { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] })`;
        const host = spawn(process.execPath, ['-e', starter], { stdio: ['ignore', 'pipe', 'ignore'] });
        const [line] = (await once(createInterface({ input: host.stdout }), 'line')) as [string];
        const { url } = JSON.parse(line) as { url: string };
        assert.equal((await fetch(url)).status, 403);
        host.kill('SIGKILL');
        const answers = () =>
            fetch(url).then(
                () => true,
                () => false,
            );
        const end = Date.now() + 20_000;
        while (Date.now() < end && (await answers())) {
            await sleep(100);
        }
        assert.equal(await answers(), false);
    });

    it('clears up after one that was killed, and after no other', async function () {
        const missing = missingForContainers();
        if (missing !== undefined) {
            console.log(`      skipped: ${missing}`);
            this.skip();
        }
        const killed = await LocalAzureClient.start();
        await killed.register('Microsoft.ContainerRegistry');
        await killed.arm('PUT', 'resourceGroups/here', '2025-04-01', { location: 'westeurope' });
        const made = await killed.arm(
            'PUT',
            'resourceGroups/here/providers/Microsoft.ContainerRegistry/registries/leftover',
            '2025-11-01',
            { location: 'westeurope', sku: { name: 'Basic' } },
        );
        await killed.finish(made);
        const login = made.text('properties', 'loginServer');
        const ended = new Promise((done) => killed.process.once('exit', done));
        killed.process.kill('SIGKILL');
        await ended;
        assert.equal((await fetch(`http://${login}/v2/`)).status, 401);
        const next = await LocalAzureClient.start();
        try {
            await assert.rejects(fetch(`http://${login}/v2/`));
            assert.equal((await azure.send('GET', '/slipway/local')).status, 200);
        } finally {
            await next.stop();
        }
    });
});
