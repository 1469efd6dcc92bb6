import type { FetchLike } from '@modelcontextprotocol/client';
import { isSecretName, redact } from '../../base/redact';
import type { WireExchange, WireHeader } from '../../core/mcp/exchange';
import { affinityOf } from './dial';
import { readRequest } from './readRequest';

const keptBytes = 256 * 1024;
const reasonKept = 2000;
const mask = '********';

/** Reports every exchange once its answer has ended, with secrets masked. `ownHeaders` are the user's, whose values are never shown. */
export function record(
    next: FetchLike,
    serverUrl: string,
    ownHeaders: readonly string[],
    report: (exchange: WireExchange) => void,
): FetchLike {
    const own = new Set(ownHeaders.map((name) => name.toLowerCase()));
    const server = new URL(serverUrl);
    let lastId = 0;
    return async (input, init) => {
        const id = ++lastId;
        const startedMs = Date.now();
        const started = performance.now();
        const url = new URL(String(input));
        const isMcp = url.origin === server.origin && url.pathname.replace(/\/$/, '') === server.pathname.replace(/\/$/, '');
        const requestHeaders = new Headers(init?.headers);
        const body = isMcp && typeof init?.body === 'string' ? init.body : undefined;
        const rpcMethod = readRequest(init?.body)?.method;
        const traceId = requestHeaders.get('traceparent')?.split('-')[1];
        const request = {
            id,
            startedMs,
            kind: isMcp ? ('mcp' as const) : ('auth' as const),
            httpMethod: init?.method ?? 'GET',
            url: isMcp ? redact(url.href) : url.origin + url.pathname,
            requestHeaders: maskHeaders(requestHeaders, own),
            ...(rpcMethod !== undefined && isMcp && { rpcMethod }),
            ...(body !== undefined && { requestBody: redact(body.slice(0, keptBytes)) }),
            ...(traceId !== undefined && { traceId }),
        };
        let response: Response;
        try {
            response = await next(input, init);
        } catch (error) {
            const durationMs = performance.now() - started;
            report({ ...request, responseHeaders: [], responseBytes: 0, durationMs, error: reasonOf(error), affinity: [] });
            throw error;
        }
        const firstByteMs = performance.now() - started;
        const answer = {
            ...request,
            status: response.status,
            responseHeaders: maskHeaders(response.headers, new Set()),
            firstByteMs,
            affinity: affinityOf(response),
        };
        return watched(response, (bytes, text, error) => {
            report({
                ...answer,
                responseBytes: bytes,
                durationMs: performance.now() - started,
                ...(isMcp && { responseBody: redact(text) }),
                ...(error !== undefined && { error }),
            });
        });
    };
}

function maskHeaders(headers: Headers, own: ReadonlySet<string>): readonly WireHeader[] {
    return [...headers].map(([name, value]) => ({
        name,
        value:
            own.has(name) || isSecretName(name) || /^(mcp-session-id|x-functions-key|dpop)$|[-_]key$/i.test(name)
                ? maskValue(value)
                : redact(value),
    }));
}

function maskValue(value: string): string {
    const scheme = /^(Bearer|Basic|DPoP) /i.exec(value);
    return `${scheme?.[0] ?? ''}${mask}`;
}

/** The same response, whose body tells when and how it ended. */
function watched(response: Response, ended: (bytes: number, text: string, error?: string) => void): Response {
    if (response.body === null) {
        ended(0, '');
        return response;
    }
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let bytes = 0;
    let text = '';
    let done = false;
    const end = (error?: string) => {
        if (!done) {
            done = true;
            ended(bytes, text, error);
        }
    };
    const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
            try {
                const part = await reader.read();
                if (part.done) {
                    end();
                    controller.close();
                    return;
                }
                if (bytes < keptBytes) {
                    text += decoder.decode(part.value.subarray(0, keptBytes - bytes), { stream: true });
                }
                bytes += part.value.byteLength;
                controller.enqueue(part.value);
            } catch (error) {
                end(reasonOf(error));
                controller.error(error);
            }
        },
        async cancel(reason) {
            end('closed by the client');
            await reader.cancel(reason).catch(() => undefined);
        },
    });
    return withBody(response, body);
}

/** A copy with another body; status, headers and URL stay. */
export function withBody(response: Response, body: string | ReadableStream<Uint8Array>, status = response.status): Response {
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    headers.delete('content-encoding');
    const copy = new Response(body, { status, statusText: response.statusText, headers });
    Object.defineProperty(copy, 'url', { value: response.url });
    return copy;
}

/** The innermost words of a network error. */
export function reasonOf(error: unknown): string {
    let inner = error;
    while (inner instanceof Error && inner.cause instanceof Error) {
        inner = inner.cause;
    }
    if (inner instanceof AggregateError && inner.errors[0] instanceof Error) {
        inner = inner.errors[0];
    }
    return redact((inner instanceof Error ? inner.message || inner.name : String(inner)).slice(0, reasonKept));
}
