import { createHash } from 'node:crypto';
import type { FetchLike } from '@modelcontextprotocol/client';
import type { McpTarget } from '../../ports/mcp';
import { readRequest } from './readRequest';

/** The innermost fetch: goes through the endpoint resolver, and does with cookies and connections what the target says. */
export function dial(target: Pick<McpTarget, 'resolve' | 'cookies' | 'connections'>): FetchLike {
    const jar = new Map<string, Map<string, string>>();
    return async (input, init) => {
        const wanted = new URL(String(input));
        const { url, headers: extra } = target.resolve?.(wanted.href) ?? { url: wanted.href, headers: {} };
        const headers = new Headers(init?.headers);
        for (const [name, value] of Object.entries(extra)) {
            headers.set(name, value);
        }
        if (target.connections === 'fresh') {
            headers.set('connection', 'close');
        }
        const cookies = jar.get(wanted.origin);
        if (target.cookies === 'keep' && cookies !== undefined && cookies.size > 0) {
            headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
        }
        const response = await send(url, { ...init, headers });
        if (target.cookies === 'keep') {
            keep(jar, wanted.origin, response.headers.getSetCookie());
        }
        return response;
    };
}

/** Requests without an effect, which may be sent again when the connection broke before there was an answer. */
const repeatable =
    /^(?:initialize|server\/discover|(?:tools|prompts|resources|resources\/templates)\/list|resources\/read|prompts\/get|tasks\/get)$/;

/** A kept connection that the server closes in the very moment of its reuse breaks without an answer; where that is harmless, the request goes out again. */
async function send(url: string, init: RequestInit): Promise<Response> {
    try {
        return await fetch(url, init);
    } catch (error) {
        const method = readRequest(init.body)?.method;
        const mayRepeat = (init.method ?? 'GET') === 'GET' || (method !== undefined && repeatable.test(method));
        if (mayRepeat && init.signal?.aborted !== true && /ECONNRESET|UND_ERR_SOCKET|EPIPE/.test(codeOf(error))) {
            return await fetch(url, init);
        }
        throw error;
    }
}

function codeOf(error: unknown): string {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function keep(jar: Map<string, Map<string, string>>, origin: string, lines: readonly string[]): void {
    for (const line of lines) {
        const { name, value } = readCookie(line);
        if (name !== '') {
            const cookies = jar.get(origin) ?? new Map<string, string>();
            cookies.set(name, value);
            jar.set(origin, cookies);
        }
    }
}

function readCookie(line: string): { readonly name: string; readonly value: string } {
    const pair = line.split(';', 1)[0] ?? '';
    const at = pair.indexOf('=');
    return { name: pair.slice(0, Math.max(at, 0)).trim(), value: pair.slice(at + 1).trim() };
}

/** App Service's ARRAffinity and ARRAffinitySameSite, Container Apps' acaAffinity. The value is a secret of sorts; its digest tells instances apart. */
export function affinityOf(response: Response): readonly { readonly name: string; readonly digest: string }[] {
    return response.headers
        .getSetCookie()
        .map(readCookie)
        .filter(({ name }) => /affinity/i.test(name))
        .map(({ name, value }) => ({ name, digest: createHash('sha256').update(value).digest('hex').slice(0, 12) }));
}
