import { Cancelled } from '../../base/failure';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { ProbeUrl } from '../../ports/ssh';
import { boundedText } from './boundedText';
import { reasonOf } from './failures';

/** Asks a public address from outside, as a visitor would: no credentials, no redirects followed, at most 16 KiB of the body read. */
export function probeUrl(resolve: ResolveEndpoint): ProbeUrl {
    return async (op, url, request, timeoutMs) => {
        const started = performance.now();
        const endpoint = resolve(url);
        const body = boundedText(16 * 1024);
        try {
            const response = await fetch(endpoint.url, {
                method: request.method,
                headers: { ...endpoint.headers, ...(request.body === undefined ? {} : { 'content-type': 'application/json' }) },
                ...(request.body === undefined ? {} : { body: request.body }),
                signal: AbortSignal.any([op.signal, AbortSignal.timeout(timeoutMs)]),
                redirect: 'manual',
            });
            const chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[] = response.body ?? [];
            for await (const chunk of chunks) {
                body.add(Buffer.from(chunk));
                if (body.full) {
                    break;
                }
            }
            return { kind: 'answer', status: response.status, durationMs: performance.now() - started, body: body.text };
        } catch (error) {
            if (op.signal.aborted) {
                throw new Cancelled();
            }
            const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
            return { kind: 'no-answer', reason: reasonOf(cause), durationMs: performance.now() - started };
        }
    };
}
