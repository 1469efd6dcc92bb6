import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createContextReader } from '../../../src/adapters/context/contextReader';
import { createDockerEngine } from '../../../src/adapters/docker/dockerEngine';
import { isFailure, type Failure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { Engine } from '../../../src/ports/engine';
import { pushImage } from '../../../src/workflows/pushImage';
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

    it('fails the push with its reason', async () => {
        const image = `${testPrefix}/broken:1`;
        await build(
            engine,
            { Dockerfile: `${busyboxBase}RUN echo ${Date.now().toString()} > /fresh\n` },
            { builder: 'api', tags: [image] },
        );
        const registry = await startBrokenRegistry();
        const reference = `${registry.host}/a/b:1`;
        const stop = new AbortController();
        const timer = setTimeout(() => stop.abort(), 50_000);
        try {
            const login = { kind: 'anonymous' as const, server: registry.host };
            const { code } = await failureOf(pushImage(quietOperation(stop.signal), engine, { image, reference, login }, () => undefined));
            assert.ok(['engine/push-failed', 'registry/unauthorized'].includes(code), code);
            assert.ok(registry.closed > 0, 'no layer was begun');
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

async function drain(chunks: AsyncIterable<unknown>): Promise<void> {
    const reader = chunks[Symbol.asyncIterator]();
    while ((await reader.next()).done !== true);
}

interface OwnEngine {
    readonly engine: Engine;
    kill(): void;
    stop(): Promise<void>;
}

/** A dockerd of our own with 150 MB of disk; undefined, with a sentence, where none can be had. */
async function startOwnEngine(): Promise<OwnEngine | undefined> {
    const folder = mkdtempSync(path.join(tmpdir(), 'slipway-dockerd-'));
    const data = path.join(folder, 'data');
    mkdirSync(data);
    const socket = path.join(folder, 'docker.sock');
    // A bridge of its own: with none at all, dockerd removes docker0 and takes the machine's engine off its network.
    const bridge = `slw${process.pid.toString()}`;
    let child: ChildProcess | undefined;
    const stop = async () => {
        const running = child;
        if (running?.exitCode === null && running.signalCode === null) {
            const ended = new Promise((resolve) => running.once('exit', resolve));
            running.kill('SIGTERM');
            await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 15_000))]);
        }
        for (const pidFile of ['exec/containerd/containerd.pid']) {
            const file = path.join(folder, pidFile);
            if (existsSync(file)) {
                try {
                    process.kill(Number(execFileSync('cat', [file], { encoding: 'utf8' })), 'SIGKILL');
                } catch {
                    // It went with its parent.
                }
            }
        }
        unmountBelow(folder);
        try {
            execFileSync('ip', ['link', 'delete', bridge], { stdio: 'pipe' });
        } catch {
            // It was never made.
        }
        rmSync(folder, { recursive: true, force: true });
    };
    try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=150m', 'tmpfs', data], { stdio: 'pipe' });
        execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge'], { stdio: 'pipe' });
        execFileSync('ip', ['address', 'add', '10.213.97.1/24', 'dev', bridge], { stdio: 'pipe' });
        execFileSync('ip', ['link', 'set', bridge, 'up'], { stdio: 'pipe' });
        child = spawn(
            'dockerd',
            [
                ...['--host', `unix://${socket}`, '--data-root', data, '--exec-root', path.join(folder, 'exec')],
                ...['--pidfile', path.join(folder, 'docker.pid'), `--bridge=${bridge}`, '--iptables=false', '--ip6tables=false'],
            ],
            { stdio: 'ignore' },
        );
        const engine = createDockerEngine({ kind: 'socket', path: socket });
        for (let tries = 0; ; tries++) {
            try {
                await engine.facts(op);
                break;
            } catch (error) {
                if (tries > 120 || child.exitCode !== null) {
                    throw error;
                }
                await new Promise((resolve) => setTimeout(resolve, 250));
            }
        }
        return { engine, kill: () => child?.kill('SIGKILL'), stop };
    } catch (error) {
        await stop();
        if (process.env.CI === 'true') {
            throw error;
        }
        console.log(`    skipped: no engine of our own can be started here: ${String(error).split('\n')[0] ?? ''}`);
        return undefined;
    }
}

function unmountBelow(folder: string): void {
    const mounts = execFileSync('cat', ['/proc/mounts'], { encoding: 'utf8' })
        .split('\n')
        .map((line) => line.split(' ')[1] ?? '')
        .filter((place) => place.startsWith(`${folder}/`));
    for (const place of mounts.reverse()) {
        try {
            execFileSync('umount', ['-l', place], { stdio: 'pipe' });
        } catch {
            // It was below one that is gone already.
        }
    }
}

/** Speaks just enough of a registry to be sent a layer, and hangs up when it comes. */
async function startBrokenRegistry(): Promise<{ readonly host: string; readonly closed: number; stop(): Promise<void> }> {
    let closed = 0;
    const sockets = new Set<net.Socket>();
    const server = net.createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => sockets.delete(socket));
        socket.on('data', (bytes) => {
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
                closed++;
                socket.destroy();
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
