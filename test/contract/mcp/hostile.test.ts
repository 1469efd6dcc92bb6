// A server of 2024 needs the SDK's deprecated half.
/* eslint-disable @typescript-eslint/no-deprecated */
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { connectMcp } from '../../../src/adapters/mcp/connectMcp';
import { isCancelled, isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { McpTarget } from '../../../src/ports/mcp';

type Json = Record<string, unknown>;
interface Asked {
    readonly method: string | undefined;
    readonly id: unknown;
    readonly params: Json;
    readonly headers: http.IncomingHttpHeaders;
    readonly verb: string;
}
type Behaviour = (asked: Asked, response: http.ServerResponse) => void;

const op = quietOperation();
const quick = {
    probeTimeoutMs: 400,
    coldStartMs: 3000,
    requestTimeoutMs: 1500,
    messageBytes: 200_000,
    streamBytes: 1_000_000,
    depth: 60,
    pages: 20,
};
const servers: http.Server[] = [];

async function serve(behave: Behaviour): Promise<string> {
    const server = http.createServer((request, response) => {
        let body = '';
        request.on('data', (part: Buffer) => (body += part.toString()));
        request.on('end', () => {
            const message = body.startsWith('{') ? (JSON.parse(body) as Json) : {};
            behave(
                {
                    method: message.method as string | undefined,
                    id: message.id,
                    params: (message.params ?? {}) as Json,
                    headers: request.headers,
                    verb: request.method!,
                },
                response,
            );
        });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

function json(response: http.ServerResponse, value: unknown, status = 200): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(typeof value === 'string' ? value : JSON.stringify(value));
}
const result = (asked: Asked, value: Json) => ({ jsonrpc: '2.0', id: asked.id, result: value });
const rpcError = (asked: Asked, code: number, message: string, data?: Json) => ({
    jsonrpc: '2.0',
    id: asked.id,
    error: { code, message, ...(data && { data }) },
});
const caching = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
const discovered = { ...caching, supportedVersions: ['2026-07-28'], capabilities: { tools: {} } };
const tool = { name: 't', inputSchema: { type: 'object' } };

const asks = (count: number, turn = 0) =>
    Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
            `q${turn}-${index}`,
            {
                method: 'elicitation/create',
                params: { mode: 'form', message: '?', requestedSchema: { type: 'object', properties: {} } },
            },
        ]),
    );

/** A correct modern server, except for what `other` answers itself by returning true. */
function modern(other: (asked: Asked, response: http.ServerResponse) => boolean): Behaviour {
    return (asked, response) => {
        if (other(asked, response)) {
            return;
        }
        switch (asked.method) {
            case 'server/discover': {
                json(response, result(asked, discovered));
                return;
            }
            case 'tools/list': {
                json(response, result(asked, { ...caching, tools: [tool] }));
                return;
            }
            case 'tools/call': {
                json(response, result(asked, { resultType: 'complete', content: [] }));
                return;
            }
            default: {
                json(response, rpcError(asked, -32601, 'no'), 404);
                return;
            }
        }
    };
}
/** A correct server of 2025-11-25. */
const legacy: Behaviour = (asked, response) => {
    if (asked.verb !== 'POST') {
        return void response.writeHead(405).end();
    }
    switch (asked.method) {
        case 'initialize': {
            json(
                response,
                result(asked, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'old', version: '1' } }),
            );
            return;
        }
        case 'tools/list': {
            json(response, result(asked, { tools: [tool] }));
            return;
        }
        default: {
            asked.id === undefined ? void response.writeHead(202).end() : json(response, rpcError(asked, -32601, 'no'));
            return;
        }
    }
};

const connect = (url: string, extra: Partial<McpTarget> = {}) => connectMcp(op, { url, limits: quick, ...extra });

async function connected(behave: Behaviour, extra: Partial<McpTarget> = {}) {
    return await connect(await serve(behave), extra);
}

async function fails(code: string, act: Promise<unknown>, facts: Json = {}): Promise<void> {
    await assert.rejects(act, (error) => {
        assert.ok(isFailure(error), String(error));
        assert.equal(error.code, code, error.message);
        for (const [name, value] of Object.entries(facts)) {
            assert.equal(error.facts[name], value);
        }
        return true;
    });
}

describe('MCP: servers that are old, slow, sloppy or hostile', function () {
    this.timeout(30_000);
    after(() => {
        servers.forEach((server) => {
            server.closeAllConnections();
            server.close();
        });
    });

    it('takes a 2026-07-28 server without server/discover at its word, and says so', async () => {
        const mcp = await connected(
            modern((asked, response) => {
                if (asked.method === 'server/discover' || asked.method === 'initialize') {
                    json(response, rpcError(asked, -32601, 'unknown'), 404);
                    return true;
                }
                return false;
            }),
        );
        assert.equal(mcp.facts.era, 'modern');
        assert.deepEqual(
            mcp.notices.map(({ code }) => code),
            ['no-discover'],
        );
        assert.equal((await mcp.tools(op)).length, 1);
        await mcp.close();
    });

    it('falls back to initialize when the probe hangs', async () => {
        const mcp = await connected((asked, response) => (asked.method === 'server/discover' ? undefined : legacy(asked, response)));
        assert.equal(mcp.facts.era, 'legacy');
        assert.deepEqual(
            mcp.notices.map(({ code }) => code),
            ['probe-timeout'],
        );
        await mcp.close();
    });

    it('asks a slow modern server again when it refuses initialize', async () => {
        let asks = 0;
        const mcp = await connected(
            modern((asked, response) => {
                if (asked.method === 'initialize') {
                    json(response, rpcError(asked, -32022, 'no', { supported: ['2026-07-28'], requested: '2025-11-25' }), 400);
                    return true;
                }
                return asked.method === 'server/discover' && asks++ === 0;
            }),
        );
        assert.equal(mcp.facts.era, 'modern');
        await mcp.close();
    });

    it('waits for an app that starts', async () => {
        let asks = 0;
        const mcp = await connected(modern((_, response) => asks++ < 2 && (response.writeHead(503).end('starting'), true)));
        assert.deepEqual(
            mcp.notices.map(({ code }) => code),
            ['cold-start'],
        );
        await mcp.close();
    });

    it('tolerates and reports a release-candidate server without resultType, ttlMs and cacheScope', async () => {
        const mcp = await connected(
            modern((asked, response) => {
                if (asked.method === 'server/discover') {
                    json(
                        response,
                        result(asked, {
                            supportedVersions: ['2026-07-28'],
                            capabilities: { tools: {} },
                            serverInfo: { name: 'rc', version: '9' },
                        }),
                    );
                    return true;
                }
                if (asked.method === 'tools/list') {
                    json(
                        response,
                        result(asked, {
                            tools: [tool, { description: 'nameless' }, { name: 'x', inputSchema: 7 }],
                            ttlMs: -5,
                            cacheScope: 'all',
                        }),
                    );
                    return true;
                }
                return false;
            }),
        );
        assert.equal(mcp.facts.name, 'rc');
        assert.deepEqual(
            (await mcp.tools(op)).map(({ name }) => name),
            ['t', 'x'],
        );
        assert.deepEqual(
            new Set(mcp.notices.map(({ code }) => code)),
            new Set([
                'no-result-type',
                'no-ttl',
                'no-cache-scope',
                'release-candidate-server-info',
                'bad-ttl',
                'bad-cache-scope',
                'list-item-dropped',
                'list-item-repaired',
            ]),
        );
        await mcp.close();
    });

    it('drops a remembered era that is no longer true', async () => {
        const mcp = await connected(legacy, { prior: { kind: 'modern', discover: { ...discovered, supportedVersions: ['2031-01-01'] } } });
        assert.equal(mcp.facts.era, 'legacy');
        assert.deepEqual(
            mcp.notices.map(({ code }) => code),
            ['stale-memory'],
        );
        await mcp.close();
    });

    it('waits for a task and gives its result; a task that fails is a failure', async () => {
        let polls = 0;
        const statuses: string[] = [];
        const behaviour = (outcome: Json) =>
            modern((asked, response) => {
                if (asked.method === 'tools/call') {
                    json(
                        response,
                        result(asked, {
                            resultType: 'task',
                            taskId: 'one',
                            status: 'working',
                            ttlMs: null,
                            pollIntervalMs: 50,
                            createdAt: '',
                            lastUpdatedAt: '',
                        }),
                    );
                    return true;
                }
                if (asked.method === 'tasks/get') {
                    assert.equal(asked.headers['mcp-name'], 'one');
                    json(
                        response,
                        result(asked, {
                            resultType: 'complete',
                            taskId: 'one',
                            ...(++polls < 3 ? { status: 'working', statusMessage: 'half way', pollIntervalMs: 50 } : outcome),
                        }),
                    );
                    return true;
                }
                return false;
            });
        const good = await connected(behaviour({ status: 'completed', result: { content: [{ type: 'text', text: 'done' }] } }));
        const outcome = await good.call({ ...op, report: (text) => statuses.push(text) }, { tool: 't', arguments: {} });
        assert.deepEqual(outcome.result.content, [{ kind: 'text', text: 'done' }]);
        assert.deepEqual(statuses, ['working', 'half way', 'half way', 'completed']);
        await good.close();
        const bad = await connected(behaviour({ status: 'failed', error: { code: -32603, message: 'disk full' } }));
        await fails('mcp/task-failed', bad.call(op, { tool: 't', arguments: {} }), { reason: 'disk full', status: 'failed' });
        await bad.close();
    });

    for (const version of ['2025-06-18', '2025-03-26', '2024-11-05']) {
        it(`speaks ${version} with a server that knows nothing newer, and names it in its requests`, async () => {
            const named: unknown[] = [];
            const mcp = await connected((asked, response) => {
                if (asked.method === 'initialize') {
                    json(
                        response,
                        result(asked, { protocolVersion: version, capabilities: { tools: {} }, serverInfo: { name: 'old', version: '1' } }),
                    );
                    return;
                }
                if (asked.method === 'tools/list') {
                    named.push(asked.headers['mcp-protocol-version']);
                }
                legacy(asked, response);
            });
            assert.deepEqual([mcp.facts.era, mcp.facts.protocolVersion, mcp.facts.transport], ['legacy', version, 'http']);
            assert.equal((await mcp.tools(op)).length, 1);
            assert.deepEqual(named, [version]);
            await mcp.close();
        });
    }

    it('comes down to HTTP+SSE of 2024 where nothing else is spoken, says so, and remembers it', async () => {
        const stop: (() => Promise<unknown>)[] = [];
        const sessions = new Map<string, SSEServerTransport>();
        const server = http.createServer((request, response) => {
            const at = new URL(request.url ?? '/', 'http://x');
            if (at.pathname === '/sse' && request.method === 'GET') {
                const transport = new SSEServerTransport('/messages', response);
                const old = new McpServer({ name: 'of 2024', version: '1' });
                old.registerTool('hello', {}, () => ({ content: [{ type: 'text', text: 'from an older time' }] }));
                sessions.set(transport.sessionId, transport);
                stop.push(() => old.close());
                void old.connect(transport);
                return;
            }
            const session = at.pathname === '/messages' ? sessions.get(at.searchParams.get('sessionId') ?? '') : undefined;
            if (session === undefined) {
                response.writeHead(404).end();
                return;
            }
            void session.handlePostMessage(request, response);
        });
        servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sse`;
        const mcp = await connect(url);
        assert.equal(mcp.facts.transport, 'sse');
        assert.deepEqual(
            mcp.notices.map(({ code }) => code),
            ['legacy-sse'],
        );
        assert.deepEqual(mcp.memory, { kind: 'sse' });
        const { result: said } = await mcp.call(op, { tool: 'hello', arguments: {} });
        assert.deepEqual(said.content, [{ kind: 'text', text: 'from an older time' }]);
        await mcp.close();
        await Promise.all(stop.map((end) => end()));
    });

    it('asks before an address is opened in the middle of a call, and declines unseen what is no web address', async () => {
        const asked: string[] = [];
        const answers: unknown[] = [];
        const ask = (url: string) => ({
            resultType: 'input_required',
            inputRequests: { consent: { method: 'elicitation/create', params: { mode: 'url', message: 'Sign the papers', url } } },
            requestState: 'papers',
        });
        const mcp = await connected(
            modern((request, response) => {
                if (request.method !== 'tools/call') {
                    return false;
                }
                const given = request.params.inputResponses as { consent: Json } | undefined;
                const args = request.params.arguments as { url: string };
                if (given === undefined) {
                    json(response, result(request, ask(args.url)));
                } else {
                    assert.equal(request.params.requestState, 'papers');
                    answers.push(given.consent.action);
                    json(response, result(request, { resultType: 'complete', content: [] }));
                }
                return true;
            }),
            {
                onElicit: (_op, question) => {
                    asked.push(question.kind === 'url' ? `${question.domain} ${question.url}` : question.kind);
                    return Promise.resolve({ action: 'accept' });
                },
            },
        );
        for (const url of ['https://papers.example/sign?for=you', 'command:workbench.action.quit', 'file:///etc/passwd']) {
            await mcp.call(op, { tool: 't', arguments: { url } });
        }
        assert.deepEqual(asked, ['papers.example https://papers.example/sign?for=you']);
        assert.deepEqual(answers, ['accept', 'decline', 'decline']);
        await mcp.close();
    });

    for (const [how, answer] of [
        ['one after the other', (turn: number) => ({ resultType: 'input_required', inputRequests: asks(1), requestState: String(turn) })],
        ['all at once', () => ({ resultType: 'input_required', inputRequests: asks(50), requestState: 'x' })],
        ['as a task', () => ({ taskId: 'one', createdAt: '', lastUpdatedAt: '', ttlMs: null, resultType: 'task', status: 'working' })],
    ] as const) {
        it(`ends a call that asks without end, ${how}, after ten questions`, async () => {
            let put = 0;
            let turn = 0;
            const mcp = await connected(
                modern((asked, response) => {
                    switch (asked.method) {
                        case 'tools/call':
                            json(response, result(asked, answer(turn++)));
                            return true;
                        case 'tasks/get':
                            json(
                                response,
                                result(asked, {
                                    taskId: 'one',
                                    resultType: 'complete',
                                    status: 'input_required',
                                    inputRequests: asks(3, turn++),
                                }),
                            );
                            return true;
                        case 'tasks/update':
                        case 'tasks/cancel':
                            json(response, result(asked, { resultType: 'complete' }));
                            return true;
                        default:
                            return false;
                    }
                }),
                { onElicit: () => (put++, Promise.resolve({ action: 'accept', content: {} })) },
            );
            await fails('mcp/too-many-rounds', mcp.call(op, { tool: 't', arguments: {} }), { limit: 10 });
            assert.ok(put <= 10, String(put));
            await mcp.close();
        });
    }

    it('answers what a task asks, and cancels a task whose call is stopped', async () => {
        const seen: string[] = [];
        const task = { taskId: 'one', createdAt: '', lastUpdatedAt: '', ttlMs: null, pollIntervalMs: 50 };
        let given: unknown;
        const stop = new AbortController();
        const mcp = await connected(
            modern((asked, response) => {
                const inputRequests = {
                    hands: {
                        method: 'elicitation/create',
                        params: { mode: 'form', message: 'How many?', requestedSchema: { type: 'object', properties: {} } },
                    },
                };
                switch (asked.method) {
                    case 'tools/call':
                        json(response, result(asked, { ...task, resultType: 'task', status: 'working' }));
                        return true;
                    case 'tasks/get': {
                        const isWaiting = given === undefined;
                        const state = isWaiting ? { status: 'input_required', inputRequests } : { status: 'working' };
                        json(response, result(asked, { ...task, ...state, resultType: 'complete' }));
                        if (!isWaiting) {
                            stop.abort();
                        }
                        return true;
                    }
                    case 'tasks/update':
                        given = (asked.params.inputResponses as { hands: unknown }).hands;
                        seen.push('update');
                        json(response, result(asked, { resultType: 'complete' }));
                        return true;
                    case 'tasks/cancel':
                        seen.push(`cancel ${String(asked.params.taskId)} ${String(asked.headers['mcp-name'])}`);
                        json(response, result(asked, { resultType: 'complete' }));
                        return true;
                    default:
                        return false;
                }
            }),
            { onElicit: () => Promise.resolve({ action: 'accept', content: { count: 4 } }) },
        );
        await assert.rejects(mcp.call(quietOperation(stop.signal), { tool: 't', arguments: {} }), isCancelled);
        for (let waited = 0; waited < 100 && seen.length < 2; waited++) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        assert.deepEqual(given, { action: 'accept', content: { count: 4 } });
        assert.deepEqual(seen, ['update', 'cancel one one']);
        await mcp.close();
    });

    for (const [era, behaviour] of [
        ['modern', (heard: Behaviour) => modern((asked, response) => (heard(asked, response), false))],
        [
            'legacy',
            (heard: Behaviour): Behaviour =>
                (asked, response) => {
                    heard(asked, response);
                    legacy(asked, response);
                },
        ],
    ] as const) {
        it(`gives every request a trace context, in its body and in its header: ${era}`, async () => {
            const traced = new Map<string, readonly [unknown, unknown]>();
            const mcp = await connected(
                behaviour((asked) => {
                    if (asked.method !== undefined && asked.id !== undefined) {
                        const meta = asked.params._meta as Json | undefined;
                        traced.set(asked.method, [asked.headers.traceparent, meta?.traceparent]);
                    }
                }),
            );
            const quietly = (act: Promise<unknown>) => act.catch(() => undefined);
            await mcp.tools(op);
            await quietly(mcp.read(op, 'x://y'));
            await quietly(mcp.prompt(op, 'p', {}));
            await quietly(mcp.call(op, { tool: 't', arguments: {} }));
            for (const [method, [header, body]] of traced) {
                assert.match(String(header), /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/, method);
                assert.equal(body, header, method);
            }
            assert.deepEqual([...traced.keys()].sort(), [
                ...(era === 'legacy' ? ['initialize'] : []),
                'prompts/get',
                'resources/read',
                'server/discover',
                'tools/call',
                'tools/list',
            ]);
            assert.equal(new Set([...traced.values()].map(([header]) => header)).size, traced.size);
            await mcp.close();
        });
    }

    it('traces completions, and says in its own words that a call waits for its user', async () => {
        let traced: readonly [unknown, unknown] | undefined;
        const mcp = await connected(
            modern((asked, response) => {
                switch (asked.method) {
                    case 'server/discover':
                        json(response, result(asked, { ...discovered, capabilities: { tools: {}, prompts: {}, completions: {} } }));
                        return true;
                    case 'completion/complete':
                        traced = [asked.headers.traceparent, (asked.params._meta as Json | undefined)?.traceparent];
                        json(response, result(asked, { resultType: 'complete', completion: { values: ['north'] } }));
                        return true;
                    case 'tools/call': {
                        const question = {
                            method: 'elicitation/create',
                            params: { mode: 'form', message: 'Who?', requestedSchema: { type: 'object', properties: {} } },
                        };
                        json(
                            response,
                            result(
                                asked,
                                asked.params.inputResponses === undefined
                                    ? { resultType: 'input_required', inputRequests: { who: question } }
                                    : { resultType: 'complete', content: [] },
                            ),
                        );
                        return true;
                    }
                    default:
                        return false;
                }
            }),
            { onElicit: () => Promise.resolve({ action: 'accept', content: {} }) },
        );
        assert.deepEqual(await mcp.complete(op, { kind: 'prompt', name: 'p' }, { name: 'a', value: 'n' }), ['north']);
        assert.match(String(traced?.[0]), /^00-/);
        assert.equal(traced?.[1], traced?.[0]);
        const said: string[] = [];
        await mcp.call({ ...op, report: (words) => said.push(words) }, { tool: 't', arguments: {} });
        assert.deepEqual(said, ['Waiting for you']);
        await mcp.close();
    });

    it('keeps a resource for as long as it is fresh, and asks anew where that is wanted', async () => {
        let reads = 0;
        const mcp = await connected(
            modern((asked, response) => {
                if (asked.method === 'server/discover') {
                    json(response, result(asked, { ...discovered, capabilities: { resources: {} } }));
                    return true;
                }
                if (asked.method === 'resources/read') {
                    json(response, result(asked, { ...caching, ttlMs: 60_000, contents: [{ uri: 'x://y', text: `read ${++reads}` }] }));
                    return true;
                }
                return false;
            }),
        );
        const texts = [];
        for (const cache of ['use', 'use', 'refresh', 'use'] as const) {
            texts.push((await mcp.read(op, 'x://y', cache))[0]?.text);
        }
        assert.deepEqual(texts, ['read 1', 'read 1', 'read 2', 'read 2']);
        await mcp.close();
    });

    it('goes on hearing of changed lists when the instance that told of them restarts, and the next one is not up yet', async () => {
        let listens = 0;
        const mcp = await connected(
            modern((asked, response) => {
                if (asked.method === 'server/discover') {
                    json(response, result(asked, { ...discovered, capabilities: { tools: { listChanged: true } } }));
                    return true;
                }
                if (asked.method !== 'subscriptions/listen') {
                    return false;
                }
                listens++;
                if (listens === 2) {
                    response.writeHead(503).end('starting');
                    return true;
                }
                const tell = (method: string, params: Json = {}) => {
                    const _meta = { 'io.modelcontextprotocol/subscriptionId': asked.id };
                    response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', method, params: { ...params, _meta } })}\n\n`);
                };
                response.writeHead(200, { 'content-type': 'text/event-stream' });
                tell('notifications/subscriptions/acknowledged', { notifications: { toolsListChanged: true } });
                if (listens === 1) {
                    setTimeout(() => response.destroy(), 20);
                } else {
                    tell('notifications/tools/list_changed');
                }
                return true;
            }),
        );
        const stop = new AbortController();
        const heard: string[] = [];
        await mcp.watch(quietOperation(stop.signal), ({ kind }) => {
            heard.push(kind);
            stop.abort();
        });
        assert.deepEqual([heard, listens], [['tools'], 3]);
        await mcp.close();
    });

    it('says who must do what: 401, 403, 404, 500, a redirect, a web page', async () => {
        const status = (code: number, headers: Json = {}) =>
            serve((_, response) => void response.writeHead(code, headers as http.OutgoingHttpHeaders).end('no'));
        await fails('mcp/unauthorized', connect(await status(401)));
        await fails('mcp/forbidden', connect(await status(403)));
        await fails('mcp/not-an-endpoint', connect(await status(404)), { status: 404 });
        await fails('mcp/server-error', connect(await status(500)), { status: 500 });
        await fails('mcp/starting', connect(await status(503), { limits: { ...quick, coldStartMs: 0 } }));
        await fails('mcp/redirected', connect(await status(302, { location: 'https://login.example.com/authorize' })), {
            host: 'login.example.com',
        });
        await fails(
            'mcp/not-an-endpoint',
            connect(await serve((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>'))),
            { contentType: 'text/html' },
        );
        await fails('mcp/unreachable', connect('http://127.0.0.1:9/mcp'));
        await fails('mcp/bad-url', connect('file:///etc/passwd'));
        await fails('mcp/bad-url', connect('not an address'));
    });

    it('never sends a token to the host that a redirect points to', async () => {
        let reached = 0;
        const thief = await serve((_, response) => {
            reached++;
            response.end();
        });
        const url = await serve((_, response) => void response.writeHead(307, { location: thief }).end());
        await fails('mcp/redirected', connect(url, { auth: { kind: 'token', token: () => Promise.resolve('secret') } }));
        assert.equal(reached, 0);
    });

    const answers: readonly (readonly [string, string, (asked: Asked, response: http.ServerResponse) => void])[] = [
        ['an answer without end', 'mcp/answer-too-large', (_, response) => flood(response, 'application/json', '["x",')],
        ['an event without end', 'mcp/answer-too-large', (_, response) => flood(response, 'text/event-stream', 'data: xxxxxxxxxxxxxxxx')],
        [
            'events without end',
            'mcp/answer-too-large',
            (_, response) =>
                flood(
                    response,
                    'text/event-stream',
                    `data: {"jsonrpc":"2.0","method":"notifications/x","params":{"p":"${'x'.repeat(30_000)}"}}\n\n`,
                ),
        ],
        [
            'nesting without end',
            'mcp/answer-too-deep',
            (asked, response) =>
                json(response, `{"jsonrpc":"2.0","id":${JSON.stringify(asked.id)},"result":${'['.repeat(80_000)}${']'.repeat(80_000)}}`),
        ],
        ['half an object', 'mcp/answer-invalid', (_, response) => json(response, '{"jsonrpc":"2.0","id":')],
        ['an array', 'mcp/answer-invalid', (_, response) => json(response, '[1]')],
        [
            'an event that is no JSON',
            'mcp/answer-invalid',
            (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: hello\n\n'),
        ],
        [
            'a stream without an answer',
            'mcp/stream-broken',
            (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': bye\n\n'),
        ],
        [
            'a web page',
            'mcp/not-an-endpoint',
            (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<script>'),
        ],
        ['silence', 'mcp/timeout', () => undefined],
        ['a broken line', 'mcp/unreachable', (_, response) => void response.destroy()],
        ['an error', 'mcp/refused', (asked, response) => json(response, rpcError(asked, -32602, 'No such\ntool'), 400)],
        ['an unknown method', 'mcp/method-missing', (asked, response) => json(response, rpcError(asked, -32601, 'no'), 404)],
        [
            'content that is no content',
            'mcp/answer-invalid',
            (asked, response) => json(response, result(asked, { resultType: 'complete', content: 5 })),
        ],
        ['an unknown kind of result', 'mcp/answer-invalid', (asked, response) => json(response, result(asked, { resultType: 'surprise' }))],
    ];
    for (const [what, code, answer] of answers) {
        it(`explains ${what}: ${code}`, async () => {
            const mcp = await connected(modern((asked, response) => asked.method === 'tools/call' && (answer(asked, response), true)));
            await fails(code, mcp.call(op, { tool: 't', arguments: {} }));
            await mcp.close();
        });
    }

    it('stops at the page limit of a list that never ends', async () => {
        let page = 0;
        const mcp = await connected(
            modern(
                (asked, response) =>
                    asked.method === 'tools/list' &&
                    (json(response, result(asked, { ...caching, tools: [{ ...tool, name: `t${page}` }], nextCursor: String(page++) })),
                    true),
            ),
        );
        await fails('mcp/too-many-pages', mcp.tools(op));
        await mcp.close();
    });

    for (const [what, each, limit] of [
        ['bytes', { ...tool, description: 'x'.repeat(100_000) }, '1 MB'],
        ['entries', tool, 30],
    ] as const) {
        it(`stops at the ${what} that a list may have in all its pages, and reads the next list`, async () => {
            let page = 0;
            let endless = true;
            const mcp = await connected(
                modern((asked, response) => {
                    const tools = Array.from({ length: limit === 30 ? 10 : 1 }, () => ({ ...each, name: `t${page++}` }));
                    return (
                        asked.method === 'tools/list' &&
                        (json(response, result(asked, { ...caching, tools, ...(endless && { nextCursor: String(page) }) })), true)
                    );
                }),
                { limits: { ...quick, listBytes: 1024 * 1024, listEntries: 30 } },
            );
            await fails('mcp/answer-too-large', mcp.tools(op), { limit });
            endless = false;
            assert.ok((await mcp.tools(op, 'refresh')).length > 0);
            await mcp.close();
        });
    }

    it('shows a result that breaks its own output schema instead of hiding it', async () => {
        const mcp = await connected(
            modern((asked, response) => {
                if (asked.method === 'tools/list') {
                    json(
                        response,
                        result(asked, {
                            ...caching,
                            tools: [{ ...tool, outputSchema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } }],
                        }),
                    );
                    return true;
                }
                if (asked.method === 'tools/call') {
                    json(response, result(asked, { resultType: 'complete', content: [], structuredContent: { n: 'seven' } }));
                    return true;
                }
                return false;
            }),
        );
        await mcp.tools(op);
        assert.deepEqual((await mcp.call(op, { tool: 't', arguments: {} })).result.structuredContent, { n: 'seven' });
        assert.deepEqual(
            mcp.notices.map(({ code }) => code),
            ['output-schema-mismatch'],
        );
        await mcp.close();
    });

    it('masks what is secret in the wire view', async () => {
        const seen: string[] = [];
        const mcp = await connected(
            modern(() => false),
            {
                headers: { 'x-functions-key': 'KEYKEYKEY', 'x-mine': 'OWNOWNOWN' },
                auth: { kind: 'token', token: () => Promise.resolve('TOKTOKTOK') },
                onExchange: (exchange) => seen.push(JSON.stringify(exchange)),
            },
        );
        await mcp.tools(op);
        assert.match(seen.join(), /"authorization","value":"Bearer \*+"/);
        assert.doesNotMatch(seen.join(), /KEYKEYKEY|OWNOWNOWN|TOKTOKTOK/);
        await mcp.close();
    });

    it('lists 2,000 tools over four pages', async () => {
        const many = Array.from({ length: 2000 }, (_, index) => ({
            name: `tool_${index}`,
            description: 'x'.repeat(40),
            inputSchema: { type: 'object', properties: { a: { type: 'string' } } },
        }));
        const mcp = await connected(
            modern((asked, response) => {
                const from = Number(asked.params.cursor ?? 0);
                return (
                    asked.method === 'tools/list' &&
                    (json(
                        response,
                        result(asked, {
                            ...caching,
                            tools: many.slice(from, from + 500),
                            ...(from + 500 < 2000 && { nextCursor: String(from + 500) }),
                        }),
                    ),
                    true)
                );
            }),
        );
        assert.equal((await mcp.tools(op)).length, 2000);
        await mcp.close();
    });
});

/** Writes until the other side hangs up. */
function flood(response: http.ServerResponse, type: string, part: string): void {
    response.writeHead(200, { 'content-type': type });
    const block = part.repeat(Math.ceil(64_000 / part.length));
    const more = () => {
        while (!response.destroyed && response.write(block)) {
            // until the buffer is full
        }
    };
    response.on('drain', more).on('error', () => undefined);
    more();
}
