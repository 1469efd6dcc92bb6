import { Failure, isCancelled, isFailure } from '../base/failure';
import type { Operation } from '../base/operation';
import { throwIfCancelled } from '../base/operation';
import type { McpFailure } from '../core/failures/mcp';
import type { JsonObject } from '../core/mcp/catalog';
import type { ReadinessAnswer, ReadinessFinding, ReadinessRequest } from '../core/mcp/readiness';
import { idOf, judgeReadiness, readinessRequests } from '../core/mcp/readiness';
import { isObject } from '../core/mcp/isObject';
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
        op.report(`Question ${String(index + 1)} of ${String(readinessRequests.length)}`, index / readinessRequests.length);
        const wanted = request(name, target, answers);
        if (wanted === undefined) {
            continue;
        }
        try {
            const answer = await ask(op, wanted);
            answers[name] = answer;
            checkAccess(answer, target.url);
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

/** Undefined where there is nothing to ask for. */
function request(
    name: ReadinessRequest,
    target: ReadinessTarget,
    answers: Partial<Record<ReadinessRequest, ReadinessAnswer>>,
): RawRequest | undefined {
    const post = (
        method: string,
        other: { readonly params?: JsonObject; readonly headers?: Readonly<Record<string, string | undefined>> } = {},
    ) => postOf(target, idOf(name), method, other);
    switch (name) {
        case 'discover':
            return post('server/discover');
        case 'tools':
        case 'toolsAgain':
            return post('tools/list');
        case 'resources':
            return post('resources/list');
        case 'prompts':
            return post('prompts/list');
        case 'templates':
            return post('resources/templates/list');
        case 'read': {
            const uri = firstResource(answers.resources);
            return uri === undefined
                ? undefined
                : post('resources/read', { params: { uri, _meta: meta }, headers: { 'mcp-name': headerValue(uri) } });
        }
        case 'noCapabilities':
            return post('tools/list', { params: { _meta: without('io.modelcontextprotocol/clientCapabilities') } });
        case 'noClientInfo':
            return post('tools/list', { params: { _meta: without('io.modelcontextprotocol/clientInfo') } });
        case 'wrongCase':
            return post('tools/list', { headers: { 'mcp-method': 'TOOLS/LIST' } });
        case 'wrongVersion':
            return post('tools/list', { headers: { 'mcp-protocol-version': '2025-11-25' } });
        case 'noMeta':
            return post('tools/list', { params: {} });
        case 'wrongHeader':
            return post('tools/list', { headers: { 'mcp-method': 'prompts/list' } });
        case 'noHeader':
            return post('tools/list', { headers: { 'mcp-method': undefined } });
        case 'wrongName':
            // Of a resource that is not there: whatever the server makes of it, nothing happens.
            return post('resources/read', {
                params: { uri: 'slipway://no/such/resource', _meta: meta },
                headers: { 'mcp-name': 'slipway://another/resource' },
            });
        case 'oldVersion':
            return post('tools/list', {
                params: { _meta: { ...meta, 'io.modelcontextprotocol/protocolVersion': '1999-12-31' } },
                headers: { 'mcp-protocol-version': '1999-12-31' },
            });
        case 'unknownMethod':
            return post('slipway/unknown');
        case 'get':
            return { ...common(target), httpMethod: 'GET', headers: { accept: 'text/event-stream', ...target.headers }, timeoutMs: 5000 };
        case 'delete':
            return { ...common(target), httpMethod: 'DELETE', headers: { ...target.headers }, timeoutMs: 5000 };
        case 'unknownResource': {
            const uri = 'slipway://no/such/resource';
            return post('resources/read', { params: { uri, _meta: meta }, headers: { 'mcp-name': uri } });
        }
        case 'tasksList':
            return post('tasks/list');
        case 'ping':
            return post('ping');
        case 'initialize':
            return post('initialize', {
                params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: meta['io.modelcontextprotocol/clientInfo'] },
                headers: { 'mcp-protocol-version': undefined, 'mcp-method': undefined },
            });
    }
}

function common(target: ReadinessTarget) {
    return { url: target.url, ...(target.resolve !== undefined && { resolve: target.resolve }) };
}

function without(key: keyof typeof meta): JsonObject {
    return Object.fromEntries(Object.entries(meta).filter(([name]) => name !== key));
}

/** A longer address fits in no header. */
const uriMost = 2000;

function firstResource(answer: ReadinessAnswer | undefined): string | undefined {
    const result = isObject(answer?.message?.result) ? answer.message.result : {};
    const [first] = Array.isArray(result.resources) ? (result.resources as readonly unknown[]) : [];
    return isObject(first) && typeof first.uri === 'string' && first.uri !== '' && first.uri.length <= uriMost ? first.uri : undefined;
}

/** As 2026-07-28 carries in a header what is not plain visible ASCII. */
function headerValue(text: string): string {
    return /^[!-~](?:[ -~]*[!-~])?$/.test(text) && !text.startsWith('=?base64?')
        ? text
        : `=?base64?${btoa(String.fromCodePoint(...new TextEncoder().encode(text)))}?=`;
}

function postOf(
    target: ReadinessTarget,
    id: string,
    method: string,
    other: { readonly params?: JsonObject; readonly headers?: Readonly<Record<string, string | undefined>> },
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
        body: JSON.stringify({ jsonrpc: '2.0', id, method, params: other.params ?? { _meta: meta } }),
    };
}
