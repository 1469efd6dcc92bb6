import assert from 'node:assert/strict';
import { checkNote, probeNote, type Made } from '../../../src/workflows/deploy/made';

const rehearsed = (status: number | undefined): Made => ({ rehearsed: { port: 8000, status, notes: [] } });

describe('a path that the platform is not told to ask', () => {
    for (const [title, made, path, check, probe] of [
        ['is not told of when it answered well', rehearsed(200), '/health', 'set', 'set'],
        ['is told of a health check when it answered with a redirect', rehearsed(302), '/', 'left out', 'set'],
        ['is told of both when it answered with an error', rehearsed(404), '/', 'left out', 'left out'],
        ['is told of both when nobody has seen the root', {}, '/', 'left out', 'left out'],
        ['is asked unseen when it was named', {}, '/health', 'set', 'set'],
    ] as const) {
        it(title, () => {
            assert.deepEqual(
                [checkNote(made, path), probeNote(made, path)].map((notes) => (notes.length === 0 ? 'set' : 'left out')),
                [check, probe],
            );
            assert.ok([...checkNote(made, path), ...probeNote(made, path)].every(({ facts }) => facts.path === path));
        });
    }
});
