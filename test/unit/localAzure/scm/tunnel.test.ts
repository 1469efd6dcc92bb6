import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { openTunnel, tunnelStatus } from '../../../../src/localAzure/scm/tunnel';
import type { Site } from '../../../../src/localAzure/web/site';
import type { World } from '../../../../src/localAzure/world';

const world = { mode: 'open' } as unknown as World;

/** A site whose one instance has its port 2222 at `port`. */
function siteOn(port: number | undefined, extra: object = {}): Site {
    const address = () => (port === undefined ? undefined : { host: '127.0.0.1', port });
    const instance = { worker: { instanceId: 'a'.repeat(64) }, serving: { process: { address }, port: 80 }, lastErrorDetails: '' };
    return {
        state: 'Running',
        asked: {},
        scmHostName: 'shop.scm.azurewebsites.net',
        runtime: { all: () => [instance], builtInStack: undefined, isStarting: () => false },
        ...extra,
    } as unknown as Site;
}

async function ask(site: Site, search = '?GetStatus&GetStatusAPIVer=2'): Promise<unknown> {
    const url = new URL(`https://shop.scm.azurewebsites.net/AppServiceTunnel/Tunnel.ashx${search}`);
    const { body } = await tunnelStatus(site, { url, headers: {} });
    return body.kind === 'json' ? body.value : body.kind === 'bytes' ? body.bytes.toString() : undefined;
}

describe('the tunnel', () => {
    const servers: (Server | HttpServer)[] = [];
    const listening = async (server: Server | HttpServer): Promise<number> => {
        servers.push(server);
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        return (server.address() as AddressInfo).port;
    };
    const speaking = (greeting: (socket: Socket) => void) =>
        listening(
            createServer((socket) => {
                socket.on('error', () => undefined);
                greeting(socket);
            }),
        );
    afterEach(() => servers.splice(0).forEach((server) => server.close()));

    it('reaches a server that greets as SSH does', async () => {
        const port = await speaking((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
        assert.deepEqual(await ask(siteOn(port)), { port: 2222, state: 'STARTED', canReachPort: true, msg: '' });
        assert.equal(await ask(siteOn(port), '?GetStatus'), 'SUCCESS:2222');
    });

    it('does not take an accepted connection for an sshd', async () => {
        const port = await speaking((socket) => socket.end());
        assert.deepEqual(await ask(siteOn(port)), {
            port: 2222,
            state: 'STARTED',
            canReachPort: false,
            msg: 'SSH is not enabled for this app. To enable SSH follow this instructions: https://go.microsoft.com/fwlink/?linkid=2132395',
        });
    });

    it('tells a stopped site, a starting one and one with SSH turned off', async () => {
        const port = await speaking((socket) => socket.write('SSH-2.0-x\r\n'));
        const state = async (site: Site) => {
            const answer = (await ask(site)) as { state: string; canReachPort: boolean };
            return [answer.state, answer.canReachPort];
        };
        const starting = { all: () => [{ worker: { instanceId: 'a' } }], builtInStack: undefined, isStarting: () => true };
        assert.deepEqual(await state(siteOn(port, { state: 'Stopped' })), ['STOPPED', false]);
        assert.deepEqual(await state(siteOn(port, { runtime: starting })), ['STARTING', false]);
        assert.deepEqual(await state(siteOn(port, { asked: { sshEnabled: false } })), ['STARTED', false]);
    });

    it('carries bytes both ways and closes when nothing is said', async () => {
        const port = await speaking((socket) => socket.pipe(socket));
        const front = createHttpServer();
        front.on('upgrade', (incoming, socket, head) => openTunnel(world, siteOn(port), incoming, socket, head, 150));
        const websocket = new WebSocket(`ws://127.0.0.1:${await listening(front)}/AppServiceTunnel/Tunnel.ashx`);
        await once(websocket, 'open');
        const closed = once(websocket, 'close');
        websocket.send(Buffer.from([0, 255, 10]));
        const [message] = (await once(websocket, 'message')) as [Buffer];
        assert.deepEqual([...message], [0, 255, 10]);
        const began = Date.now();
        await closed;
        assert.ok(Date.now() - began >= 100);
    });

    it('refuses a websocket where nothing listens or elsewhere', async () => {
        const front = createHttpServer();
        front.on('upgrade', (incoming, socket, head) => openTunnel(world, siteOn(undefined), incoming, socket, head));
        const port = await listening(front);
        for (const [path, status] of [
            ['/AppServiceTunnel/Tunnel.ashx', 503],
            ['/elsewhere', 404],
        ] as const) {
            const websocket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
            websocket.on('error', () => undefined);
            const [, answer] = (await once(websocket, 'unexpected-response')) as [unknown, { statusCode: number }];
            assert.equal(answer.statusCode, status);
            websocket.terminate();
        }
    });
});
