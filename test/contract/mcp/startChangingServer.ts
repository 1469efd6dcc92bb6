import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { McpServer as OlderServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { SubscribeRequestSchema, UnsubscribeRequestSchema } from '@modelcontextprotocol/sdk/types.js';

/** A server with one resource, whose number the test raises. */
export interface ChangingServer {
    readonly url: string;
    /** Addresses that somebody follows now. */
    readonly followed: ReadonlySet<string>;
    /** Makes the resource another one and tells those who follow it. */
    raise(): void;
    stop(): Promise<void>;
}

export const tide = 'harbour://tide';

/** 2026-07-28 alone, by the official SDK: changes are told on `subscriptions/listen`. */
export async function startModernChangingServer(): Promise<ChangingServer> {
    let level = 1;
    const handler = createMcpHandler(
        () => {
            const server = new McpServer({ name: 'tides', version: '1' }, { capabilities: { resources: { subscribe: true } } });
            server.registerResource('tide', tide, { mimeType: 'text/plain' }, () => ({
                contents: [{ uri: tide, text: `level ${level}` }],
            }));
            return server;
        },
        { legacy: 'reject' },
    );
    const followed = new Set<string>();
    const { url, stop } = await listen(async (request, response, body) => {
        const uris = body.includes('"subscriptions/listen"') && body.includes(tide) ? [tide] : [];
        uris.forEach((uri) => followed.add(uri));
        const gone = new AbortController();
        response.on('close', () => {
            uris.forEach((uri) => followed.delete(uri));
            gone.abort();
        });
        const answer = await handler.fetch(
            new Request(`http://${request.headers.host ?? ''}${request.url ?? ''}`, {
                method: request.method ?? 'GET',
                headers: Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
                ...(request.method === 'POST' && { body }),
                signal: gone.signal,
            }),
        );
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        if (answer.body === null) {
            response.end();
        } else {
            Readable.fromWeb(answer.body as never)
                .on('error', () => response.destroy())
                .pipe(response);
        }
    });
    return {
        url,
        followed,
        raise: () => {
            level++;
            handler.notify.resourceUpdated(tide);
        },
        stop: async () => {
            await handler.close();
            await stop();
        },
    };
}

/** 2025-11-25 with a session, by the older official SDK: changes are told on the session's own stream after `resources/subscribe`. */
export async function startOlderChangingServer(): Promise<ChangingServer> {
    let level = 1;
    const followed = new Set<string>();
    const sessions = new Map<string, { readonly server: OlderServer; readonly transport: StreamableHTTPServerTransport }>();
    const open = async () => {
        const server = new OlderServer({ name: 'tides', version: '1' }, { capabilities: { resources: { subscribe: true } } });
        server.registerResource('tide', tide, { mimeType: 'text/plain' }, () => ({ contents: [{ uri: tide, text: `level ${level}` }] }));
        server.server.setRequestHandler(SubscribeRequestSchema, ({ params }) => {
            followed.add(params.uri);
            return {};
        });
        server.server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => {
            followed.delete(params.uri);
            return {};
        });
        const transport = new StreamableHTTPServerTransport({
            sessionIdGenerator: () => crypto.randomUUID(),
            onsessioninitialized: (id) => void sessions.set(id, { server, transport }),
        });
        // The SDK's own types disagree under exactOptionalPropertyTypes.
        await server.connect(transport);
        return transport;
    };
    const { url, stop } = await listen(async (request, response, body) => {
        const id = request.headers['mcp-session-id'];
        const transport = (typeof id === 'string' ? sessions.get(id)?.transport : undefined) ?? (await open());
        await transport.handleRequest(request, response, body === '' ? undefined : JSON.parse(body));
    });
    return {
        url,
        followed,
        raise: () => {
            level++;
            sessions.forEach(({ server }) => void (followed.has(tide) && server.server.sendResourceUpdated({ uri: tide })));
        },
        stop,
    };
}

async function listen(answer: (request: http.IncomingMessage, response: http.ServerResponse, body: string) => Promise<void>) {
    const server = http.createServer((request, response) => {
        let body = '';
        request.setEncoding('utf8').on('data', (part: string) => (body += part));
        request.on('end', () => void answer(request, response, body).catch(() => response.destroy()));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
        stop: () =>
            new Promise<void>((resolve) => {
                server.closeAllConnections();
                server.close(() => resolve());
            }),
    };
}
