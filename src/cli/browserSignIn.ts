import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Cancelled } from '../base/failure';
import type { Operation } from '../base/operation';
import type { OAuthFlow } from '../ports/mcp';

interface KnownClient {
    readonly clientId: string | undefined;
    readonly clientSecret: string | undefined;
    readonly clientMetadataUrl: string | undefined;
}

/** A sign-in for the command line: waits on loopback for the browser. An authorization server that consents without a person is followed at once. */
export async function browserSignIn(op: Operation, known: KnownClient): Promise<{ readonly flow: OAuthFlow; close(): Promise<void> }> {
    const stored = new Map<string, string>();
    let arrived: (url: string) => void = () => undefined;
    const server = createServer((request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('Signed in. You can close this page.');
        arrived(`http://127.0.0.1${request.url ?? '/'}`);
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    const redirectUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/callback`;
    const flow: OAuthFlow = {
        redirectUrl,
        ...(known.clientMetadataUrl !== undefined && { clientMetadataUrl: known.clientMetadataUrl }),
        ...(known.clientId !== undefined && {
            client: { id: known.clientId, ...(known.clientSecret !== undefined && { secret: known.clientSecret }) },
        }),
        authorize: async (authorizing, url) => {
            const callback = new Promise<string>((resolve, reject) => {
                arrived = resolve;
                authorizing.signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
            });
            const answer = await fetch(url, { redirect: 'manual', signal: authorizing.signal });
            const location = answer.headers.get('location');
            await answer.body?.cancel();
            if (location?.startsWith(redirectUrl) === true) {
                return location;
            }
            op.log(`Open this address to sign in: ${url}`);
            return await callback;
        },
        load: (key) => Promise.resolve(stored.get(key)),
        save: (key, value) => {
            if (value === undefined) {
                stored.delete(key);
            } else {
                stored.set(key, value);
            }
            return Promise.resolve();
        },
    };
    return {
        flow,
        close: () =>
            new Promise((resolve) => {
                server.closeAllConnections();
                server.close(() => resolve());
            }),
    };
}
