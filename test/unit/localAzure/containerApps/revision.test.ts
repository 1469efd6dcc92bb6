import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Revision } from '../../../../src/localAzure/containerApps/revision';
import type { Runner, RunningProcess } from '../../../../src/localAzure/runner/runner';

describe('A revision whose minimum is 0', () => {
    it('keeps a replica that is not ready yet, whatever the time, and lets it go once it was ready and nobody asked', async () => {
        const server = createServer((_, response) => response.end('fine'));
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        let address: ReturnType<RunningProcess['address']>;
        let end: () => void = () => undefined;
        const process = {
            id: 'one',
            name: 'one',
            address: () => address,
            exited: new Promise((settle) => (end = () => settle({ exitCode: 0, outOfMemory: false }))),
            remove: () => {
                end();
                return Promise.resolve();
            },
        } as unknown as RunningProcess;
        const runner = { start: () => Promise.resolve(process) } as unknown as Runner;
        // Each time the clock is looked at, an hour has passed: as after a pause of the machine.
        let looks = 0;
        const revision = new Revision({
            name: 'shop--one',
            template: {},
            containers: [
                { name: 'shop', image: 'shop', command: undefined, args: undefined, env: [], cpus: 0.25, memoryBytes: 1, probes: [] },
            ],
            initContainers: [],
            minReplicas: 0,
            createdMs: 0,
            nowMs: () => ++looks * 3_600_000,
            labels: {},
            pull: () => Promise.resolve({ image: { id: 'shop', digest: undefined, architecture: 'amd64', exposedPorts: [] }, runner }),
            envOf: () => ({}),
            inside: undefined,
            portsOf: () => ({ ports: [8000], probes: [{ port: 8000, path: '/', anyStatus: 'yes' }] }),
            backOffMs: 1,
            timeScale: 0.01,
            readyLimitMs: Infinity,
            provisionLimitMs: Infinity,
            coolDownMs: 10,
            say: () => undefined,
            onReady: () => undefined,
        });
        try {
            assert.equal(revision.runningState, 'Processing');
            await revision.provision();
            assert.equal(revision.runningState, 'Processing');
            await revision.run();
            assert.equal(revision.runningState, 'Activating');
            for (const before = looks; looks < before + 5 && revision.replicas.length > 0;) {
                await sleep(10);
            }
            assert.equal(revision.replicas.length, 1);
            assert.equal(revision.wasReady, false);
            address = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
            for (const left = () => revision.replicas.length; left() > 0;) {
                await sleep(10);
            }
            assert.equal(revision.wasReady, true);
            assert.equal(revision.runningState, 'ScaledToZero');
            await revision.stop();
            await revision.run();
            assert.equal(revision.runningState, 'Degraded');
            await revision.stop();
            assert.equal(revision.runningState, 'Processing');
        } finally {
            await revision.close();
            server.close();
        }
    });
});
