import type { JsonObject } from '../../core/mcp/catalog';
import { isObject } from '../../core/mcp/isObject';

/** What an outgoing JSON-RPC body asks; undefined for notifications, answers and anything that is no JSON-RPC. */
export interface OutgoingRequest {
    readonly id: string | number;
    readonly method: string;
    readonly era: 'modern' | 'legacy';
    readonly params: JsonObject;
}

export function readRequest(body: unknown): OutgoingRequest | undefined {
    if (typeof body !== 'string' || !body.startsWith('{')) {
        return undefined;
    }
    let message: unknown;
    try {
        message = JSON.parse(body);
    } catch {
        return undefined;
    }
    if (!isObject(message) || typeof message.method !== 'string') {
        return undefined;
    }
    const id = message.id;
    if (typeof id !== 'string' && typeof id !== 'number') {
        return undefined;
    }
    const params = isObject(message.params) ? message.params : {};
    const meta = isObject(params._meta) ? params._meta : {};
    const era = typeof meta['io.modelcontextprotocol/protocolVersion'] === 'string' ? 'modern' : 'legacy';
    return { id, method: message.method, era, params };
}
