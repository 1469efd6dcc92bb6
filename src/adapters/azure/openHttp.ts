import { Cancelled } from '../../base/failure';
import type { Http } from '../../ports/http';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';

const timeoutMs = 10_000;
const longestBody = 64 * 1024;

/** Looks at public addresses of deployed apps, where no token is sent. */
export function openHttp(options: { readonly resolve: ResolveEndpoint }): Http {
    return async (op, url) => {
        const to = options.resolve(url);
        const signal = AbortSignal.any([op.signal, AbortSignal.timeout(timeoutMs)]);
        try {
            const response = await fetch(to.url, { headers: { accept: 'text/html,*/*', ...to.headers }, redirect: 'manual', signal });
            const body = await readStart(response);
            return { status: response.status, headers: Object.fromEntries(response.headers), body };
        } catch {
            if (op.signal.aborted) {
                throw new Cancelled();
            }
            return undefined;
        }
    };
}

async function readStart(response: Response): Promise<string> {
    const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
    if (reader === undefined) {
        return '';
    }
    const decoder = new TextDecoder();
    let text = '';
    try {
        while (text.length < longestBody) {
            const { done, value } = await reader.read();
            if (done) {
                break;
            }
            text += decoder.decode(value, { stream: true });
        }
    } finally {
        await reader.cancel().catch(() => undefined);
    }
    return text.slice(0, longestBody);
}
