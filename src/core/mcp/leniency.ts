import type { JsonObject } from './catalog';
import { headerSchemaProblem } from './headerSchema';
import { isObject } from './isObject';
import type { McpNotice, NoticeCode } from './notice';

/** What the request was, so that its answer can be judged. */
export interface RequestFacts {
    readonly method: string;
    readonly era: 'modern' | 'legacy';
}

export interface Repaired {
    readonly message: JsonObject;
    readonly notices: readonly McpNotice[];
}

const cacheable = new Set([
    'server/discover',
    'tools/list',
    'prompts/list',
    'resources/list',
    'resources/templates/list',
    'resources/read',
]);

const lists: Readonly<Record<string, { readonly field: string; readonly key: string }>> = {
    'tools/list': { field: 'tools', key: 'name' },
    'prompts/list': { field: 'prompts', key: 'name' },
    'resources/list': { field: 'resources', key: 'uri' },
    'resources/templates/list': { field: 'resourceTemplates', key: 'uriTemplate' },
};

/**
 * Makes an answer that departs from 2026-07-28 acceptable to a strict reader, and says what it tolerated. One bad list entry costs that entry, not the list.
 * A message that needs nothing comes back as the same object.
 */
export function repairAnswer(request: RequestFacts, message: JsonObject): Repaired {
    const notices: McpNotice[] = [];
    const note = (code: NoticeCode, detail: string) => notices.push({ code, detail, method: request.method });
    if (isObject(message.error)) {
        const error = request.era === 'modern' ? repairError(message.error, note) : message.error;
        return { message: error === message.error ? message : { ...message, error }, notices };
    }
    if (!isObject(message.result)) {
        return { message, notices };
    }
    let result = repairList(request, message.result, note);
    if (request.era === 'modern') {
        result = repairModern(request.method, result, note);
    }
    return { message: result === message.result ? message : { ...message, result }, notices };
}

type Note = (code: NoticeCode, detail: string) => void;

/** The release candidate's codes, only where the data says which error was meant: the numbers have other meanings elsewhere. */
function repairError(error: JsonObject, note: Note): JsonObject {
    const { code, data, message } = error;
    const replace = (final: number): JsonObject => {
        note('release-candidate-code', `${String(code)} instead of ${String(final)}`);
        return { ...error, code: final };
    };
    if (code === -32004 && isObject(data) && Array.isArray(data.supported)) {
        return replace(-32022);
    }
    if (code === -32003 && isObject(data) && isObject(data.requiredCapabilities)) {
        return replace(-32021);
    }
    if (code === -32001 && typeof message === 'string' && /header/i.test(message)) {
        return replace(-32020);
    }
    return error;
}

function repairModern(method: string, result: JsonObject, note: Note): JsonObject {
    const fixed: Record<string, unknown> = {};
    if (result.resultType === undefined) {
        note('no-result-type', 'a result without resultType was read as complete');
        fixed.resultType = 'complete';
    }
    const complete = (result.resultType ?? 'complete') === 'complete';
    if (complete && cacheable.has(method)) {
        Object.assign(fixed, repairCaching(result, note));
    }
    if (method === 'server/discover' && isObject(result.serverInfo)) {
        const meta = isObject(result._meta) ? result._meta : {};
        if (meta['io.modelcontextprotocol/serverInfo'] === undefined) {
            note('release-candidate-server-info', 'serverInfo in the body instead of _meta');
            fixed._meta = { ...meta, 'io.modelcontextprotocol/serverInfo': result.serverInfo };
        }
    }
    return Object.keys(fixed).length === 0 ? result : { ...result, ...fixed };
}

function repairCaching(result: JsonObject, note: Note): JsonObject {
    const fixed: Record<string, unknown> = {};
    const { ttlMs, cacheScope } = result;
    if (ttlMs === undefined) {
        note('no-ttl', 'a cacheable result without ttlMs was read as stale at once');
        fixed.ttlMs = 0;
    } else if (typeof ttlMs !== 'number' || !Number.isInteger(ttlMs) || ttlMs < 0) {
        note('bad-ttl', `ttlMs ${JSON.stringify(ttlMs).slice(0, 40)} was read as 0`);
        fixed.ttlMs = 0;
    }
    if (cacheScope === undefined) {
        note('no-cache-scope', 'a cacheable result without cacheScope was read as private');
        fixed.cacheScope = 'private';
    } else if (cacheScope !== 'public' && cacheScope !== 'private') {
        note('bad-cache-scope', `cacheScope ${JSON.stringify(cacheScope).slice(0, 40)} was read as private`);
        fixed.cacheScope = 'private';
    }
    return fixed;
}

function repairList(request: RequestFacts, result: JsonObject, note: Note): JsonObject {
    const list = lists[request.method];
    const items = list && result[list.field];
    if (!list || !Array.isArray(items)) {
        return result;
    }
    const fixed = items.map((item: unknown, index) => repairItem(request, list.key, item, index, note));
    const kept = fixed.filter((item) => item !== undefined);
    return fixed.some((item, index) => item !== items[index]) ? { ...result, [list.field]: kept } : result;
}

function repairItem({ method, era }: RequestFacts, key: string, item: unknown, index: number, note: Note): JsonObject | undefined {
    const where = `entry ${String(index + 1)}`;
    if (!isObject(item) || typeof item[key] !== 'string' || item[key] === '') {
        note('list-item-dropped', `${where} has no ${key}`);
        return undefined;
    }
    const fixed: Record<string, unknown> = {};
    const dropped: string[] = [];
    for (const field of ['title', 'description', 'mimeType'] as const) {
        if (item[field] !== undefined && typeof item[field] !== 'string') {
            note('list-item-repaired', `${where}: ${field} is not text`);
            dropped.push(field);
        }
    }
    if (key !== 'name' && typeof item.name !== 'string') {
        note('list-item-repaired', `${where} has no name`);
        fixed.name = item[key];
    }
    if (method === 'tools/list') {
        const schema = item.inputSchema;
        const problem = era === 'modern' && isObject(schema) ? headerSchemaProblem(schema) : undefined;
        if (problem !== undefined) {
            note('header-schema-invalid', `${item[key]}: ${problem}`);
            return undefined;
        }
        if (!isObject(schema)) {
            note('list-item-repaired', `${where} (${item[key]}) has no inputSchema`);
            fixed.inputSchema = { type: 'object' };
        } else if (schema.type !== 'object') {
            note('list-item-repaired', `${where} (${item[key]}): the inputSchema's type is not object`);
            fixed.inputSchema = { ...schema, type: 'object' };
        }
        if (item.outputSchema !== undefined && !isObject(item.outputSchema)) {
            note('list-item-repaired', `${where} (${item[key]}): the outputSchema is not an object`);
            dropped.push('outputSchema');
        }
    }
    if (dropped.length === 0 && Object.keys(fixed).length === 0) {
        return item;
    }
    return { ...Object.fromEntries(Object.entries(item).filter(([name]) => !dropped.includes(name))), ...fixed };
}
