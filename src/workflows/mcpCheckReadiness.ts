import { Failure, isCancelled, isFailure } from '../base/failure';
import type { Operation } from '../base/operation';
import { throwIfCancelled } from '../base/operation';
import type { McpFailure } from '../core/failures/mcp';
import type { JsonObject } from '../core/mcp/catalog';
import type { ReadinessAnswer, ReadinessFinding, ReadinessRequest } from '../core/mcp/readiness';
import { judgeReadiness, readinessRequests } from '../core/mcp/readiness';
import type { AskRaw, RawRequest } from '../ports/mcp';
import type { ResolveEndpoint } from '../ports/resolveEndpoint';

export interface ReadinessTarget {
    readonly url: string;
    /** With the credentials, when the server wants some. */
    readonly headers?: Readonly<Record<string, string>>;
    readonly resolve?: ResolveEndpoint;
}

const version = '2026-07-28';
const meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': { name: 'slipway', version: '0.1.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
};

/** Asks a server what 2026-07-28 requires of it, changing nothing there, and judges the answers. Throws when it cannot be reached or wants credentials. */
export async function mcpCheckReadiness(op: Operation, ask: AskRaw, target: ReadinessTarget): Promise<readonly ReadinessFinding[]> {
    const answers: Partial<Record<ReadinessRequest, ReadinessAnswer>> = {};
    for (const [index, name] of readinessRequests.entries()) {
        throwIfCancelled(op);
        op.report(name, index / readinessRequests.length);
        try {
            answers[name] = await ask(op, request(name, target));
            checkAccess(answers[name], target.url);
        } catch (error) {
            // The first request decides whether there is a server at all; a later one may be what the server cannot stand.
            if (isCancelled(error) || !isFailure(error) || index === 0) {
                throw error;
            }
        }
    }
    return judgeReadiness(answers);
}

/** Behind a sign-in every rule would fail for the wrong reason. */
function checkAccess({ status }: ReadinessAnswer, url: string): void {
    if (status === 401 || status === 403) {
        throw new Failure<McpFailure>(status === 401 ? 'mcp/unauthorized' : 'mcp/forbidden', { url, status });
    }
}

function request(name: ReadinessRequest, target: ReadinessTarget): RawRequest {
    switch (name) {
        case 'discover':
            return post(target, 'server/discover');
        case 'tools':
        case 'toolsAgain':
            return post(target, 'tools/list');
        case 'resources':
            return post(target, 'resources/list');
        case 'prompts':
            return post(target, 'prompts/list');
        case 'noMeta':
            return post(target, 'tools/list', { params: {} });
        case 'wrongHeader':
            return post(target, 'tools/list', { headers: { 'mcp-method': 'prompts/list' } });
        case 'noHeader':
            return post(target, 'tools/list', { headers: { 'mcp-method': undefined } });
        case 'wrongName':
            // Of a resource that is not there: whatever the server makes of it, nothing happens.
            return post(target, 'resources/read', {
                params: { uri: 'slipway://no/such/resource', _meta: meta },
                headers: { 'mcp-name': 'slipway://another/resource' },
            });
        case 'oldVersion':
            return post(target, 'tools/list', {
                params: { _meta: { ...meta, 'io.modelcontextprotocol/protocolVersion': '1999-12-31' } },
                headers: { 'mcp-protocol-version': '1999-12-31' },
            });
        case 'unknownMethod':
            return post(target, 'slipway/unknown');
        case 'get':
            return { ...common(target), httpMethod: 'GET', headers: { accept: 'text/event-stream', ...target.headers }, timeoutMs: 5000 };
        case 'delete':
            return { ...common(target), httpMethod: 'DELETE', headers: { ...target.headers }, timeoutMs: 5000 };
        case 'unknownResource': {
            const uri = 'slipway://no/such/resource';
            return post(target, 'resources/read', { params: { uri, _meta: meta }, headers: { 'mcp-name': uri } });
        }
        case 'tasksList':
            return post(target, 'tasks/list');
        case 'ping':
            return post(target, 'ping');
        case 'initialize':
            return post(target, 'initialize', {
                params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: meta['io.modelcontextprotocol/clientInfo'] },
                headers: { 'mcp-protocol-version': undefined, 'mcp-method': undefined },
            });
    }
}

function common(target: ReadinessTarget) {
    return { url: target.url, ...(target.resolve !== undefined && { resolve: target.resolve }) };
}

function post(
    target: ReadinessTarget,
    method: string,
    other: { readonly params?: JsonObject; readonly headers?: Readonly<Record<string, string | undefined>> } = {},
): RawRequest {
    const headers: Record<string, string | undefined> = {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': version,
        'mcp-method': method,
        ...target.headers,
        ...other.headers,
    };
    return {
        ...common(target),
        httpMethod: 'POST',
        headers: Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)),
        body: JSON.stringify({ jsonrpc: '2.0', id: `slipway-${method}`, method, params: other.params ?? { _meta: meta } }),
    };
}
