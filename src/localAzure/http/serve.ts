import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { timingSafeEqual } from 'node:crypto';
import { json, type Answer } from './answer';
import type { Exchange } from './exchange';
import { readBody } from './readBody';
import type { Record as RecordExchange } from './recorder';
import { plainHeaders, writeAnswer } from './writeAnswer';

const largestBody = 512 * 1024 * 1024;

/** What a request is for, told by its host before its body is read. */
export type Destination =
    | {
          readonly kind: 'handle';
          readonly key: 'required' | 'free';
          readonly origin: 'refused' | 'allowed';
          readonly handle: (exchange: Omit<Exchange, 'params' | 'caller'>) => Promise<Answer>;
          /** Where the host has websockets as well. */
          readonly upgrade?: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;
      }
    /** The request is passed on as it is, with its socket. */
    | {
          readonly kind: 'pass';
          readonly key: 'required' | 'free';
          readonly origin: 'refused' | 'allowed';
          readonly request: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
          readonly upgrade: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;
      };

export interface ServeOptions {
    readonly port: number;
    /** undefined: no key is asked for. */
    readonly key: string | undefined;
    readonly destination: (host: string, path: string) => Destination | undefined;
    readonly record: RecordExchange | undefined;
    readonly log: (line: string) => void;
}

/** The one port: loopback only, no browsers, and a key. */
export async function serve(options: ServeOptions): Promise<{ readonly origin: string; readonly server: Server; close(): Promise<void> }> {
    const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
        void answerRequest(options, incoming, outgoing);
    });
    server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
        socket.on('error', () => socket.destroy());
        const { host, path } = meantFor(incoming);
        const destination = options.destination(host, path);
        const refused = refusal(options, incoming, host, destination);
        if (refused !== undefined || destination?.upgrade === undefined) {
            const status = refused?.status ?? 404;
            socket.end(`HTTP/1.1 ${status} ${status === 404 ? 'Not Found' : 'Refused'}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
            return;
        }
        destination.upgrade(incoming, socket, head);
    });
    await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    return {
        origin: `http://127.0.0.1:${port}`,
        server,
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}

async function answerRequest(options: ServeOptions, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { host, path } = meantFor(incoming);
    const destination = options.destination(host, path);
    const refused = refusal(options, incoming, host, destination);
    if (refused !== undefined || destination === undefined) {
        incoming.resume();
        writeAnswer(
            outgoing,
            refused ?? json(404, { error: { code: 'NotFound', message: `Nothing here answers for the host '${host}'.` } }),
        );
        return;
    }
    if (destination.kind === 'pass') {
        destination.request(incoming, outgoing);
        return;
    }
    const gone = new AbortController();
    outgoing.once('close', () => gone.abort());
    try {
        const body = await readBody(incoming, largestBody);
        if (body === undefined) {
            writeAnswer(outgoing, json(413, { error: { code: 'RequestContentTooLarge', message: 'The request content is too large.' } }));
            return;
        }
        // Not relative to the host: SDKs send paths that begin with two slashes.
        const url = new URL(`https://${host}${incoming.url ?? '/'}`);
        const exchange = { method: incoming.method ?? 'GET', url, headers: incoming.headers, body, signal: gone.signal };
        const answer = await destination.handle(exchange);
        options.record?.(exchange, answer);
        if (answer.body.kind === 'stream') {
            outgoing.writeHead(answer.status, plainHeaders(answer));
            outgoing.flushHeaders();
            await answer.body.write(outgoing, gone.signal);
            outgoing.end();
        } else {
            writeAnswer(outgoing, answer);
        }
    } catch (error) {
        if (!gone.signal.aborted) {
            options.log(`${incoming.method ?? ''} ${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        }
        if (outgoing.headersSent) {
            outgoing.destroy();
        } else {
            writeAnswer(outgoing, json(500, { error: { code: 'InternalServerError', message: 'Encountered internal server error.' } }));
        }
    }
}

/** X-Original-Host is for clients that cannot set Host, such as fetch and the Azure SDKs. */
function meantFor(incoming: IncomingMessage): { readonly host: string; readonly path: string } {
    const original = incoming.headers['x-original-host'];
    const host = (typeof original === 'string' && original !== '' ? original : (incoming.headers.host ?? '')).toLowerCase();
    return { host: /^[\w.:[\]-]+$/.test(host) ? host : 'invalid', path: (incoming.url ?? '/').split('?')[0] ?? '/' };
}

function refusal(options: ServeOptions, incoming: IncomingMessage, host: string, destination: Destination | undefined): Answer | undefined {
    const peer = incoming.socket.remoteAddress ?? '';
    if (!/^(127\.|::1$|::ffff:127\.)/.test(peer)) {
        return json(403, { error: { code: 'SlipwayLoopbackOnly', message: 'The local Azure answers only this machine.' } });
    }
    if (destination === undefined) {
        return json(404, { error: { code: 'SlipwayUnknownHost', message: `The local Azure does not answer for the host '${host}'.` } });
    }
    if (incoming.headers.origin !== undefined && destination.origin === 'refused') {
        return json(403, { error: { code: 'SlipwayNoBrowsers', message: 'The local Azure does not answer web pages.' } });
    }
    const given = incoming.headers['x-slipway-key'];
    if (options.key !== undefined && destination.key === 'required' && !(typeof given === 'string' && same(given, options.key))) {
        return json(403, { error: { code: 'SlipwayKeyRequired', message: 'The local Azure needs its key in the header x-slipway-key.' } });
    }
    return undefined;
}

function same(given: string, wanted: string): boolean {
    const a = Buffer.from(given);
    const b = Buffer.from(wanted);
    return a.length === b.length && timingSafeEqual(a, b);
}
