import type { AskRaw } from '../../ports/mcp';
import { isObject } from '../../core/mcp/isObject';
import { nestsDeeperThan } from '../../core/mcp/jsonDepth';
import { dial } from './dial';
import { EventSplitter } from './eventSplitter';
import { translateFailure } from './failures';
import { defaultLimits } from './limits';

const textKept = 1024 * 1024;

/** One request as it is, for checks that the SDK would smooth over. Redirects are not followed. */
export const askRaw: AskRaw = async (op, request) => {
    const started = performance.now();
    const timeoutMs = request.timeoutMs ?? 20_000;
    const signal = AbortSignal.any([op.signal, AbortSignal.timeout(timeoutMs)]);
    try {
        const response = await dial({ ...(request.resolve !== undefined && { resolve: request.resolve }) })(request.url, {
            method: request.httpMethod,
            headers: { ...request.headers },
            redirect: 'manual',
            signal,
            ...(request.body !== undefined && { body: request.body }),
        });
        const contentType = response.headers.get('content-type') ?? '';
        const text = await readStart(response, /^text\/event-stream/i.test(contentType));
        const message = parseMessage(text);
        return {
            status: response.status,
            headers: Object.fromEntries(response.headers),
            contentType,
            text,
            ...(message !== undefined && { message }),
            durationMs: performance.now() - started,
        };
    } catch (error) {
        const limits = { ...defaultLimits, requestTimeoutMs: timeoutMs };
        throw translateFailure(error, { url: request.url, method: request.httpMethod, limits, signal: op.signal });
    }
};

/** The body up to a bound; of an event stream the data of its first JSON-RPC answer, and the stream is left. */
async function readStart(response: Response, isStream: boolean): Promise<string> {
    if (response.body === null) {
        return '';
    }
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    const splitter = new EventSplitter();
    let text = '';
    try {
        for (let part = await reader.read(); !part.done && text.length < textKept; part = await reader.read()) {
            if (!isStream) {
                text += decoder.decode(part.value, { stream: true });
                continue;
            }
            const answer = splitter.push(part.value).find(({ data }) => /"(?:result|error)"/.test(data));
            if (answer !== undefined || splitter.pending > textKept) {
                return (answer?.data ?? '').slice(0, textKept);
            }
        }
        return text.slice(0, textKept);
    } finally {
        await reader.cancel().catch(() => undefined);
    }
}

function parseMessage(text: string) {
    if (nestsDeeperThan(text, defaultLimits.depth)) {
        return undefined;
    }
    try {
        const message: unknown = JSON.parse(text);
        return isObject(message) ? message : undefined;
    } catch {
        return undefined;
    }
}
