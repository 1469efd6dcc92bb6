import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { queue } from '../../../../src/adapters/ssh/queue';
import { isCancelled } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';

describe('The queue of a connection', () => {
    it('never runs more than its limit, even when one ends and another comes in the same moment', async () => {
        const run = queue(2);
        let running = 0;
        let most = 0;
        const task = async () => {
            most = Math.max(most, ++running);
            await sleep(1);
            running--;
        };
        const op = quietOperation();
        // Each one that ends asks for another in the same turn of the loop, before the one that waits has begun.
        const follow = async (): Promise<void> => {
            await run(op, async () => {
                await task();
                queueMicrotask(() => queueMicrotask(() => void run(op, task)));
            });
        };
        await Promise.all(Array.from({ length: 8 }, follow));
        await sleep(30);
        assert.equal(most, 2);
        assert.equal(running, 0);
    });

    it('starts nothing that was cancelled while it waited, and goes on with the next', async () => {
        const run = queue(1);
        const stop = new AbortController();
        const ran: string[] = [];
        const first = run(quietOperation(), async () => {
            await sleep(5);
            ran.push('first');
        });
        const second = run(quietOperation(stop.signal), () => Promise.resolve(ran.push('second')));
        const third = run(quietOperation(), () => Promise.resolve(ran.push('third')));
        stop.abort();
        await assert.rejects(second, isCancelled);
        await Promise.all([first, third]);
        assert.deepEqual(ran, ['first', 'third']);
    });
});
