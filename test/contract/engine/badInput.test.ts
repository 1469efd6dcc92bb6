import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createContextReader } from '../../../src/adapters/context/contextReader';
import { createDockerEngine } from '../../../src/adapters/docker/dockerEngine';
import { isCancelled, isFailure, type Failure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { BuildEvent } from '../../../src/core/build/buildEvent';
import type { Engine } from '../../../src/ports/engine';
import type { ContextQuestion } from '../../../src/workflows/askAboutContext';
import { buildImage } from '../../../src/workflows/buildImage';
import { pushImage } from '../../../src/workflows/pushImage';
import { startOwnEngine, type OwnEngine } from './ownEngine';
import { build, busyboxBase, contextFolder, machineEngine, testPrefix } from './testEngine';

const op = quietOperation();

async function failureOf(doing: Promise<unknown>): Promise<Failure> {
    try {
        await doing;
    } catch (error) {
        assert.ok(isFailure(error), String(error));
        return error;
    }
    assert.fail('it went well');
}

describe('an engine that breaks', function () {
    this.timeout(90_000);
    let own: OwnEngine;

    before(async function () {
        if ((await machineEngine()) === undefined) {
            this.skip();
        }
        const started = await startOwnEngine();
        if (started === undefined) {
            this.skip();
        }
        own = started;
    });
    after(() => (own as OwnEngine | undefined)?.stop());

    for (const builder of ['api', 'classic'] as const) {
        it(`tells that its disk is full (${builder})`, async () => {
            const { code } = await failureOf(
                build(own.engine, { Dockerfile: `${busyboxBase}RUN dd if=/dev/zero of=/big-${builder} bs=1M count=400\n` }, { builder }),
            );
            assert.equal(code, 'engine/no-space');
        });
    }

    describe('with a context of 10 GB', () => {
        let folder: Awaited<ReturnType<typeof contextFolder>>;
        const ask = (confirmed: readonly ContextQuestion[], signal?: AbortSignal, onEvent: (event: BuildEvent) => void = () => undefined) =>
            buildImage(
                quietOperation(signal),
                { engine: own.engine, contexts: createContextReader() },
                { folder: folder.root, dockerfile: 'Dockerfile', tags: [`${testPrefix}/large:1`], builder: 'api', confirmed },
                onEvent,
            );

        before(async () => {
            // The one before has killed it.
            await own.restart();
            folder = await contextFolder({
                Dockerfile: `${busyboxBase}COPY . /all\n`,
                'data/nothing': '',
                'models/small': 'x'.repeat(1000),
            });
            // No byte of it is on the disk.
            truncateSync(path.join(folder.root, 'data/nothing'), 10_000_000_000);
        });
        after(() => (folder as typeof folder | undefined)?.remove());

        it('names the largest folders before anything is sent', async () => {
            const sent: BuildEvent[] = [];
            const asked = await ask([], undefined, (event) => sent.push(event));
            assert.ok(asked.kind === 'ask' && asked.question === 'size');
            assert.ok(asked.bytes > 10_000_000_000);
            assert.deepEqual(asked.largest.map((each) => each.path).slice(0, 2), ['data', 'busybox']);
            assert.deepEqual(sent, []);
        });

        it('streams it without holding it, stops when it is cancelled, and leaves nothing', async () => {
            const before = await own.prunedBytes();
            const memory = process.memoryUsage.rss();
            const stop = new AbortController();
            let most = 0;
            const building = ask(['size'], stop.signal, (event) => {
                if (event.kind === 'context') {
                    most = Math.max(most, process.memoryUsage.rss() - memory);
                    if (event.sentBytes > 60_000_000) {
                        stop.abort();
                    }
                }
            });
            await assert.rejects(building, isCancelled);
            assert.ok(most < 200_000_000, `${most.toString()} bytes more`);
            // BuildKit itself keeps what has come as a cache, which it drops when it needs the room.
            assert.ok((await own.prunedBytes()) - before < 10_000_000, 'the engine keeps what was sent');
            assert.deepEqual(await own.engine.containers(op, ''), []);
        });

        it('says that the disk is full when it does not fit, and leaves nothing', async () => {
            const before = await own.prunedBytes();
            const { code } = await failureOf(ask(['size']));
            assert.equal(code, 'engine/no-space');
            // BuildKit itself keeps what has come as a cache, which it drops when it needs the room.
            assert.ok((await own.prunedBytes()) - before < 10_000_000, 'the engine keeps what was sent');
        });
    });

    it('tells that it died in mid-build, at once', async () => {
        let killedMs = 0;
        const { code } = await failureOf(
            build(
                own.engine,
                { Dockerfile: `${busyboxBase}RUN echo begun; sleep 300\n` },
                {
                    builder: 'api',
                    onEvent: (event) => {
                        if (event.kind === 'log' && event.line === 'begun') {
                            killedMs = Date.now();
                            own.kill();
                        }
                    },
                },
            ),
        );
        assert.equal(code, 'engine/connection-lost');
        assert.ok(killedMs > 0 && Date.now() - killedMs < 10_000);
    });

    describe('that dies while it runs a container', () => {
        const image = `${testPrefix}/dies:1`;

        before(async () => {
            await own.restart();
            await build(
                own.engine,
                { Dockerfile: `${busyboxBase}STOPSIGNAL SIGKILL\nCMD ["sleep","600"]\n` },
                { builder: 'api', tags: [image] },
            );
        });

        for (const { moment, last } of [
            { moment: 'it has made it and has not said so', last: { request: /^POST .*\/containers\/create/, killed: 'after' } },
            { moment: 'it is asked to start it', last: { request: /^POST .*\/start/, killed: 'before' } },
            { moment: 'it has started it', last: { request: /^POST .*\/start/, killed: 'after' } },
            { moment: 'it is asked to remove it', last: { request: /^DELETE .*\/containers\//, killed: 'before' } },
        ] as const) {
            for (const [way, comeBack] of [
                ['the next container is run', (engine: Engine) => runAndRemove(engine)],
                ['it is watched again', (engine: Engine) => watchBriefly(engine)],
            ] as const) {
                it(`leaves none behind when ${moment}, once it is back and ${way}`, async () => {
                    const relay = await startRelay(own, last);
                    const engine = createDockerEngine({ kind: 'socket', path: relay.path });
                    try {
                        const { code } = await failureOf(runAndRemove(engine));
                        assert.match(code, /^engine\/(connection-lost|not-running|not-found)$/);
                        await own.restart();
                        assert.equal((await own.engine.containers(op, '')).length, 1, 'the engine has kept it');
                        await comeBack(engine);
                        assert.deepEqual(await own.engine.containers(op, ''), []);
                    } finally {
                        await relay.stop();
                    }
                });
            }
        }

        async function runAndRemove(engine: Engine): Promise<void> {
            const { id } = await engine.run(op, { image, env: {}, labels: {}, ports: [], readOnly: 'writable' });
            await engine.removeContainer(op, id);
        }

        async function watchBriefly(engine: Engine): Promise<void> {
            const stop = new AbortController();
            const watching = engine.watch(quietOperation(stop.signal), () => stop.abort());
            await own.engine.tag(op, image, `${image}-seen-${Date.now().toString()}`);
            // The tag may have come before the ear.
            const timer = setInterval(() => void own.engine.tag(op, image, `${image}-seen-${Date.now().toString()}`), 200);
            await assert.rejects(watching, isCancelled);
            clearInterval(timer);
        }
    });
});

describe('a registry that closes the connection in mid-layer', function () {
    this.timeout(60_000);
    let engine: Engine;

    before(async function () {
        const found = await machineEngine();
        if (found === undefined) {
            this.skip();
        }
        engine = found;
    });

    it('fails the push with its reason after the engine has tried it again', async () => {
        const image = `${testPrefix}/broken:1`;
        await build(
            engine,
            { Dockerfile: `${busyboxBase}RUN dd if=/dev/urandom of=/fresh bs=1M count=8\n` },
            { builder: 'api', tags: [image] },
        );
        const registry = await startBrokenRegistry();
        const reference = `${registry.host}/a/b:1`;
        const stop = new AbortController();
        const timer = setTimeout(() => stop.abort(), 50_000);
        try {
            const login = { kind: 'anonymous' as const, server: registry.host };
            const { code, facts } = await failureOf(
                pushImage(quietOperation(stop.signal), engine, { image, reference, login }, () => undefined),
            );
            assert.equal(code, 'engine/push-failed');
            assert.match(String(facts.reason), /broke off the upload of layer [0-9a-f]{12} again and again/);
            assert.ok(registry.closed > 2, 'no layer was begun again');
        } finally {
            clearTimeout(timer);
            await registry.stop();
            await engine.removeImage(op, reference).catch(() => undefined);
            await engine.removeImage(op, image).catch(() => undefined);
        }
    });
});

describe('a context that cannot be read', () => {
    it('names the file, before anything is sent', async function () {
        const folder = await contextFolder({ Dockerfile: 'FROM scratch\n', 'locked/secret.txt': 'x' });
        try {
            if (process.getuid?.() === 0) {
                // Nothing is unreadable to root: the file goes away between the walk and the packing instead.
                const context = await createContextReader().scan(op, { root: folder.root, dockerfile: 'Dockerfile' });
                rmSync(path.join(folder.root, 'locked/secret.txt'));
                const { code, facts } = await failureOf(drain(context.pack(op, { compression: 'none' })));
                assert.deepEqual([code, facts.file], ['build/context-unreadable', 'locked/secret.txt']);
                return;
            }
            chmodSync(path.join(folder.root, 'locked'), 0);
            const { code, facts } = await failureOf(createContextReader().scan(op, { root: folder.root, dockerfile: 'Dockerfile' }));
            assert.deepEqual([code, facts.file], ['build/context-unreadable', 'locked']);
        } finally {
            chmodSync(path.join(folder.root, 'locked'), 0o755);
            await folder.remove();
        }
    });
});

/** Between a client and the engine: ends the engine before it hears the request of these words, or after it has answered, without the answer. */
async function startRelay(
    own: OwnEngine,
    last: { readonly request: RegExp; readonly killed: 'before' | 'after' },
): Promise<{ readonly path: string; stop(): Promise<void> }> {
    const folder = mkdtempSync(path.join(tmpdir(), 'slipway-relay-'));
    const place = path.join(folder, 'relay.sock');
    const sockets = new Set<net.Socket>();
    let spent = false;
    const server = net.createServer((client) => {
        const engine = net.connect(own.host.replace('unix://', ''));
        let doomed = false;
        const end = () => {
            client.destroy();
            engine.destroy();
        };
        for (const socket of [client, engine]) {
            sockets.add(socket);
            socket.on('error', end).on('close', end);
        }
        client.on('data', (bytes) => {
            doomed ||= !spent && last.request.test(bytes.toString('latin1'));
            spent ||= doomed;
            if (doomed && last.killed === 'before') {
                own.kill();
                end();
                return;
            }
            engine.write(bytes);
        });
        engine.on('data', (bytes) => {
            if (doomed) {
                own.kill();
                end();
                return;
            }
            client.write(bytes);
        });
    });
    await new Promise<void>((resolve) => server.listen(place, resolve));
    return {
        path: place,
        stop: async () => {
            sockets.forEach((socket) => socket.destroy());
            await new Promise((resolve) => server.close(resolve));
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

async function drain(chunks: AsyncIterable<unknown>): Promise<void> {
    const reader = chunks[Symbol.asyncIterator]();
    while ((await reader.next()).done !== true);
}

/** Speaks just enough of a registry to be sent a layer, and hangs up when a megabyte of it has come. */
async function startBrokenRegistry(): Promise<{ readonly host: string; readonly closed: number; stop(): Promise<void> }> {
    let closed = 0;
    const sockets = new Set<net.Socket>();
    const server = net.createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => sockets.delete(socket));
        let upload: number | undefined;
        socket.on('data', (bytes) => {
            if (upload !== undefined) {
                upload += bytes.length;
                if (upload > 1_000_000) {
                    closed++;
                    socket.destroy();
                }
                return;
            }
            const [method = '', url = ''] = bytes.toString('latin1').split(' ', 2);
            const headers = 'Docker-Distribution-Api-Version: registry/2.0\r\nContent-Length: 0\r\n';
            if (url === '/v2/') {
                socket.write(`HTTP/1.1 200 OK\r\n${headers}\r\n`);
            } else if (method === 'POST') {
                socket.write(
                    `HTTP/1.1 202 Accepted\r\nLocation: /v2/a/b/blobs/uploads/1\r\nRange: 0-0\r\nDocker-Upload-UUID: 1\r\n${headers}\r\n`,
                );
            } else if (method === 'HEAD' || method === 'GET') {
                socket.write(`HTTP/1.1 404 Not Found\r\n${headers}\r\n`);
            } else {
                upload = 0;
            }
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    return {
        host: `127.0.0.1:${port.toString()}`,
        get closed() {
            return closed;
        },
        stop: async () => {
            sockets.forEach((socket) => socket.destroy());
            await new Promise((resolve) => server.close(resolve));
        },
    };
}
