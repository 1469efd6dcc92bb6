import assert from 'node:assert/strict';
import { Questions } from '../../../../src/adapters/mcp/questions';
import { isFailure } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';
import type { Elicitation, ElicitationAnswer } from '../../../../src/ports/mcp';

const op = quietOperation();
const question: Elicitation = { kind: 'form', server: 'h', message: '?', schema: {} };
const accept: ElicitationAnswer = { action: 'accept' };

describe('questions of an MCP server', () => {
    it('are put in the middle of a call only', async () => {
        let put = 0;
        const questions = new Questions(() => (put++, Promise.resolve(accept)));
        assert.deepEqual(await questions.ask(op, question), { action: 'cancel' });
        assert.deepEqual(await questions.during(op, () => questions.ask(op, question)), accept);
        assert.deepEqual(await questions.ask(op, question), { action: 'cancel' });
        assert.equal(put, 1);
    });

    it('are ten in one call', async () => {
        let put = 0;
        const questions = new Questions(() => (put++, Promise.resolve(accept)));
        const askOften = (count: number) =>
            questions.during(op, async () => {
                for (let asked = 0; asked < count; asked++) {
                    await questions.ask(op, question);
                }
            });
        await askOften(10);
        await assert.rejects(askOften(11), (error) => isFailure(error) && error.code === 'mcp/too-many-rounds');
        assert.equal(put, 20);
    });

    it('are twenty in a minute, in whatever calls', async () => {
        let put = 0;
        let now = 0;
        const questions = new Questions(
            () => (put++, Promise.resolve(accept)),
            () => now,
        );
        const once = () => questions.during(op, () => questions.ask(op, question));
        for (let call = 0; call < 25; call++) {
            await once();
        }
        assert.equal(put, 20);
        now = 61_000;
        assert.deepEqual(await once(), accept);
    });

    it('are put one after the other', async () => {
        const answers: ((answer: ElicitationAnswer) => void)[] = [];
        const questions = new Questions(() => new Promise((resolve) => answers.push(resolve)));
        const both = questions.during(op, () => Promise.all([questions.ask(op, question), questions.ask(op, question)]));
        await new Promise(setImmediate);
        assert.equal(answers.length, 1);
        answers[0]?.(accept);
        await new Promise(setImmediate);
        assert.equal(answers.length, 2);
        answers[1]?.({ action: 'decline' });
        assert.deepEqual(await both, [accept, { action: 'decline' }]);
    });

    it('end with their call: one that is open is told so, one that waits is not put', async () => {
        let signal: AbortSignal | undefined;
        let put = 0;
        const questions = new Questions((asking) => ((signal = asking.signal), put++, new Promise(() => undefined)));
        const stop = new AbortController();
        const asked = questions.during(quietOperation(stop.signal), () =>
            Promise.all([questions.ask(op, question), questions.ask(op, question)]),
        );
        await new Promise(setImmediate);
        stop.abort();
        assert.deepEqual(await asked, [{ action: 'cancel' }, { action: 'cancel' }]);
        assert.equal(signal?.aborted, true);
        assert.equal(put, 1);
    });
});
