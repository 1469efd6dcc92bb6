import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** An MCP server of 2026-07-28 without tools that keeps what it is sent. */
export interface Witness {
    /** Of the MCP endpoint. */
    readonly url: string;
    readonly seen: { readonly path: string; readonly headers: http.IncomingHttpHeaders }[];
    stop(): void;
}

export async function startWitness(): Promise<Witness> {
    const seen: Witness['seen'] = [];
    const server = http.createServer((request, response) => {
        let text = '';
        request.setEncoding('utf8').on('data', (part: string) => (text += part));
        request.on('end', () => {
            seen.push({ path: request.url ?? '', headers: request.headers });
            const { id, method } = JSON.parse(text === '' ? '{}' : text) as { id?: unknown; method?: string };
            const caching = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
            const answer =
                method === 'server/discover'
                    ? { result: { ...caching, supportedVersions: ['2026-07-28'], capabilities: { tools: {} } } }
                    : method === 'tools/list'
                      ? { result: { ...caching, tools: [] } }
                      : { error: { code: -32601, message: 'no' } };
            response.writeHead('result' in answer ? 200 : 404, { 'content-type': 'application/json' });
            response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
        url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/mcp`,
        seen,
        stop: () => {
            server.closeAllConnections();
            server.close();
        },
    };
}
