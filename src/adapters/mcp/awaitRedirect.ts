import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Cancelled } from '../../base/failure';
import type { Operation } from '../../base/operation';

/** Waits on loopback for the browser to come back from an authorization server (RFC 8252). */
export interface Redirect {
    readonly url: string;
    /** The address that the browser came back to, with its parameters. Throws Cancelled. */
    arrival(op: Operation): Promise<string>;
    close(): Promise<void>;
}

export async function awaitRedirect(words: string): Promise<Redirect> {
    let arrived: (url: string) => void = () => undefined;
    const server = createServer((request, response) => {
        if (!request.url?.startsWith('/callback')) {
            response.writeHead(404).end();
            return;
        }
        response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(words);
        arrived(`http://127.0.0.1${request.url}`);
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return {
        url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/callback`,
        arrival: (op) =>
            new Promise<string>((resolve, reject) => {
                arrived = resolve;
                op.signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
            }),
        close: () =>
            new Promise((resolve) => {
                server.closeAllConnections();
                server.close(() => resolve());
            }),
    };
}
