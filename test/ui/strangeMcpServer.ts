import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningServer } from './mcpServer';

type Json = Record<string, unknown>;

/** What a test does to the server while it runs. */
export interface StrangeServer extends RunningServer {
    /** Another port of the same server, which a page may ask to reach. */
    readonly otherOrigin: string;
    /** Requests to that port. */
    reached(): number;
    /** Ends the task that `long` became. */
    finishTask(): void;
}

export const manyTools = 2000;
/** If any of it were ever taken for more than text, the window's title would tell. */
export const hostileName = '<img src=x onerror="top.document.title=\'owned\'">';
const hostileText = `[run me](command:workbench.action.closeAllEditors) <script>document.title='owned'</script> ${hostileName}`;
const caching = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
const schema = { type: 'object' };

/**
 * A server of 2026-07-28, written by hand because no official one does these things: two thousand tools, names and texts that are HTML and links to commands,
 * a call that becomes a task, a page that wants to reach another host, and answers that hang, never end, are too large, too deep or of the wrong type.
 */
export async function startStrangeMcpServer(): Promise<StrangeServer> {
    let isFinished = false;
    let reached = 0;
    const other = await open((_, response) => {
        reached++;
        response.writeHead(200, { 'access-control-allow-origin': '*' }).end('data');
    });
    const tools = [
        { name: hostileName, title: hostileName, description: hostileText, inputSchema: schema, annotations: { readOnlyHint: true } },
        { name: 'long', inputSchema: { type: 'object', properties: { crane_handle: { type: 'string' }, note: { type: 'string' } } } },
        ...['hang', 'endless', 'huge', 'deep', 'garbage', 'page'].map((name) => ({ name, inputSchema: schema })),
        { name: 'open_berth', inputSchema: schema },
        { name: 'crew', inputSchema: schema },
        {
            name: 'load',
            inputSchema: { type: 'object', properties: { berth_handle: { type: 'string' }, crates: { type: 'integer' } } },
        },
        { name: 'dashboard', inputSchema: schema, _meta: { ui: { resourceUri: 'ui://harbour/dashboard' } } },
        { name: 'bomb', inputSchema: bomb() },
        ...Array.from({ length: manyTools }, (_, index) => ({
            name: `tool_${String(index).padStart(4, '0')}`,
            description: 'Does what its number says.',
            inputSchema: { type: 'object', properties: { first: { type: 'string' } } },
        })),
    ];
    const results: Record<string, (args: Json) => Json> = {
        [hostileName]: () => ({ content: [{ type: 'text', text: hostileText }] }),
        open_berth: () => ({ content: [], structuredContent: { berth_handle: 'berth.7.signed' } }),
        load: (args) => ({ content: [{ type: 'text', text: `${String(args.crates)} crates in ${String(args.berth_handle)}` }] }),
        // More than a panel is sent: the page gets all of it.
        dashboard: () => ({ content: [{ type: 'text', text: 'see the page' }], structuredContent: { log: 'x'.repeat(500_000) } }),
        bomb: () => ({ content: [] }),
    };
    const page = `<h1 id="state">asking</h1><script>
        fetch('${other.origin}/data').then((r) => r.text(), () => 'refused').then((text) => { document.getElementById('state').textContent = text; });
        parent.postMessage({ jsonrpc: '2.0', id: 1, method: 'ui/initialize', params: { protocolVersion: '2026-01-26' } }, '*');
    </script>`;
    const main = await open((request, response, message) => {
        if (request.method !== 'POST') {
            response.writeHead(405).end();
            return;
        }
        const params = (message.params ?? {}) as Json;
        const answer = (result: Json) => json(response, { jsonrpc: '2.0', id: message.id, result });
        switch (message.method) {
            case 'server/discover':
                answer({
                    ...caching,
                    supportedVersions: ['2026-07-28'],
                    capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
                    _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'strange', title: hostileName, version: hostileName } },
                });
                return;
            case 'tools/list':
                answer({ ...caching, tools });
                return;
            case 'resources/list':
                answer({ ...caching, resources: [{ uri: 'x://y', name: hostileName, description: hostileText }] });
                return;
            case 'resources/templates/list':
                answer({ ...caching, resourceTemplates: [] });
                return;
            case 'prompts/list':
                answer({ ...caching, prompts: [{ name: 'chart', arguments: [{ name: 'sea', required: true }] }] });
                return;
            case 'completion/complete': {
                // The shorter the text, the longer it takes: the answers come in the wrong order.
                const { value } = params.argument as { value: string };
                setTimeout(() => answer({ resultType: 'complete', completion: { values: [`${value} sea`] } }), value.length < 5 ? 1500 : 0);
                return;
            }
            case 'resources/read': {
                const meta = { ui: { csp: { connectDomains: [other.origin] } } };
                answer({ ...caching, contents: [{ uri: params.uri, mimeType: 'text/html;profile=mcp-app', text: page, _meta: meta }] });
                return;
            }
            case 'tasks/get':
                answer({
                    resultType: 'complete',
                    taskId: params.taskId,
                    pollIntervalMs: 50,
                    ...(isFinished
                        ? {
                              status: 'completed',
                              result: {
                                  content: [{ type: 'text', text: 'the crane is free' }],
                                  structuredContent: { crane_handle: 'crane.1.signed' },
                              },
                          }
                        : { status: 'working', statusMessage: 'lifting' }),
                });
                return;
            case 'tools/call':
                break;
            default:
                json(response, { jsonrpc: '2.0', id: message.id, error: { code: -32601, message: 'unknown' } }, 404);
                return;
        }
        const name = String(params.name);
        switch (name) {
            case 'crew': {
                const hands = (params.inputResponses as { hands?: { content?: { count?: number } } } | undefined)?.hands?.content?.count;
                answer(
                    hands === undefined
                        ? { resultType: 'input_required', inputRequests: { hands: askForHands }, requestState: 'asked' }
                        : { resultType: 'complete', content: [{ type: 'text', text: `a crew of ${hands}` }] },
                );
                return;
            }
            case 'long':
                answer({
                    resultType: 'task',
                    taskId: 'crane',
                    status: 'working',
                    createdAt: '',
                    lastUpdatedAt: '',
                    ttlMs: null,
                    pollIntervalMs: 50,
                });
                return;
            case 'hang':
                return;
            case 'endless':
                flood(response, 'text/event-stream', 'data: xxxxxxxxxxxxxxxx');
                return;
            case 'huge':
                flood(response, 'application/json', '["x",', 100_000_000);
                return;
            case 'deep':
                json(response, `{"jsonrpc":"2.0","id":${JSON.stringify(message.id)},"result":${'['.repeat(80_000)}${']'.repeat(80_000)}}`);
                return;
            case 'garbage':
                json(response, '{"jsonrpc":"2.0","id":');
                return;
            case 'page':
                response.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>${hostileText}</h1>`);
                return;
            default:
                answer({ resultType: 'complete', ...results[name]?.((params.arguments ?? {}) as Json) });
        }
    });
    return {
        url: `${main.origin}/mcp`,
        otherOrigin: other.origin,
        reached: () => reached,
        finishTask: () => (isFinished = true),
        stop: async () => {
            await main.stop();
            await other.stop();
        },
    };
}

const askForHands = {
    method: 'elicitation/create',
    params: {
        mode: 'form',
        message: 'How many hands?',
        requestedSchema: {
            type: 'object',
            properties: { count: { type: 'integer', title: 'Hands', minimum: 1, maximum: 9, default: 3 } },
            required: ['count'],
        },
    },
};

/** Each definition names the next one twice: written out, it has 2^60 leaves. */
function bomb(): Json {
    const $defs = Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [
            `d${index}`,
            { type: 'object', properties: { a: { $ref: `#/$defs/d${index + 1}` }, b: { $ref: `#/$defs/d${index + 1}` } } },
        ]),
    );
    return { type: 'object', properties: { a: { $ref: '#/$defs/d0' } }, $defs: { ...$defs, d60: { type: 'string' } } };
}

function json(response: http.ServerResponse, value: unknown, status = 200): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Writes until the other side hangs up, or so many bytes. */
function flood(response: http.ServerResponse, type: string, part: string, bytes = Infinity): void {
    response.writeHead(200, { 'content-type': type });
    const block = part.repeat(Math.ceil(64_000 / part.length));
    let left = bytes;
    const more = () => {
        while (left > 0 && !response.destroyed) {
            left -= block.length;
            if (!response.write(block)) {
                return;
            }
        }
        response.end();
    };
    response.on('drain', more).on('error', () => undefined);
    more();
}

async function open(answer: (request: http.IncomingMessage, response: http.ServerResponse, message: Json) => void) {
    const server = http.createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (part: string) => (body += part));
        request.on('end', () => answer(request, response, body.startsWith('{') ? (JSON.parse(body) as Json) : {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
        origin: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`,
        stop: () =>
            new Promise<void>((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}
