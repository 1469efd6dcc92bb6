import type { JsonObject } from './catalog';
import { isObject } from './isObject';

/** What an app's page says to its host, by the JSON-RPC dialect of MCP Apps. */
export type AppMessage =
    | { readonly kind: 'request'; readonly id: string | number; readonly method: string; readonly params: JsonObject }
    | { readonly kind: 'notification'; readonly method: string; readonly params: JsonObject };

const longest = 1_000_000;

/** Reads a message of an app's page; undefined when it is none, or too large. Answers to the host's own requests are not awaited and so dropped. */
export function readAppMessage(value: unknown): AppMessage | undefined {
    if (!isObject(value) || value.jsonrpc !== '2.0' || typeof value.method !== 'string') {
        return undefined;
    }
    const params = isObject(value.params) ? value.params : {};
    if (JSON.stringify(params).length > longest) {
        return undefined;
    }
    return typeof value.id === 'string' || typeof value.id === 'number'
        ? { kind: 'request', id: value.id, method: value.method, params }
        : { kind: 'notification', method: value.method, params };
}

export function appResult(id: string | number, result: JsonObject): JsonObject {
    return { jsonrpc: '2.0', id, result };
}

export function appError(id: string | number, code: number, message: string): JsonObject {
    return { jsonrpc: '2.0', id, error: { code, message } };
}

export function appNotification(method: string, params: JsonObject): JsonObject {
    return { jsonrpc: '2.0', method, params };
}
