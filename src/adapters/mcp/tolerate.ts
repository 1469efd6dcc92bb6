import type { FetchLike } from '@modelcontextprotocol/client';
import type { JsonObject } from '../../core/mcp/catalog';
import { nestsDeeperThan } from '../../core/mcp/jsonDepth';
import { isObject } from '../../core/mcp/isObject';
import { repairAnswer } from '../../core/mcp/leniency';
import type { McpNotice } from '../../core/mcp/notice';
import type { McpLimits } from '../../ports/mcp';
import { EventSplitter, isMessageEvent } from './eventSplitter';
import { readBounded } from './readBounded';
import type { OutgoingRequest } from './readRequest';
import { readRequest } from './readRequest';
import { withBody } from './record';

/** Why an answer was not passed on; travels to failures.ts in the `data` of a JSON-RPC error that takes the answer's place. */
export type Refusal = 'mcp/answer-too-large' | 'mcp/answer-too-deep' | 'mcp/answer-invalid' | 'mcp/stream-broken';

interface Tolerance {
    readonly limits: McpLimits;
    readonly onNotice: (notice: McpNotice) => void;
    /** Takes part in answers before the SDK sees them, such as tasks that must be waited for. */
    readonly intercept: (request: OutgoingRequest, message: JsonObject, init: RequestInit) => Promise<JsonObject>;
    /** Sees each answer with its length, and may put a refusal in its place. */
    readonly bound: (request: OutgoingRequest, message: JsonObject, size: number) => JsonObject;
}

/**
 * Between the wire and the SDK: bounds what is read, repairs what departs from the specification, and turns what cannot be read into a JSON-RPC error, so that
 * the caller learns at once instead of by a time-out.
 */
export function tolerate(next: FetchLike, tolerance: Tolerance): FetchLike {
    return async (input, init) => {
        const request = readRequest(init?.body);
        const response = await next(input, init);
        if (response.body === null) {
            return response;
        }
        const type = response.headers.get('content-type') ?? '';
        if (/^text\/event-stream/i.test(type)) {
            return withBody(response, tolerateStream(response.body, request, init ?? {}, tolerance));
        }
        const text = await readBounded(response.body, tolerance.limits.messageBytes);
        if (text === undefined) {
            return refuseWhole(response, request, 'mcp/answer-too-large', '');
        }
        if (request === undefined || !/^application\/(?:[\w.+-]+\+)?json/i.test(type)) {
            return withBody(response, text);
        }
        return answerJson(response, text, request, init ?? {}, tolerance);
    };
}

async function answerJson(
    response: Response,
    text: string,
    request: OutgoingRequest,
    init: RequestInit,
    tolerance: Tolerance,
): Promise<Response> {
    const read = readMessage(text, tolerance.limits.depth);
    if (read.kind === 'refused') {
        // A failing gateway may answer JSON of its own; its status says more than the parser.
        return response.ok ? refuseWhole(response, request, read.refusal, read.reason) : withBody(response, text);
    }
    const message = await settle(tolerance.bound(request, read.message, text.length), request, init, tolerance);
    // The SDK reads a JSON-RPC error only from 200 and 400; an unknown method is 404 in 2026-07-28. The probe's status must stay: it decides the era.
    const unwrap = response.status === 404 && request.era === 'modern' && request.method !== 'server/discover' && isObject(message.error);
    return withBody(response, message === read.message ? text : JSON.stringify(message), unwrap ? 200 : response.status);
}

async function settle(message: JsonObject, request: OutgoingRequest, init: RequestInit, tolerance: Tolerance): Promise<JsonObject> {
    const intercepted = await tolerance.intercept(request, message, init);
    const repaired = repairAnswer(request, intercepted);
    repaired.notices.forEach(tolerance.onNotice);
    return repaired.message;
}

function readMessage(
    text: string,
    depth: number,
):
    | { readonly kind: 'message'; readonly message: JsonObject }
    | { readonly kind: 'refused'; readonly refusal: Refusal; readonly reason: string } {
    if (nestsDeeperThan(text, depth)) {
        return { kind: 'refused', refusal: 'mcp/answer-too-deep', reason: '' };
    }
    try {
        const message: unknown = JSON.parse(text);
        return isObject(message)
            ? { kind: 'message', message }
            : { kind: 'refused', refusal: 'mcp/answer-invalid', reason: 'It is no JSON object.' };
    } catch {
        return { kind: 'refused', refusal: 'mcp/answer-invalid', reason: 'It is not JSON.' };
    }
}

function refusalMessage(request: OutgoingRequest, refusal: Refusal, reason: string): JsonObject {
    return { jsonrpc: '2.0', id: request.id, error: { code: -32603, message: reason || refusal, data: { slipway: refusal } } };
}

function refuseWhole(response: Response, request: OutgoingRequest | undefined, refusal: Refusal, reason: string): Response {
    if (request === undefined) {
        return withBody(response, '');
    }
    const refused = withBody(response, JSON.stringify(refusalMessage(request, refusal, reason)), 200);
    refused.headers.set('content-type', 'application/json');
    return refused;
}

function tolerateStream(
    body: ReadableStream<Uint8Array>,
    request: OutgoingRequest | undefined,
    init: RequestInit,
    tolerance: Tolerance,
): ReadableStream<Uint8Array> {
    const { limits } = tolerance;
    const splitter = new EventSplitter();
    const encoder = new TextEncoder();
    const reader = body.getReader();
    let total = 0;
    let answered = false;
    const refuse = async (controller: ReadableStreamDefaultController<Uint8Array>, refusal: Refusal, reason: string) => {
        if (request !== undefined && !answered) {
            controller.enqueue(encoder.encode(`data: ${JSON.stringify(refusalMessage(request, refusal, reason))}\n\n`));
        }
        controller.close();
        await reader.cancel().catch(() => undefined);
    };
    const passOn = async (
        controller: ReadableStreamDefaultController<Uint8Array>,
        raw: string,
        data: string,
    ): Promise<'go on' | 'ended'> => {
        // HTTP+SSE of 2024 begins with an event of another type, which holds an address.
        const isMessage = data.trim() !== '' && isMessageEvent(raw);
        const read = isMessage ? readMessage(data, limits.depth) : undefined;
        if (read?.kind === 'refused') {
            await refuse(controller, read.refusal, read.reason);
            return 'ended';
        }
        const isAnswer = request !== undefined && read?.message.id === request.id && read.message.method === undefined;
        if (!isAnswer) {
            controller.enqueue(encoder.encode(raw));
            return 'go on';
        }
        const message = await settle(tolerance.bound(request, read.message, data.length), request, init, tolerance);
        answered = true;
        controller.enqueue(encoder.encode(message === read.message ? raw : splitter.replaceData(raw, JSON.stringify(message))));
        return 'go on';
    };
    const passPart = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<'more' | 'passed' | 'ended'> => {
        const part = await reader.read();
        if (part.done) {
            // 2025-11-25 lets a server close and the client resume; in 2026-07-28 a stream that ends early is a lost answer.
            if (request?.era === 'modern' && request.method !== 'subscriptions/listen') {
                await refuse(controller, 'mcp/stream-broken', '');
            } else {
                controller.close();
            }
            return 'ended';
        }
        total += part.value.byteLength;
        const events = splitter.push(part.value);
        for (const { raw, data } of events) {
            if ((await passOn(controller, raw, data)) === 'ended') {
                return 'ended';
            }
        }
        if (splitter.pending > limits.messageBytes || total > limits.streamBytes) {
            await refuse(controller, 'mcp/answer-too-large', '');
            return 'ended';
        }
        return events.length > 0 ? 'passed' : 'more';
    };
    return new ReadableStream<Uint8Array>({
        async pull(controller) {
            // A pull that passes nothing on is not asked again.
            while ((await passPart(controller)) === 'more') {
                // Half an event came: its rest is on the way.
            }
        },
        async cancel(reason) {
            await reader.cancel(reason).catch(() => undefined);
        },
    });
}
