import type { JsonObject } from '../../core/mcp/catalog';
import { isObject } from '../../core/mcp/isObject';
import type { McpLimits } from '../../ports/mcp';
import type { OutgoingRequest } from './readRequest';

const listed = /^(tools|prompts|resources|resources\/templates)\/list$/;
/** Lists that may be read at the same time; of those that were left in the middle, the oldest is forgotten. */
const listsFollowed = 32;

/**
 * Bounds a list as a whole: each page alone is bounded by its message, and a thousand of them are not. Answers the page, or a JSON-RPC error in its place.
 * The pages of one list are those with one trace.
 */
export function boundLists(
    limits: Pick<McpLimits, 'listBytes' | 'listEntries'>,
): (request: OutgoingRequest, message: JsonObject, size: number) => JsonObject {
    const read = new Map<string, { size: number; entries: number }>();
    return (request, message, size) => {
        if (!listed.test(request.method) || !isObject(message.result)) {
            return message;
        }
        const meta = isObject(request.params._meta) ? request.params._meta : {};
        const list = `${request.method} ${typeof meta.traceparent === 'string' ? meta.traceparent : ''}`;
        const before = request.params.cursor === undefined ? undefined : read.get(list);
        const total = { size: (before?.size ?? 0) + size, entries: (before?.entries ?? 0) + entriesOf(message.result) };
        read.delete(list);
        if (total.size > limits.listBytes) {
            return refusal(request, `${String(Math.round(limits.listBytes / 1024 / 1024))} MB`);
        }
        if (total.entries > limits.listEntries) {
            return refusal(request, limits.listEntries);
        }
        if (message.result.nextCursor !== undefined) {
            read.set(list, total);
            const [oldest] = read.keys();
            if (read.size > listsFollowed && oldest !== undefined) {
                read.delete(oldest);
            }
        }
        return message;
    };
}

function entriesOf(result: JsonObject): number {
    const lists = [result.tools, result.prompts, result.resources, result.resourceTemplates];
    return lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
}

function refusal(request: OutgoingRequest, limit: string | number): JsonObject {
    const code = 'mcp/answer-too-large';
    return { jsonrpc: '2.0', id: request.id, error: { code: -32603, message: code, data: { slipway: code, limit } } };
}
