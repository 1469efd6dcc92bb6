import type { FetchLike } from '@modelcontextprotocol/client';
import { isObject } from '../../core/mcp/isObject';
import { readRequest } from './readRequest';

export interface ProbeAnswer {
    readonly status: number;
    /** The JSON-RPC error code, when the body was a JSON-RPC error. */
    readonly errorCode?: number;
}

/** Keeps what the server last said to `server/discover`, and to whom it sent the client when it refused: the SDK does not tell. */
export function watchProbe(next: FetchLike): {
    readonly fetch: FetchLike;
    readonly answer: () => ProbeAnswer | undefined;
    readonly challenge: () => string | undefined;
} {
    let answer: ProbeAnswer | undefined;
    let challenge: string | undefined;
    const fetch: FetchLike = async (input, init) => {
        const response = await next(input, init);
        if (response.status === 401 || response.status === 403) {
            challenge = response.headers.get('www-authenticate') ?? undefined;
        }
        if (readRequest(init?.body)?.method === 'server/discover') {
            answer = { status: response.status };
            if (/json/i.test(response.headers.get('content-type') ?? '')) {
                const code = errorCodeOf(await response.clone().text());
                answer = { status: response.status, ...(code !== undefined && { errorCode: code }) };
            }
        }
        return response;
    };
    return { fetch, answer: () => answer, challenge: () => challenge };
}

function errorCodeOf(text: string): number | undefined {
    try {
        const message: unknown = JSON.parse(text);
        const error = isObject(message) ? message.error : undefined;
        return isObject(error) && typeof error.code === 'number' ? error.code : undefined;
    } catch {
        return undefined;
    }
}
