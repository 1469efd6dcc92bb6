import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Cancelled, Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { McpFailure } from '../../core/failures/mcp';

/** Waits on loopback for the browser to come back from an authorization server (RFC 8252). */
export interface Redirect {
    readonly url: string;
    /**
     * The address that the browser came back to from the sign-in of this `state`, with its parameters. Whatever else asks for the page (any program of this
     * computer can, and any web page) is turned away. Throws Cancelled.
     */
    arrival(op: Operation, state: string): Promise<string>;
    close(): Promise<void>;
}

/** `port` 0 is any that is free. Throws Failure 'mcp/sign-in-failed' when nothing can listen there. */
export async function awaitRedirect(words: string, port = 0): Promise<Redirect> {
    let waiting: { readonly state: string; readonly arrived: (url: string) => void } | undefined;
    const server = createServer((request, response) => {
        const asked = `http://127.0.0.1${request.url ?? ''}`;
        const url = URL.canParse(asked) ? new URL(asked) : undefined;
        if (url?.pathname !== '/callback') {
            response.writeHead(404).end();
            return;
        }
        if (url.searchParams.get('state') !== waiting?.state) {
            response.writeHead(400).end();
            return;
        }
        response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(words);
        waiting.arrived(url.href);
        waiting = undefined;
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
        arrival: (op, state) =>
            new Promise<string>((resolve, reject) => {
                waiting = { state, arrived: resolve };
                op.signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
            }),
        close: () =>
            new Promise((resolve) => {
                server.closeAllConnections();
                server.close(() => resolve());
            }),
    };
}
