import type { FetchLike } from '@modelcontextprotocol/client';
import { isFailure } from '../../base/failure';
import { isObject } from '../../core/mcp/isObject';
import type { JsonObject } from '../../core/mcp/catalog';
import type { OutgoingRequest } from './readRequest';

interface TaskHooks {
    readonly url: string;
    readonly fetch: FetchLike;
    /** Answers one `elicitation/create` of the task. */
    readonly elicit: (params: JsonObject, signal: AbortSignal) => Promise<JsonObject>;
    readonly onStatus: (text: string) => void;
}

/**
 * The tasks extension of 2026-07-28: waits for a task that a server made of a call, and puts its result in the place of the task, so that a call is a call.
 * The SDK would throw the task id away. Aborting the call cancels the task.
 */
export function waitForTasks(hooks: TaskHooks): (request: OutgoingRequest, message: JsonObject, init: RequestInit) => Promise<JsonObject> {
    let lastId = 0;
    return async (request, message, init) => {
        const created = message.result;
        if (request.method !== 'tools/call' || !isObject(created) || created.resultType !== 'task' || typeof created.taskId !== 'string') {
            return message;
        }
        const taskId = created.taskId;
        const send = (method: string, params: JsonObject, signal?: AbortSignal) =>
            ask(hooks, request, init, `task-${String(++lastId)}`, method, { taskId, ...params }, signal);
        const signal = init.signal ?? new AbortController().signal;
        try {
            return await follow(request, created, send, hooks, signal);
        } catch (error) {
            if (signal.aborted || isFailure(error)) {
                await send('tasks/cancel', {}, AbortSignal.timeout(5000)).catch(() => undefined);
            }
            if (!isFailure(error)) {
                throw error;
            }
            // It asks more than a person can bear.
            return {
                jsonrpc: '2.0',
                id: request.id,
                error: { code: -32603, message: error.code, data: { slipway: error.code, ...error.facts } },
            };
        }
    };
}

async function follow(
    request: OutgoingRequest,
    created: JsonObject,
    send: (method: string, params: JsonObject, signal?: AbortSignal) => Promise<JsonObject>,
    hooks: TaskHooks,
    signal: AbortSignal,
): Promise<JsonObject> {
    const answered = new Set<string>();
    let task = created;
    for (;;) {
        const status = typeof task.status === 'string' ? task.status : 'working';
        hooks.onStatus(typeof task.statusMessage === 'string' ? task.statusMessage : status);
        if (status === 'completed') {
            const result = isObject(task.result) ? task.result : {};
            return { jsonrpc: '2.0', id: request.id, result: { ...result, resultType: 'complete' } };
        }
        if (status === 'failed' || status === 'cancelled') {
            const error = isObject(task.error) ? task.error : {};
            const reason = typeof error.message === 'string' ? error.message : '';
            return {
                jsonrpc: '2.0',
                id: request.id,
                error: { code: -32603, message: reason || status, data: { slipway: 'mcp/task-failed', status } },
            };
        }
        const requests = isObject(task.inputRequests) ? task.inputRequests : {};
        const inputResponses: Record<string, JsonObject> = {};
        for (const [key, asked] of Object.entries(requests)) {
            if (!answered.has(key) && isObject(asked) && asked.method === 'elicitation/create' && isObject(asked.params)) {
                inputResponses[key] = await hooks.elicit(asked.params, signal);
                answered.add(key);
            }
        }
        if (Object.keys(inputResponses).length > 0) {
            await send('tasks/update', { inputResponses }, signal);
        } else {
            await sleep(pollDelayMs(task), signal);
        }
        const next = await send('tasks/get', {}, signal);
        if (isObject(next.error)) {
            return { ...next, id: request.id };
        }
        task = isObject(next.result) ? next.result : {};
    }
}

function pollDelayMs(task: JsonObject): number {
    const asked = typeof task.pollIntervalMs === 'number' ? task.pollIntervalMs : 1000;
    return Math.min(Math.max(asked, 50), 30_000);
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
        const stop = () => {
            clearTimeout(timer);
            reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        };
        const timer = setTimeout(() => {
            signal.removeEventListener('abort', stop);
            resolve();
        }, ms);
        signal.addEventListener('abort', stop, { once: true });
    });
}

async function ask(
    hooks: TaskHooks,
    call: OutgoingRequest,
    init: RequestInit,
    id: string,
    method: string,
    params: JsonObject & { readonly taskId: string },
    signal: AbortSignal | undefined,
): Promise<JsonObject> {
    const headers = new Headers(init.headers);
    for (const name of [...headers.keys()].filter((name) => name.startsWith('mcp-param-'))) {
        headers.delete(name);
    }
    headers.set('mcp-method', method);
    headers.set('mcp-name', params.taskId);
    const { progressToken: _, ...meta } = isObject(call.params._meta) ? call.params._meta : {};
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params: { ...params, _meta: meta } });
    const response = await hooks.fetch(hooks.url, { ...init, method: 'POST', headers, body, signal: signal ?? null });
    const text = await response.text();
    const json = /^text\/event-stream/i.test(response.headers.get('content-type') ?? '')
        ? (/^data: ?(.*"(?:result|error)".*)$/m.exec(text)?.[1] ?? '')
        : text;
    const message: unknown = JSON.parse(json);
    return isObject(message) ? message : {};
}
