import Docker from 'dockerode';
import http from 'node:http';
import { once } from 'node:events';
import { WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';

export interface ExecServer {
    readonly url: string;
    readonly seen: { url: string; authorization: string | undefined }[];
    close(): Promise<void>;
}

/** The exec websockets of Container Apps (framed) and Container Instances (password, then the terminal), in front of a real exec of the engine. */
export async function execServer(container: string, protocol: 'container-apps' | 'container-instances'): Promise<ExecServer> {
    const docker = new Docker();
    const seen: ExecServer['seen'] = [];
    const server = http.createServer();
    const sockets = new WebSocketServer({ server, perMessageDeflate: false });
    sockets.on('connection', (socket, request) => {
        seen.push({ url: request.url!, authorization: request.headers.authorization });
        // What arrives before the exec has started waits for it.
        const early: Buffer[] = [];
        let take = (data: Buffer) => {
            early.push(data);
        };
        socket.on('message', (data: Buffer) => take(data));
        void (async () => {
            if (protocol === 'container-instances') {
                while (early.length === 0) {
                    await once(socket, 'message');
                }
                if (early.shift()!.toString() !== 'one-time') {
                    socket.close();
                    return;
                }
            }
            const command = new URL(request.url!, 'http://exec').searchParams.get('command') ?? 'sh';
            const exec = await docker
                .getContainer(container)
                .exec({ Cmd: [command], Tty: true, AttachStdin: true, AttachStdout: true, AttachStderr: true });
            const stream = await exec.start({ hijack: true, stdin: true, Tty: true });
            const framed = protocol === 'container-apps';
            if (framed) {
                socket.send(Buffer.concat([Buffer.from([1]), Buffer.from('INFO: Successfully connected to container')]));
            }
            stream.on('data', (chunk: Buffer) => socket.send(framed ? Buffer.concat([Buffer.from([0, 1]), chunk]) : chunk));
            stream.on('end', () => socket.close());
            take = (data) => {
                if (!framed) {
                    stream.write(data);
                } else if (data[0] === 0 && data[1] === 0) {
                    stream.write(data.subarray(2));
                } else if (data[0] === 0 && data[1] === 4) {
                    const { Width, Height } = JSON.parse(data.subarray(2).toString()) as { Width: number; Height: number };
                    void exec.resize({ w: Width, h: Height }).catch(() => undefined);
                }
            };
            early.splice(0).forEach(take);
            socket.on('close', () => stream.end());
        })().catch(() => socket.close());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        seen,
        close: async () => {
            sockets.clients.forEach((client) => client.terminate());
            server.closeAllConnections();
            server.close();
            await once(server, 'close');
        },
    };
}
