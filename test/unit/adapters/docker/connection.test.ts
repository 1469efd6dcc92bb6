import assert from 'node:assert/strict';
import Dockerode from 'dockerode';
import { call } from '../../../../src/adapters/docker/connection';
import { isCancelled } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';

describe('a call to the engine', () => {
    it('that is cancelled while the SDK is loaded is never made: nobody would undo what it did', async () => {
        let loaded: (docker: Dockerode) => void = () => undefined;
        const docker = new Promise<Dockerode>((resolve) => (loaded = resolve));
        const stop = new AbortController();
        let calls = 0;
        const calling = call({ docker: () => docker, endpoint: 'unix:///none' }, quietOperation(stop.signal), 'create a container', () => {
            calls++;
            return Promise.resolve();
        });
        stop.abort();
        await assert.rejects(calling, isCancelled);
        loaded(new Dockerode({ socketPath: '/none' }));
        await new Promise(setImmediate);
        assert.equal(calls, 0);
    });
});
