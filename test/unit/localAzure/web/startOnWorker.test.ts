import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import type { Runner, RunningProcess } from '../../../../src/localAzure/runner/runner';
import type { DesiredContainer } from '../../../../src/localAzure/web/desiredSite';
import { newInstance } from '../../../../src/localAzure/web/siteInstance';
import { SiteLog } from '../../../../src/localAzure/web/siteLog';
import { startOnWorker } from '../../../../src/localAzure/web/startOnWorker';
import { workerOf } from '../../../../src/localAzure/web/worker';

const image = { id: 'sha256:1', digest: undefined, architecture: 'amd64', exposedPorts: [] };

describe('A container that is started on a worker', () => {
    it('never serves when the site was changed while it was asked for the first time', async () => {
        const changed = new AbortController();
        const removed: string[] = [];
        // The change comes after the request and before its answer.
        const server = createServer((socket) =>
            socket.once('data', () => {
                changed.abort();
                socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
            }),
        );
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const { port } = server.address() as AddressInfo;
        const process: RunningProcess = {
            id: 'one',
            name: 'one',
            address: () => ({ host: '127.0.0.1', port }),
            exited: new Promise(() => undefined),
            exec: () => Promise.reject(new Error('not here')),
            debug: () => Promise.reject(new Error('not here')),
            remove: () => Promise.resolve(void removed.push('one')),
        };
        const runner: Runner = {
            pull: () => Promise.resolve(image),
            start: () => Promise.resolve(process),
            removeVolume: () => Promise.resolve(),
            close: () => Promise.resolve(),
        };
        const desired: DesiredContainer = {
            kind: 'container',
            image: 'app:1',
            login: { kind: 'login', login: { kind: 'anonymous' } },
            port: 80,
            env: () => ({}),
            inside: undefined,
            command: undefined,
            home: 'lost',
            startLimitMs: 60_000,
            memoryBytes: 1,
            sidecars: [],
            workers: [],
        };
        const context = {
            siteName: 'site',
            runner,
            log: new SiteLog(Date.now),
            nowMs: Date.now,
            labels: {},
            home: 'site-home',
            signal: changed.signal,
            status: () => undefined,
        };
        try {
            const outcome = await startOnWorker(context, newInstance(workerOf('plan', 0)), desired, image);
            assert.equal(outcome.kind, 'superseded');
            assert.deepEqual(removed, ['one']);
        } finally {
            server.close();
        }
    });
});
