import assert from 'node:assert/strict';
import { armRefusal } from '../../../../src/localAzure/arm/armRefusal';
import { createOperations } from '../../../../src/localAzure/arm/operations';

describe('a long-running operation', () => {
    it('runs for its scaled time', async () => {
        const operations = createOperations('strict', 0.001, Date.now);
        const { id } = operations.start(30_000, () => undefined);
        assert.equal((await operations.poll(id))?.state, 'running');
        await new Promise((done) => setTimeout(done, 60));
        assert.equal((await operations.poll(id.toUpperCase()))?.state, 'succeeded');
    });
    it('ends at the first poll in open mode', async () => {
        const operations = createOperations('open', 1, Date.now);
        const { id } = operations.start(60_000, () => undefined);
        assert.equal((await operations.poll(id))?.state, 'succeeded');
    });
    it('fails with the code that its work was refused with', async () => {
        const operations = createOperations('open', 1, Date.now);
        const { id } = operations.start(0, () => Promise.reject(armRefusal(409, 'Conflict', 'Taken.')));
        assert.deepEqual((await operations.poll(id))?.error, { code: 'Conflict', message: 'Taken.' });
    });
    it('is unknown by another id', async () => {
        assert.equal(await createOperations('open', 1, Date.now).poll('none'), undefined);
    });
});
