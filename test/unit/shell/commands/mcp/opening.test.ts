import assert from 'node:assert/strict';
import { isCancelled } from '../../../../../src/base/failure';
import { quietOperation } from '../../../../../src/base/operation';
import { Opening } from '../../../../../src/shell/commands/mcp/opening';

describe('a connection to an MCP server that is being made', () => {
    const session = () => {
        const seen = { closed: 0 };
        return {
            seen,
            close: () => {
                seen.closed++;
                return Promise.resolve();
            },
        };
    };

    it('is there when it is made', async () => {
        const made = session();
        assert.equal(await new Opening(quietOperation(), 'silent', () => Promise.resolve(made)).session, made);
        assert.equal(made.seen.closed, 0);
    });
    it('stops when it is called off', async () => {
        const opening = new Opening(
            quietOperation(),
            'silent',
            ({ signal }) =>
                new Promise<ReturnType<typeof session>>((_, reject) =>
                    signal.addEventListener('abort', () => reject(new Error('stopped'))),
                ),
        );
        opening.callOff();
        await assert.rejects(opening.session, isCancelled);
    });
    it('is closed when it is made although it was called off', async () => {
        const made = session();
        let ready: () => void = () => undefined;
        const opening = new Opening(quietOperation(), 'silent', async () => {
            await new Promise<void>((resolve) => (ready = resolve));
            return made;
        });
        opening.callOff();
        ready();
        await assert.rejects(opening.session, isCancelled);
        assert.equal(made.seen.closed, 1);
    });
    it('fails as it fails', async () => {
        const failed = new Opening(quietOperation(), 'silent', () => Promise.reject(new Error('refused')));
        await assert.rejects(failed.session, /refused/);
    });
    it('stops with the operation that wanted it', async () => {
        const stop = new AbortController();
        const opening = new Opening(quietOperation(stop.signal), 'silent', ({ signal }) => {
            stop.abort();
            return signal.aborted ? Promise.reject(new Error('stopped')) : Promise.resolve(session());
        });
        await assert.rejects(opening.session, /stopped/);
    });
});
