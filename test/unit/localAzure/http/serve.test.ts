import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get as httpGet } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { json } from '../../../../src/localAzure/http/answer';
import { serve } from '../../../../src/localAzure/http/serve';

const key = 'k'.repeat(32);
/** An address of this machine that others could reach. */
const outside = Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

describe('The port of the local Azure', () => {
    let served: Awaited<ReturnType<typeof serve>>;
    let handled = 0;

    before(async () => {
        served = await serve({
            port: 0,
            key,
            record: undefined,
            log: () => undefined,
            destination: () => ({
                kind: 'handle',
                key: 'required',
                origin: 'refused',
                handle: () => Promise.resolve(json(200, { handled: ++handled })),
                upgrade: (_, socket) => {
                    handled++;
                    socket.destroy();
                },
            }),
        });
    });
    after(() => served.close());

    const ask = (url: string, headers: Record<string, string> = {}) =>
        new Promise<{ readonly status: number; readonly code: string | undefined }>((resolve, reject) => {
            httpGet(url, { headers: { 'x-slipway-key': key, ...headers }, agent: false }, (answer) => {
                let text = '';
                answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
                answer.on('end', () =>
                    resolve({
                        status: answer.statusCode ?? 0,
                        code: (JSON.parse(text === '' ? '{}' : text) as { error?: { code: string } }).error?.code,
                    }),
                );
            }).on('error', reject);
        });
    const upgrade = {
        connection: 'upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };

    it('answers this machine', async () => {
        assert.equal((await ask(served.origin)).status, 200);
    });

    for (const [title, headers] of [
        ['a request', {}],
        ['a websocket', upgrade],
    ] as const) {
        it(`refuses ${title} of a web page, also with the key`, async () => {
            const before = handled;
            assert.equal((await ask(served.origin, { ...headers, origin: 'https://example.org' })).status, 403);
            assert.equal(handled, before);
        });

        it(`refuses ${title} of another machine, also with the key`, async function () {
            if (outside === undefined) {
                this.skip();
            }
            // What would come if it listened there: its own sockets, with the address of a peer that is not loopback.
            const door: Server = createServer((socket) => served.server.emit('connection', socket)).listen(0, outside);
            await once(door, 'listening');
            const before = handled;
            try {
                const answer = await ask(`http://${outside}:${(door.address() as AddressInfo).port}`, headers);
                assert.deepEqual([answer.status, answer.code], [403, headers === upgrade ? undefined : 'SlipwayLoopbackOnly']);
                assert.equal(handled, before);
            } finally {
                door.close();
            }
        });
    }

    it('is not open on any other address', async function () {
        if (outside === undefined) {
            this.skip();
        }
        const socket = connect(Number(new URL(served.origin).port), outside);
        const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
        assert.equal(error.code, 'ECONNREFUSED');
    });
});
