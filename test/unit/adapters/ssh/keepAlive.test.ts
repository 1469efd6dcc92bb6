import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { mock } from 'node:test';
import { WebSocketServer, type WebSocket } from 'ws';
import { dialWebSocket } from '../../../../src/adapters/ssh/dialWebSocket';
import { terminalSocket } from '../../../../src/adapters/ssh/terminalSocket';
import { quietOperation } from '../../../../src/base/operation';

describe('A terminal over a websocket', () => {
    let server: WebSocketServer;

    beforeEach(async () => {
        mock.timers.enable({ apis: ['setInterval'] });
        server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
        await once(server, 'listening');
    });
    afterEach(() => {
        mock.timers.reset();
        server.close();
    });

    it('says something every half minute while nobody types, and nothing after its end', async () => {
        let pings = 0;
        const connected = once(server, 'connection').then(([socket]) => {
            (socket as WebSocket).on('ping', () => pings++);
            return socket as WebSocket;
        });
        const socket = await dialWebSocket(
            quietOperation(),
            (url) => ({ url, headers: {} }),
            `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
            { name: 'app' },
        );
        const shell = terminalSocket(socket, { read: (bytes) => ({ kind: 'output', bytes }), stdin: (text) => text }, () => undefined);
        const far = await connected;
        const tick = async (wanted: number) => {
            mock.timers.tick(30_000);
            for (let tries = 0; tries < 100 && pings < wanted; tries += 1) {
                await new Promise((done) => setTimeout(done, 20));
            }
            assert.equal(pings, wanted);
        };
        await tick(1);
        await tick(2);
        const closed = once(far, 'close');
        shell.close();
        await closed;
        await shell.ended;
        await tick(2);
    });
});
