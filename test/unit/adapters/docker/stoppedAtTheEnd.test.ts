import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Dockerode from 'dockerode';
import { pushImage } from '../../../../src/adapters/docker/pushImage';
import { isCancelled } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';

describe('a push that is stopped as the engine ends it', () => {
    it('is cancelled, and no error of its connection is left to nobody', async () => {
        const engine = createServer((request, response) => {
            request.resume();
            response.write('{"status":"Preparing","id":"a"}\n');
            response.end('{"status":"Pushed","id":"a"}\n');
        });
        engine.listen(0, '127.0.0.1');
        await once(engine, 'listening');
        const uncaught: unknown[] = [];
        const others = process.listeners('uncaughtException');
        process.removeAllListeners('uncaughtException');
        process.on('uncaughtException', (error) => uncaught.push(error));
        try {
            const docker = new Dockerode({ host: '127.0.0.1', port: (engine.address() as AddressInfo).port, protocol: 'http' });
            for (let round = 0; round < 30; round += 1) {
                const stop = new AbortController();
                const pushing = pushImage(
                    { docker: () => Promise.resolve(docker), endpoint: 'tcp://engine' },
                    quietOperation(stop.signal),
                    'registry.test/app:1',
                    { kind: 'password', server: 'registry.test', username: 'u', password: 'p' },
                    () => stop.abort(),
                );
                await assert.rejects(pushing, isCancelled);
            }
            await new Promise((resolve) => setTimeout(resolve, 50));
        } finally {
            process.removeAllListeners('uncaughtException');
            others.forEach((listener) => process.on('uncaughtException', listener));
            engine.closeAllConnections();
            engine.close();
        }
        assert.deepEqual(uncaught, []);
    });
});
