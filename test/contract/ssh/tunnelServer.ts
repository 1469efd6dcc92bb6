import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';

/** What the tunnel's status page answers, one per question; the last one stays. */
export interface TunnelServer {
    readonly url: string;
    readonly seen: { method: string; url: string; cookie: string | undefined; authorization: string | undefined }[];
    statuses: { readonly status: number; readonly body: string }[];
    /** Cuts every open tunnel as a failing front end does. */
    cut(): void;
    close(): Promise<void>;
}

export const started = { status: 200, body: JSON.stringify({ port: 2222, state: 'STARTED', canReachPort: true, msg: '' }) };

/** App Service's tunnel in small: bearer `good`, binary frames to a real sshd on `sshPort`. */
export async function tunnelServer(sshPort: number): Promise<TunnelServer> {
    const sockets = new Set<net.Socket>();
    const self: TunnelServer = { url: '', seen: [], statuses: [started], cut: () => undefined, close: () => Promise.resolve() };
    const server = http.createServer((request, response) => {
        self.seen.push({
            method: request.method!,
            url: request.url!,
            cookie: request.headers.cookie,
            authorization: request.headers.authorization,
        });
        if (!request.url!.startsWith('/AppServiceTunnel/Tunnel.ashx?GetStatus')) {
            response.writeHead(200).end('hello');
            return;
        }
        if (
            request.headers.authorization !== 'Bearer good' &&
            request.headers.authorization !== `Basic ${Buffer.from('$site:pw').toString('base64')}`
        ) {
            response.writeHead(401).end();
            return;
        }
        const answer = self.statuses.length > 1 ? self.statuses.shift()! : self.statuses[0]!;
        response.writeHead(answer.status).end(answer.body);
    });
    const websockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    server.on('upgrade', (request, socket, head) => {
        self.seen.push({
            method: 'UPGRADE',
            url: request.url!,
            cookie: request.headers.cookie,
            authorization: request.headers.authorization,
        });
        websockets.handleUpgrade(request, socket, head, (websocket) => {
            const tcp = net.connect(sshPort, '127.0.0.1').setNoDelay(true);
            sockets.add(tcp);
            const stream = createWebSocketStream(websocket);
            stream.on('error', () => tcp.destroy());
            tcp.on('error', () => websocket.close(1011)).on('close', () => sockets.delete(tcp));
            stream.pipe(tcp).pipe(stream);
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return Object.assign(self, {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        cut: () => {
            for (const client of websockets.clients) {
                client.terminate();
            }
        },
        close: async () => {
            for (const client of websockets.clients) {
                client.terminate();
            }
            for (const tcp of sockets) {
                tcp.destroy();
            }
            server.closeAllConnections();
            server.close();
            await once(server, 'close');
        },
    });
}
