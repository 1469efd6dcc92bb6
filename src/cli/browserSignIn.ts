import { awaitRedirect } from '../adapters/mcp/awaitRedirect';
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
    const redirect = await awaitRedirect('Signed in. You can close this page.');
    const flow: OAuthFlow = {
        redirectUrl: redirect.url,
        ...(known.clientMetadataUrl !== undefined && { clientMetadataUrl: known.clientMetadataUrl }),
        ...(known.clientId !== undefined && {
            client: { id: known.clientId, ...(known.clientSecret !== undefined && { secret: known.clientSecret }) },
        }),
        authorize: async (authorizing, url, state) => {
            const callback = redirect.arrival(authorizing, state);
            callback.catch(() => undefined);
            const answer = await fetch(url, { redirect: 'manual', signal: authorizing.signal });
            const location = answer.headers.get('location');
            await answer.body?.cancel();
            if (location?.startsWith(redirect.url) === true) {
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
    return { flow, close: () => redirect.close() };
}
