import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalAzureClient, type Answer } from './localAzureClient';

const group = 'resourceGroups/faults';
const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/faultsregistry`;
const plan = `${group}/providers/Microsoft.Web/serverfarms/plan`;
const planBody = { location: 'westeurope', kind: 'linux', sku: { name: 'B1' }, properties: { reserved: true } };
const registryBody = { location: 'westeurope', sku: { name: 'Basic' }, properties: {} };

/** One fault a test: what it does to the request, and that the next one is well again. */
describe('faults of the local Azure', function () {
    this.timeout(30_000);
    let azure: LocalAzureClient;
    const folder = mkdtempSync(join(tmpdir(), 'slipway-faults-'));
    const record = join(folder, 'exchanges.jsonl');

    const fault = async (kind: string, path: string, extra: object = {}) => {
        const made = await azure.send('POST', '/slipway/local/faults', { body: { kind, path, ...extra } });
        assert.equal(made.status, 201, JSON.stringify(made.body));
    };
    const getGroup = () => azure.arm('GET', group, '2025-04-01');
    const putPlan = () => azure.arm('PUT', plan, '2024-11-01', planBody);
    const putRegistry = (name = 'faultsregistry') => azure.arm('PUT', registry.replace(/\w+$/, name), '2025-11-01', registryBody);
    const armError = (answer: Answer) => [answer.status, answer.at('error', 'code')];
    const webError = (answer: Answer) => [answer.status, answer.at('Code'), answer.at('Details', 1, 'Code')];

    before(async () => {
        azure = await LocalAzureClient.start(['--time-scale', '0.001', '--record', record]);
        await azure.register('Microsoft.Web', 'Microsoft.ContainerRegistry');
        assert.equal((await azure.arm('PUT', group, '2025-04-01', { location: 'westeurope' })).status, 201);
    });
    afterEach(async () => {
        assert.equal((await azure.send('DELETE', '/slipway/local/faults')).status, 204);
    });
    after(async () => {
        await azure.stop();
        rmSync(folder, { recursive: true, force: true });
    });

    it('throttled: 429 with Retry-After, as often as asked, after as many as asked', async () => {
        await fault('throttled', '*/resourcegroups/faults', { method: 'GET', count: 2, after: 1, retryAfterSeconds: 7 });
        assert.equal((await getGroup()).status, 200);
        const first = await getGroup();
        assert.deepEqual([...armError(first), first.headers.get('retry-after')], [429, 'SubscriptionRequestsThrottled', '7']);
        assert.equal((await getGroup()).status, 429);
        assert.equal((await getGroup()).status, 200);
        assert.deepEqual((await azure.send('GET', '/slipway/local/faults')).at('value', 0, 'hits'), 2);
    });

    it('serverError: 5xx in the shape of the provider', async () => {
        await fault('serverError', '*/serverfarms/plan', { status: 503 });
        assert.deepEqual(webError(await putPlan()), [503, 'ServiceUnavailable', 'ServiceUnavailable']);
        await fault('serverError', '*/registries/*', { status: 500 });
        const answer = await putRegistry();
        assert.deepEqual([...armError(answer), answer.at('status')], [500, 'InternalServerError', 'Failed']);
        await fault('serverError', '*/resourcegroups/faults');
        assert.deepEqual(armError(await getGroup()), [500, 'InternalServerError']);
    });

    it('resetBefore: the connection breaks and nothing was done', async () => {
        await fault('resetBefore', '*/resourcegroups/reset-before', { method: 'PUT' });
        const put = () => azure.arm('PUT', 'resourceGroups/reset-before', '2025-04-01', { location: 'westeurope' });
        await assert.rejects(put());
        assert.equal((await azure.arm('GET', 'resourceGroups/reset-before', '2025-04-01')).status, 404);
        assert.equal((await put()).status, 201);
    });

    it('resetAfter: the connection breaks and it was done', async () => {
        await fault('resetAfter', '*/resourcegroups/reset-after', { method: 'PUT' });
        await assert.rejects(azure.arm('PUT', 'resourceGroups/reset-after', '2025-04-01', { location: 'westeurope' }));
        assert.equal((await azure.arm('GET', 'resourceGroups/reset-after', '2025-04-01')).status, 200);
    });

    it('slow: the answer waits', async () => {
        await fault('slow', '*/resourcegroups/faults', { durationMs: 400 });
        const began = Date.now();
        assert.equal((await getGroup()).status, 200);
        assert.ok(Date.now() - began >= 390);
    });

    it('slow: a request whose caller goes away in the meantime is never done', async () => {
        const place = 'resourceGroups/slow';
        const seen = async () => (await azure.arm('GET', place, '2025-04-01')).status;
        const hits = async () => (await azure.send('GET', '/slipway/local/faults')).at('value', 0, 'hits');
        await fault('slow', '*/resourcegroups/slow', { method: 'PUT', durationMs: 600_000 });
        const gone = new AbortController();
        const put = azure.arm('PUT', place, '2025-04-01', { location: 'westeurope' }, gone.signal);
        while ((await hits()) !== 1);
        gone.abort();
        await assert.rejects(put);
        // The server hears of it a moment later: what it did then, it would do between these.
        for (let asked = 0; asked < 20; asked++) {
            assert.equal(await seen(), 404);
            await new Promise((done) => setTimeout(done, 10));
        }
    });

    it('stuckOperation: polls never end', async () => {
        await fault('stuckOperation', '*/registries/stuckregistry', { method: 'PUT' });
        const made = await putRegistry('stuckregistry');
        assert.equal(made.status, 201);
        const url = new URL(made.headers.get('azure-asyncoperation')!);
        for (let polls = 0; polls < 3; polls++) {
            await new Promise((done) => setTimeout(done, 100));
            assert.equal((await azure.arm('GET', url.pathname, '2025-11-01')).at('status'), 'Creating');
        }
    });

    it('failedOperation: polls end with the error', async () => {
        await fault('failedOperation', '*/registries/failedregistry', { method: 'PUT', code: 'SkuNotAvailable', message: 'No room.' });
        const made = await putRegistry('failedregistry');
        const ended = await azure.finish(made);
        assert.deepEqual(
            [ended.at('status'), ended.at('error', 'code'), ended.at('error', 'message')],
            ['Failed', 'SkuNotAvailable', 'No room.'],
        );
    });

    it('expiredToken: a token that was good is refused once', async () => {
        await fault('expiredToken', '*/resourcegroups/faults');
        const answer = await getGroup();
        assert.deepEqual(armError(answer), [401, 'ExpiredAuthenticationToken']);
        assert.match(answer.headers.get('www-authenticate')!, /^Bearer authorization_uri=.*error="invalid_token"/);
        assert.equal((await getGroup()).status, 200);
    });

    it('claimsChallenge: MFA is asked for with claims', async () => {
        await fault('claimsChallenge', '*/resourcegroups/faults');
        const answer = await getGroup();
        assert.equal(answer.status, 401);
        const header = answer.headers.get('www-authenticate')!;
        assert.match(header, /error="insufficient_claims"/);
        const claims = JSON.parse(Buffer.from(/claims="([^"]+)"/.exec(header)![1]!, 'base64').toString()) as object;
        assert.ok('access_token' in claims);
    });

    it('refused: the words that were asked for, in the shape of whoever refuses', async () => {
        await fault('refused', '*/serverfarms/plan', { status: 409, code: 'Conflict', message: 'Not now.' });
        const answer = await putPlan();
        assert.deepEqual([...webError(answer), answer.at('Message')], [409, 'Conflict', 'Conflict', 'Not now.']);
        const wrong = await azure.send('POST', '/slipway/local/faults', { body: { kind: 'refused', path: '*', status: 503 } });
        assert.equal(wrong.status, 400);
    });

    it('truncatedBody: the body ends in the middle', async () => {
        await fault('truncatedBody', '*/resourcegroups/faults');
        await assert.rejects(getGroup());
        assert.equal((await getGroup()).status, 200);
    });

    it('eventualConsistency: reads do not see the write for a while', async () => {
        await fault('eventualConsistency', '*/serverfarms/plan', { method: 'PUT', durationMs: 400 });
        assert.equal((await putPlan()).status, 200);
        const read = () => azure.arm('GET', plan, '2024-11-01');
        assert.deepEqual(armError(await read()), [404, 'ResourceNotFound']);
        await new Promise((done) => setTimeout(done, 450));
        assert.equal((await read()).status, 200);
    });

    it('clockSkew: Date is ahead and tokens end earlier', async () => {
        await fault('clockSkew', '*/resourcegroups/faults', { seconds: 600 });
        const ahead = await getGroup();
        assert.equal(ahead.status, 200);
        assert.ok(Date.parse(ahead.headers.get('date')!) - Date.now() > 590_000);
        await fault('clockSkew', '*/resourcegroups/faults', { seconds: 4000 });
        assert.deepEqual(armError(await getGroup()), [401, 'ExpiredAuthenticationToken']);
    });

    it('quota: Microsoft.Web says it with 401, others with 409', async () => {
        await fault('quota', '*/serverfarms/plan');
        assert.deepEqual(webError(await putPlan()), [401, 'Unauthorized', 'Unauthorized']);
        await fault('quota', '*/registries/*');
        assert.deepEqual(armError(await putRegistry()), [409, 'QuotaExceeded']);
    });

    it('nameTaken: in the words of each provider', async () => {
        await fault('nameTaken', '*/sites/*');
        assert.deepEqual(webError(await azure.arm('PUT', `${group}/providers/Microsoft.Web/sites/taken`, '2024-11-01', {})), [
            409,
            'Conflict',
            'Conflict',
        ]);
        await fault('nameTaken', '*/registries/*');
        assert.deepEqual(armError(await putRegistry()), [409, 'AlreadyInUse']);
    });

    for (const [kind, status, code] of [
        ['policyDenied', 403, 'RequestDisallowedByPolicy'],
        ['regionNotAllowed', 403, 'RequestDisallowedByAzure'],
        ['notRegistered', 409, 'MissingSubscriptionRegistration'],
        ['noRights', 403, 'AuthorizationFailed'],
    ] as const) {
        it(`${kind}: ${status} ${code}, whoever's resource it is`, async () => {
            await fault(kind, '*/serverfarms/plan', { method: 'PUT' });
            assert.deepEqual(armError(await putPlan()), [status, code]);
            assert.equal((await putPlan()).status, 200);
        });
    }

    it('refuses what is no fault, and callers without the key', async () => {
        for (const body of [
            {},
            { kind: 'throttled' },
            { kind: 'other', path: '/' },
            { kind: 'slow', path: '/', count: 0 },
            { kind: 'serverError', path: '/', status: 200 },
        ]) {
            assert.equal((await azure.send('POST', '/slipway/local/faults', { body })).status, 400, JSON.stringify(body));
        }
        assert.equal((await fetch(`${azure.url}/slipway/local/faults`)).status, 403);
    });

    it('are left out of recordings', () => {
        const statuses = readFileSync(record, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as { readonly status: number; readonly url: string });
        assert.ok(statuses.length > 10);
        assert.deepEqual(
            statuses.filter(({ status, url }) => status >= 401 && status !== 404 && !url.includes('/slipway/')),
            [],
        );
    });
});
