import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A socket in front of the machine's engine that refuses one path, as the proxies do that companies put there. */
export interface RefusingProxy {
    readonly path: string;
    readonly refused: number;
    readonly seen: readonly string[];
    stop(): Promise<void>;
}

export async function startRefusingProxy(refusedPath: string): Promise<RefusingProxy> {
    const folder = mkdtempSync(path.join(tmpdir(), 'slipway-proxy-'));
    const socket = path.join(folder, 'docker.sock');
    const seen: string[] = [];
    let refused = 0;
    const refuse = (url: string) => {
        seen.push(url);
        if (url.startsWith(refusedPath)) {
            refused++;
            return true;
        }
        return false;
    };
    const server = http.createServer((request, response) => {
        if (refuse(request.url ?? '')) {
            response.writeHead(403).end('Forbidden');
            return;
        }
        const { method, headers, url } = request;
        const onward = http.request({ socketPath: '/var/run/docker.sock', method, headers, path: url, agent: false }, (answer) => {
            response.writeHead(answer.statusCode ?? 502, answer.headers);
            answer.pipe(response);
        });
        onward.on('error', () => response.destroy());
        request.pipe(onward);
    });
    server.on('upgrade', (request, client) => {
        refuse(request.url ?? '');
        client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    return {
        path: socket,
        get refused() {
            return refused;
        },
        seen,
        stop: async () => {
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
            rmSync(folder, { recursive: true, force: true });
        },
    };
}
