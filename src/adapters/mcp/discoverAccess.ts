import { discoverOAuthProtectedResourceMetadata, extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import type { Operation } from '../../base/operation';
import type { AskRaw, McpAccess } from '../../ports/mcp';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import { dial } from './dial';

const metadataTimeoutMs = 15_000;

/** Asks a server that refuses who may come in: its WWW-Authenticate header first, then its protected resource metadata. Never sends a credential. */
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
    const fetchOnce = dial(target);
    const metadata = await discoverOAuthProtectedResourceMetadata(
        target.url,
        told.resourceMetadataUrl === undefined ? undefined : { resourceMetadataUrl: told.resourceMetadataUrl },
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

const initialize = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'slipway', version: '0.1.0' } };
