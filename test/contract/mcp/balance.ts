import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A load balancer before several instances: round robin, or with App Service's affinity cookie. */
export async function balance(ports: readonly number[], affinity: 'on' | 'off'): Promise<{ readonly url: string; stop(): Promise<void> }> {
    let turn = 0;
    const server = http.createServer((request, response) => {
        const pinned = /ARRAffinity=(\d+)/.exec(request.headers.cookie ?? '')?.[1];
        const index = affinity === 'on' && pinned !== undefined ? Number(pinned) : turn++ % ports.length;
        const upstream = http.request(
            { host: '127.0.0.1', port: ports[index], path: request.url, method: request.method, headers: request.headers },
            (answer) => {
                const cookie =
                    affinity === 'on'
                        ? { 'set-cookie': [`ARRAffinity=${index};Path=/;HttpOnly`, `ARRAffinitySameSite=${index};Path=/`] }
                        : {};
                response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...cookie });
                answer.pipe(response);
            },
        );
        upstream.on('error', () => response.writableEnded || response.writeHead(502).end());
        response.on('close', () => upstream.destroy());
        request.pipe(upstream);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
        stop: () =>
            new Promise((resolve) => {
                server.closeAllConnections();
                server.close(() => resolve());
            }),
    };
}
