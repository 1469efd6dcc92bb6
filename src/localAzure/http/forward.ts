import { request, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Address {
    readonly host: string;
    readonly port: number;
}

/** Hop-by-hop headers, and those that are between the caller and the local Azure. */
const dropped = ['connection', 'keep-alive', 'proxy-connection', 'x-slipway-key', 'x-original-host'];

/** Passes a request on and its answer back. `failed` is called when nothing answered and no header was sent yet. */
export function forward(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    to: Address,
    headers: OutgoingHttpHeaders,
    answerHeaders: OutgoingHttpHeaders,
    failed: (error: Error) => void,
): void {
    const passed = request({
        host: to.host,
        port: to.port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...kept(incoming), ...headers },
        agent: false,
    });
    passed.on('response', (answer) => {
        const given: OutgoingHttpHeaders = { ...answer.headers };
        delete given.connection;
        delete given['keep-alive'];
        for (const [name, value] of Object.entries(answerHeaders)) {
            const existing = given[name];
            given[name] =
                name === 'set-cookie' && Array.isArray(existing)
                    ? [...existing, ...(Array.isArray(value) ? value : [String(value)])]
                    : value;
        }
        outgoing.writeHead(answer.statusCode ?? 502, given);
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
    });
    passed.on('error', (error) => {
        if (outgoing.headersSent) {
            outgoing.destroy();
        } else {
            failed(error);
        }
    });
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
}

/** Passes a websocket (or any other upgrade) on, bytes as they are. */
export function forwardUpgrade(
    incoming: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    to: Address,
    headers: Readonly<Record<string, string>>,
): void {
    const target = connect(to.port, to.host);
    const end = () => {
        target.destroy();
        socket.destroy();
    };
    target.on('error', end);
    target.on('close', end);
    socket.on('error', end);
    socket.on('close', end);
    target.on('connect', () => {
        const lines = [`${incoming.method ?? 'GET'} ${incoming.url ?? '/'} HTTP/1.1`];
        const all: Record<string, string | string[] | undefined> = {
            ...kept(incoming),
            connection: 'Upgrade',
            upgrade: incoming.headers.upgrade,
            ...headers,
        };
        for (const [name, value] of Object.entries(all)) {
            for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value]) {
                lines.push(`${name}: ${one}`);
            }
        }
        target.write(`${lines.join('\r\n')}\r\n\r\n`);
        target.write(head);
        target.pipe(socket);
        socket.pipe(target);
    });
}

function kept(incoming: IncomingMessage): Record<string, string | string[] | undefined> {
    return Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !dropped.includes(name)));
}
