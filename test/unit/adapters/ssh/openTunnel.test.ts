import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { dialWebSocket } from '../../../../src/adapters/ssh/dialWebSocket';
import { openTunnel } from '../../../../src/adapters/ssh/openTunnel';
import { terminalSocket } from '../../../../src/adapters/ssh/terminalSocket';
import { quietOperation } from '../../../../src/base/operation';

const op = quietOperation();
const resolve = (url: string) => ({ url, headers: {} });
const greeting = 'SSH-2.0-OpenSSH_9.2p1\r\n';

describe('A websocket whose server speaks first', () => {
    let server: Server;
    let port: number;

    // One write for the upgrade and the first message: that is what a client sees when sshd greets before the front end has sent its answer.
    before(async () => {
        server = createServer((socket) => {
            socket.once('data', (chunk) => {
                const request = chunk.toString('latin1');
                if (request.includes('GetStatus')) {
                    const body = JSON.stringify({ port: 2222, state: 'STARTED', canReachPort: true, msg: '' });
                    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
                    return;
                }
                const key = /^sec-websocket-key: *(\S+)/im.exec(request)?.[1] ?? '';
                const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
                const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
                socket.write(Buffer.concat([Buffer.from(head), Buffer.from([0x82, greeting.length]), Buffer.from(greeting)]));
            });
            socket.on('error', () => undefined);
        });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        port = (server.address() as AddressInfo).port;
    });
    after(() => server.close());

    it('loses no byte of the greeting on the way to the SSH client', async () => {
        const tunnel = await openTunnel(
            op,
            { resolve, tokens: { account: 'test', token: () => Promise.resolve('good') } },
            { kind: 'app-service', name: 'app', scmUrl: `http://127.0.0.1:${port}` },
        );
        try {
            const [first] = (await once(tunnel.stream, 'data', { signal: AbortSignal.timeout(2000) })) as [Buffer];
            assert.equal(first.toString(), greeting);
        } finally {
            tunnel.close();
        }
    });

    it('loses no byte of it on the way to a terminal', async () => {
        const socket = await dialWebSocket(op, resolve, `ws://127.0.0.1:${port}/`, { name: 'app' });
        try {
            const shell = terminalSocket(socket, { read: (bytes) => ({ kind: 'output', bytes }), stdin: (text) => text }, () => undefined);
            const text = await new Promise<string>((told, failed) => {
                shell.onData(told);
                setTimeout(() => failed(new Error('Nothing came')), 2000).unref();
            });
            assert.equal(text, greeting);
        } finally {
            socket.terminate();
        }
    });
});
