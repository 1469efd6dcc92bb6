import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Operation } from '../../../base/operation';
import type { ConnectMcp, McpTarget } from '../../../ports/mcp';
import type { BridgeSession, Upstream } from './bridgeSession';
import { openBridgeSession } from './bridgeSession';

const keyHeader = 'x-slipway-bridge-key';
const sessionsAllowed = 32;
const bodyBytes = 8 * 1024 * 1024;

/** Where an older client may connect: only with these headers, only from this computer. */
export interface Bridge {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    close(): Promise<void>;
}

/**
 * Lets a client that knows only `initialize` and sessions use a server of 2026-07-28: a loopback server that speaks 2025-11-25, with one session per client.
 * Connects upstream first, so that a server that cannot be reached fails here with its reason.
 */
export async function openBridge(op: Operation, connect: ConnectMcp, target: McpTarget): Promise<Bridge> {
    const scout = await connect(op, target);
    const upstream: Upstream = { connect, target, facts: scout.facts, memory: scout.memory };
    await scout.close();
    const key = randomBytes(32).toString('base64url');
    const sessions = new Map<string, BridgeSession>();
    const server = createServer((request, response) => {
        answer(request, response).catch(() => {
            if (!response.headersSent) {
                response.writeHead(500);
            }
            response.end();
        });
    });
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
        const refused = refusal(request, key, (server.address() as AddressInfo).port);
        if (refused !== undefined) {
            response.writeHead(refused).end();
            return;
        }
        const body = await readBody(request);
        if (body === undefined) {
            response.writeHead(413).end();
            return;
        }
        const id = request.headers['mcp-session-id'];
        const session = typeof id === 'string' ? sessions.get(id) : await openOne();
        if (session === undefined) {
            response.writeHead(404, { 'content-type': 'application/json' });
            response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } }));
            return;
        }
        await send(response, await session.transport.handleRequest(webRequest(request, body)));
        if (typeof id !== 'string' && session.transport.sessionId === undefined) {
            // No session came of it: the first request was not `initialize`.
            await session.close();
        }
    };
    const openOne = async (): Promise<BridgeSession> => {
        const session = await openBridgeSession(
            upstream,
            (id) => {
                sessions.set(id, session);
                const oldest = sessions.size > sessionsAllowed ? sessions.entries().next().value : undefined;
                if (oldest !== undefined) {
                    sessions.delete(oldest[0]);
                    void oldest[1].close();
                }
            },
            (id) => {
                sessions.delete(id);
                void session.close();
            },
        );
        return session;
    };
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return {
        url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/mcp`,
        headers: { [keyHeader]: key },
        close: async () => {
            await Promise.allSettled([...sessions.values()].map((session) => session.close()));
            sessions.clear();
            await new Promise<void>((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            });
        },
    };
}

/** A web page must not reach this server, neither directly (origin, key) nor by a host name of its own that points to loopback (host). */
function refusal(request: IncomingMessage, key: string, port: number): number | undefined {
    const hosts = [`127.0.0.1:${String(port)}`, `localhost:${String(port)}`];
    const { host, origin } = request.headers;
    if (host === undefined || !hosts.includes(host)) {
        return 403;
    }
    if (origin !== undefined && !hosts.some((allowed) => origin === `http://${allowed}`)) {
        return 403;
    }
    const given = Buffer.from(String(request.headers[keyHeader] ?? ''));
    const wanted = Buffer.from(key);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
        return 401;
    }
    return new URL(request.url ?? '/', `http://${host}`).pathname === '/mcp' ? undefined : 404;
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of request as AsyncIterable<Buffer>) {
        bytes += part.length;
        if (bytes > bodyBytes) {
            return undefined;
        }
        parts.push(part);
    }
    return Buffer.concat(parts);
}

function webRequest(request: IncomingMessage, body: Buffer): Request {
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
        if (name !== keyHeader && typeof value === 'string') {
            headers.set(name, value);
        }
    }
    const method = request.method ?? 'GET';
    const hasBody = method !== 'GET' && method !== 'HEAD' && body.length > 0;
    return new Request(`http://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`, {
        method,
        headers,
        ...(hasBody && { body: new Uint8Array(body) }),
    });
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body === null) {
        response.end();
        return;
    }
    response.flushHeaders();
    const body = Readable.fromWeb(answer.body as never);
    response.on('close', () => body.destroy());
    body.on('error', () => response.destroy());
    body.pipe(response);
    await new Promise<void>((resolve) => response.once('close', resolve));
}
