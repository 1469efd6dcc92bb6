import assert from 'node:assert/strict';
import http from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { openBridge } from '../../../src/adapters/mcp/bridge/openBridge';
import type { Bridge } from '../../../src/adapters/mcp/bridge/openBridge';
import { connectMcp } from '../../../src/adapters/mcp/connectMcp';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { Sample } from './startSample';
import { hasPython, startSample } from './startSample';

// The client here is the SDK of the older era, the one that VS Code is built on: it knows only `initialize` and sessions.
describe('MCP: the bridge from 2025-11-25 to a 2026-07-28-only server', function () {
    this.timeout(60_000);
    const op = quietOperation();
    let sample: Sample;
    let bridge: Bridge;

    before(function () {
        if (!hasPython()) {
            console.log('skipped: no python3 with venv on this machine');
            this.skip();
        }
    });
    before(async () => {
        sample = await startSample('mcp-stateless', 'only');
        bridge = await openBridge(op, connectMcp, { url: sample.url });
    });
    after(async () => {
        await bridge.close();
        await sample.stop();
    });

    async function olderClient(url: string, headers: Readonly<Record<string, string>>, answer: 'accept' | 'decline' = 'accept') {
        const client = new Client({ name: 'older', version: '1' }, { capabilities: { elicitation: {} } });
        client.setRequestHandler(ElicitRequestSchema, (request) => ({
            action: answer,
            ...(answer === 'accept' && { content: { name: `Ada, asked "${request.params.message}"` } }),
        }));
        const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
        await client.connect(transport);
        return { client, transport };
    }

    it('the older client cannot use the server itself', async () => {
        await assert.rejects(olderClient(sample.url, {}));
    });

    it('uses tools, resources and prompts through the bridge', async () => {
        const { client, transport } = await olderClient(bridge.url, bridge.headers);
        assert.equal(client.getServerVersion()?.name, 'mcp-stateless');
        assert.deepEqual(
            (await client.listTools()).tools.map(({ name }) => name),
            ['whoami', 'tally', 'greet', 'count', 'region'],
        );
        const first = await client.callTool({ name: 'tally', arguments: { add: 2 } });
        const { handle } = first.structuredContent as { handle: string };
        assert.equal(
            ((await client.callTool({ name: 'tally', arguments: { add: 3, handle } })).structuredContent as { total: number }).total,
            5,
        );
        assert.equal(
            ((await client.callTool({ name: 'region', arguments: { region: 'ü' } })).structuredContent as { region: string }).region,
            'ü',
        );
        assert.match(JSON.stringify(await client.readResource({ uri: 'notes://readme' })), /tally/);
        assert.match(JSON.stringify(await client.getPrompt({ name: 'explain_total', arguments: { total: '7' } })), /total 7/);
        await transport.terminateSession();
        await client.close();
    });

    it('holds an elicitation open as the upstream’s multi-round request, each in its own session', async () => {
        const [yes, no] = await Promise.all([olderClient(bridge.url, bridge.headers), olderClient(bridge.url, bridge.headers, 'decline')]);
        const [accepted, declined] = await Promise.all([yes.client.callTool({ name: 'greet' }), no.client.callTool({ name: 'greet' })]);
        assert.equal((accepted.structuredContent as { greeting: string }).greeting, 'Hello, Ada, asked "Whom shall I greet?"!');
        assert.equal((declined.structuredContent as { greeting: string }).greeting, 'Then not.');
        await Promise.all([yes.client.close(), no.client.close()]);
    });

    it('passes progress and cancellation on', async () => {
        const { client } = await olderClient(bridge.url, bridge.headers);
        const seen: number[] = [];
        await client.callTool({ name: 'count', arguments: { to: 4 } }, undefined, { onprogress: ({ progress }) => seen.push(progress) });
        assert.deepEqual(seen, [25, 50, 75, 100]);
        const stop = new AbortController();
        setTimeout(() => stop.abort(), 150);
        const started = Date.now();
        await assert.rejects(client.callTool({ name: 'count', arguments: { to: 600 } }, undefined, { signal: stop.signal }));
        assert.ok(Date.now() - started < 2000);
        await client.close();
    });

    it('passes errors on with their code', async () => {
        const { client } = await olderClient(bridge.url, bridge.headers);
        await assert.rejects(client.callTool({ name: 'tally', arguments: { add: 'x' } }), /-32602.*integer/);
        await client.close();
    });

    const refusals: readonly (readonly [string, http.OutgoingHttpHeaders, number])[] = [
        ['without the key', {}, 401],
        ['with a wrong key', { 'x-slipway-bridge-key': 'wrong' }, 401],
        ['from a web page', { origin: 'https://evil.example' }, 403],
        ['by a name that was pointed to loopback', { host: 'evil.example' }, 403],
        ['with an unknown session', { 'mcp-session-id': 'gone' }, 404],
    ];
    for (const [title, headers, expected] of refusals) {
        it(`refuses a request ${title}`, async () => {
            const key = expected === 401 ? {} : bridge.headers;
            const status = await new Promise((resolve, reject) => {
                const request = http.request(
                    bridge.url,
                    { method: 'POST', headers: { 'content-type': 'application/json', ...key, ...headers } },
                    (answer) => resolve(answer.resume().statusCode),
                );
                request.on('error', reject).end('{}');
            });
            assert.equal(status, expected);
        });
    }

    it('says why when the upstream cannot be reached', async () => {
        await assert.rejects(
            openBridge(op, connectMcp, { url: 'http://127.0.0.1:9/mcp' }),
            (error) => isFailure(error) && error.code === 'mcp/unreachable',
        );
    });
});
