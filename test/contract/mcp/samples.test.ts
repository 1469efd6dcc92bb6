import assert from 'node:assert/strict';
import { connectMcp } from '../../../src/adapters/mcp/connectMcp';
import { isCancelled, isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { WireExchange } from '../../../src/core/mcp/exchange';
import type { McpNotice } from '../../../src/core/mcp/notice';
import { askRaw } from '../../../src/adapters/mcp/askRaw';
import { mcpCheckReadiness } from '../../../src/workflows/mcpCheckReadiness';
import { mcpCheckScale } from '../../../src/workflows/mcpCheckScale';
import { mcpFindServer } from '../../../src/workflows/mcpFindServer';
import { balance } from './balance';
import type { Sample } from './startSample';
import { hasPython, startSample } from './startSample';

describe('MCP: both samples, three instances each', function () {
    this.timeout(180_000);
    const op = quietOperation();
    let stateless: readonly Sample[] = [];
    let session: readonly Sample[] = [];

    before(function () {
        if (!hasPython()) {
            console.log('skipped: no python3 with venv on this machine');
            this.skip();
        }
    });
    before(async () => {
        stateless = await Promise.all(['a', 'b', 'c'].map((name) => startSample('mcp-stateless', name)));
        session = await Promise.all(['d', 'e', 'f'].map((name) => startSample('mcp-session', name)));
    });
    after(async () => {
        await Promise.all([...stateless, ...session].map((sample) => sample.stop()));
    });

    it('connects to the stateless sample in one round trip, and in none from memory', async () => {
        const exchanges: WireExchange[] = [];
        const onExchange = (exchange: WireExchange) => exchanges.push(exchange);
        const first = await connectMcp(op, { url: stateless[0]!.url, onExchange });
        assert.equal(first.facts.era, 'modern');
        assert.equal(first.facts.protocolVersion, '2026-07-28');
        assert.equal(first.facts.name, 'mcp-stateless');
        assert.deepEqual(first.notices, []);
        assert.equal(exchanges.length, 1);
        const again = await connectMcp(op, {
            url: stateless[0]!.url,
            onExchange,
            prior: JSON.parse(JSON.stringify(first.memory)) as typeof first.memory,
        });
        assert.equal(exchanges.length, 1);
        assert.deepEqual(
            (await again.tools(op)).map(({ name }) => name),
            ['whoami', 'tally', 'greet', 'count', 'region'],
        );
        assert.equal(exchanges.length, 2);
        await again.tools(op);
        assert.equal(exchanges.length, 2, 'a fresh list comes from the cache');
        await again.tools(op, 'refresh');
        assert.equal(exchanges.length, 3);
        await first.close();
        await again.close();
    });

    it('keeps the total of a signed handle right while every call lands on another instance', async () => {
        const balancer = await balance(
            stateless.map(({ port }) => port),
            'off',
        );
        const mcp = await connectMcp(op, { url: balancer.url });
        let handle: string | undefined;
        const servedBy = new Set<unknown>();
        const totals: unknown[] = [];
        for (const add of [10, 5, 100]) {
            const { result } = await mcp.call(op, { tool: 'tally', arguments: { add, ...(handle && { handle }) } });
            const answer = result.structuredContent as { total: number; handle: string; served_by: string };
            handle = answer.handle;
            totals.push(answer.total);
            servedBy.add(answer.served_by);
        }
        assert.deepEqual(totals, [10, 15, 115]);
        assert.equal(servedBy.size, 3);
        await assert.rejects(
            mcp.call(op, { tool: 'tally', arguments: { add: 1, handle: `${handle}x` } }),
            (error) => isFailure(error) && error.code === 'mcp/refused',
        );
        await mcp.close();
        await balancer.stop();
    });

    it('asks the user in several rounds, on whichever instance, and passes a refusal on', async () => {
        const balancer = await balance(
            stateless.map(({ port }) => port),
            'off',
        );
        const asked: string[] = [];
        const answers = [{ action: 'accept' as const, content: { name: 'Ada' } }, { action: 'decline' as const }];
        const mcp = await connectMcp(op, {
            url: balancer.url,
            onElicit: (_op, question) => {
                asked.push(question.message);
                return Promise.resolve(answers.shift()!);
            },
        });
        const { result, exchanges } = await mcp.call(op, { tool: 'greet', arguments: {} });
        const first = result.structuredContent as { greeting: string; asked_by: string; answered_by: string };
        assert.equal(first.greeting, 'Hello, Ada!');
        assert.notEqual(first.asked_by, first.answered_by);
        assert.equal(exchanges.length, 2);
        const second = await mcp.call(op, { tool: 'greet', arguments: {} });
        assert.equal((second.result.structuredContent as { greeting: string }).greeting, 'Then not.');
        assert.deepEqual(asked, ['Whom shall I greet?', 'Whom shall I greet?']);
        await mcp.close();
        await balancer.stop();
    });

    for (const era of ['modern', 'legacy'] as const) {
        it(`reports progress and stops a call at once: ${era}`, async () => {
            const url = (era === 'modern' ? stateless : session)[0]!.url;
            const mcp = await connectMcp(op, { url });
            const seen: (number | undefined)[] = [];
            await mcp.call({ ...op, report: (_, fraction) => seen.push(fraction) }, { tool: 'count', arguments: { to: 4 } });
            assert.deepEqual(seen, [0.25, 0.5, 0.75, 1]);
            const stop = new AbortController();
            setTimeout(() => stop.abort(), 200);
            const started = Date.now();
            await assert.rejects(mcp.call(quietOperation(stop.signal), { tool: 'count', arguments: { to: 600 } }), isCancelled);
            assert.ok(Date.now() - started < 2000);
            await mcp.close();
        });
    }

    it('sends the trace context in the body and the header, and arguments in headers that the schema asks for', async () => {
        const exchanges: WireExchange[] = [];
        const mcp = await connectMcp(op, { url: stateless[0]!.url, onExchange: (exchange) => exchanges.push(exchange) });
        await mcp.tools(op);
        const { traceId, result } = await mcp.call(op, { tool: 'region', arguments: { region: 'us-wést' } });
        assert.equal((result.structuredContent as { region: string }).region, 'us-wést');
        const sent = exchanges.find((exchange) => exchange.traceId === traceId)!;
        const header = (name: string) => sent.requestHeaders.find((one) => one.name === name)?.value;
        assert.equal(header('mcp-param-region'), '=?base64?dXMtd8Opc3Q=?=');
        assert.equal(header('mcp-name'), 'region');
        assert.match(header('traceparent')!, new RegExp(`^00-${traceId}-`));
        assert.equal(
            (JSON.parse(sent.requestBody!) as { params: { _meta: { traceparent: string } } }).params._meta.traceparent,
            header('traceparent'),
        );
        await mcp.close();
    });

    it('speaks 2025-11-25 with the session sample, asks its question, and opens an expired session again', async () => {
        const notices: McpNotice[] = [];
        const mcp = await connectMcp(op, {
            url: session[0]!.url,
            onElicit: () => Promise.resolve({ action: 'accept', content: { name: 'Ada' } }),
            onNotice: (notice) => notices.push(notice),
        });
        assert.equal(mcp.facts.era, 'legacy');
        assert.equal(mcp.facts.protocolVersion, '2025-11-25');
        assert.equal(mcp.facts.session, 'server');
        const greeted = await mcp.call(op, { tool: 'greet', arguments: {} });
        assert.match(JSON.stringify(greeted.result.content), /Hello, Ada!/);
        await mcp.close();

        let port = session[1]!.port;
        const resolve = (url: string) => ({ url: url.replace(/:\d+\//, `:${port}/`), headers: {} });
        const moved = await connectMcp(op, { url: session[1]!.url, resolve, onNotice: (notice) => notices.push(notice) });
        port = session[2]!.port;
        const { result } = await moved.call(op, { tool: 'tally', arguments: { add: 1 } });
        assert.match(JSON.stringify(result.content), /total\\": 1/);
        assert.deepEqual(
            notices.map(({ code }) => code),
            ['session-expired'],
        );
        await moved.close();
    });

    it('shows one bar with affinity on and three equal ones with it off', async () => {
        const shown: Record<string, unknown> = {};
        for (const affinity of ['on', 'off'] as const) {
            const balancer = await balance(
                stateless.map(({ port }) => port),
                affinity,
            );
            const report = await mcpCheckScale(op, connectMcp, {
                target: { url: balancer.url },
                calls: 60,
                concurrency: 4,
                expectedInstances: 3,
            });
            shown[affinity] = {
                verdict: report.verdict,
                failed: report.failed,
                fresh: report.fresh.length,
                kept: report.kept.map(({ calls }) => calls),
                fixes: report.fixes,
                cookies: report.affinityCookies,
            };
            await balancer.stop();
        }
        assert.deepEqual(shown, {
            on: {
                verdict: 'pinned-by-affinity',
                failed: 0,
                fresh: 3,
                kept: [30],
                fixes: ['turn-off-affinity'],
                cookies: ['ARRAffinity', 'ARRAffinitySameSite'],
            },
            off: { verdict: 'spread', failed: 0, fresh: 3, kept: [10, 10, 10], fixes: [], cookies: [] },
        });
    });

    it('finds that sessions in memory cannot be spread', async () => {
        const balancer = await balance(
            session.map(({ port }) => port),
            'off',
        );
        const report = await mcpCheckScale(op, connectMcp, { target: { url: balancer.url }, tool: 'whoami', calls: 20, concurrency: 1 });
        assert.equal(report.verdict, 'session-bound');
        assert.deepEqual(report.fixes, ['use-explicit-handles']);
        await balancer.stop();
    });

    it('finds the endpoint below a site’s address, and says what it tried', async () => {
        const mcp = await mcpFindServer(op, connectMcp, { url: stateless[0]!.url.replace('/mcp', '') });
        assert.equal(mcp.facts.url, stateless[0]!.url);
        await mcp.close();
        await assert.rejects(
            mcpFindServer(op, connectMcp, {
                url: stateless[0]!.url.replace('/mcp', '/no'),
                resolve: (url) => ({ url: url.replace(/\/(mcp|sse|runtime.*)?$/, '/nothing'), headers: {} }),
            }),
            (error) =>
                isFailure(error) && error.code === 'mcp/no-server-found' && String(error.facts.tried).includes('/runtime/webhooks/mcp'),
        );
    });

    it('finds the stateless sample ready for 2026-07-28, and the session sample not', async () => {
        const outcomes = async (url: string) =>
            (await mcpCheckReadiness(op, askRaw, { url }))
                .filter(({ outcome }) => outcome === 'fail' || outcome === 'warning')
                .map(({ id }) => id);
        assert.deepEqual(await outcomes(stateless[0]!.url), []);
        const old = await outcomes(session[0]!.url);
        assert.ok(old.includes('discover') && old.includes('no-session') && old.includes('header-mismatch'), old.join());
    });
});
