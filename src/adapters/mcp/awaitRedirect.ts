import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { McpFailure } from '../../core/failures/mcp';

/** Waits on loopback for the browser to come back from an authorization server (RFC 8252). */
export interface Redirect {
    readonly url: string;
    /** The address that the browser came back to, with its parameters. Throws Cancelled. */
    arrival(op: Operation): Promise<string>;
    close(): Promise<void>;
}

/** `port` 0 is any that is free. Throws Failure 'mcp/sign-in-failed' when nothing can listen there. */
export async function awaitRedirect(words: string, port = 0): Promise<Redirect> {
    let arrived: (url: string) => void = () => undefined;
    const server = createServer((request, response) => {
        if (!request.url?.startsWith('/callback')) {
            response.writeHead(404).end();
            return;
        }
        response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(words);
        arrived(`http://127.0.0.1${request.url}`);
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve)).catch(
        (error: unknown) => {
            throw new Failure<McpFailure>(
                'mcp/sign-in-failed',
                {
                    url: `http://127.0.0.1:${String(port)}`,
                    reason: `The browser was to come back to port ${String(port)} of this computer, which another program uses`,
                },
                error,
            );
        },
    );
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
