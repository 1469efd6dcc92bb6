import type { FetchLike } from '@modelcontextprotocol/client';
import { discoverOAuthProtectedResourceMetadata, extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import type { Operation } from '../../base/operation';
import type { AskRaw, McpAccess } from '../../ports/mcp';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import { dial } from './dial';
import { readBounded } from './readBounded';
import { withBody } from './record';

const metadataTimeoutMs = 15_000;
const metadataBytes = 1024 * 1024;
const redirectsFollowed = 3;

/** Asks a server that refuses who may come in: its WWW-Authenticate header first, then the metadata of its own host. Never sends a credential. */
export async function discoverAccess(
    op: Operation,
    ask: AskRaw,
    target: { readonly url: string; readonly resolve?: ResolveEndpoint },
): Promise<McpAccess> {
    const answer = await ask(op, {
        httpMethod: 'POST',
        url: target.url,
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize }),
        ...(target.resolve !== undefined && { resolve: target.resolve }),
    });
    const challenge = answer.headers['www-authenticate'];
    const told = extractWWWAuthenticateParams(
        new Response(null, { status: 401, headers: challenge === undefined ? {} : { 'www-authenticate': challenge } }),
    );
    // A stranger may name any host, also one that only this computer reaches.
    const named = told.resourceMetadataUrl?.origin === new URL(target.url).origin ? told.resourceMetadataUrl : undefined;
    const fetchOnce = nearby(dial(target));
    const metadata = await discoverOAuthProtectedResourceMetadata(
        target.url,
        named === undefined ? undefined : { resourceMetadataUrl: named },
        (url, init) => fetchOnce(url, { ...init, signal: AbortSignal.any([op.signal, AbortSignal.timeout(metadataTimeoutMs)]) }),
    ).catch(() => undefined);
    const scopes = told.scope === undefined ? (metadata?.scopes_supported ?? []) : told.scope.split(' ').filter((scope) => scope !== '');
    return {
        status: answer.status,
        ...(challenge !== undefined && { challenge }),
        authorizationServers: metadata?.authorization_servers ?? [],
        scopes,
        ...(metadata?.resource !== undefined && { resource: metadata.resource }),
    };
}

/** Reads no more than metadata ever are, and follows a redirect only within its own origin: the addresses are a stranger's. */
function nearby(next: FetchLike): FetchLike {
    return async (input, init) => {
        let url = new URL(String(input));
        for (let redirects = 0; ; redirects++) {
            const response = await next(url, { ...init, redirect: 'manual' });
            const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
            if (location === null) {
                const text = response.body === null ? '' : await readBounded(response.body, metadataBytes);
                return text === undefined ? new Response(null, { status: 404 }) : withBody(response, text);
            }
            await response.body?.cancel();
            const to = new URL(location, url);
            if (to.origin !== url.origin || redirects >= redirectsFollowed) {
                return new Response(null, { status: 404 });
            }
            url = to;
        }
    };
}

const initialize = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'slipway', version: '0.1.0' } };
