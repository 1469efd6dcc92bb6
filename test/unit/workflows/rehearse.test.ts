import assert from 'node:assert/strict';
import { Failure } from '../../../src/base/failure';
import type { Operation } from '../../../src/base/operation';
import type { ContainerState, Engine } from '../../../src/ports/engine';
import { rehearse } from '../../../src/workflows/rehearse';

const op: Operation = { signal: new AbortController().signal, report: () => undefined, log: () => undefined };

/** An engine whose container has ended before the first look, and that tells of it in these words, one a look. */
function engineThatTells(states: readonly Partial<ContainerState>[]): Engine {
    let look = 0;
    const engine: Pick<Engine, 'image' | 'orphans' | 'run' | 'container' | 'logs' | 'removeContainer'> = {
        image: () => Promise.resolve(undefined),
        orphans: () => Promise.resolve([]),
        run: () => Promise.resolve({ id: 'c', ports: [] }),
        container: () =>
            Promise.resolve({
                id: 'c',
                name: 'c',
                image: 'i',
                state: 'exited',
                ports: [],
                labels: {},
                ...states[Math.min(look++, states.length - 1)],
            }),
        logs: () => Promise.resolve(),
        removeContainer: () => Promise.resolve(),
    };
    return engine as Engine;
}

describe('rehearse', () => {
    const request = { image: 'i', port: 8000, startLimitMs: 5_000 };

    it('waits for the news that memory ran out, which may come after the end', async () => {
        const engine = engineThatTells([
            { exitCode: 137, oomKilled: false },
            { exitCode: 137, oomKilled: false },
            { exitCode: 137, oomKilled: true },
        ]);
        const outcome = await rehearse(op, engine, request);
        assert.ok(outcome.kind === 'crashed' && outcome.outOfMemory, JSON.stringify(outcome));
    });

    it('tells why it ended when the engine dies in the middle, and not that its container could not be removed', async () => {
        const dead = new Failure('engine/connection-lost', { reason: 'socket hang up' });
        const engine: Engine = {
            ...engineThatTells([{ exitCode: 1 }]),
            container: () => Promise.reject(dead),
            removeContainer: () => Promise.reject(new Failure('engine/not-running', {})),
        };
        await assert.rejects(rehearse(op, engine, request), { code: 'engine/connection-lost' });
    });

    it('does not call every kill a lack of memory', async () => {
        const outcome = await rehearse(op, engineThatTells([{ exitCode: 137, oomKilled: false }]), request);
        assert.ok(outcome.kind === 'crashed' && !outcome.outOfMemory, JSON.stringify(outcome));
    });
});
