import { strict as assert } from 'node:assert';
import { decodeWslOutput, parseWslList } from '../../../../src/core/diagnose/engineWslList';
import { exampleVariables } from '../../../../src/core/project/needs/exampleVariables';
import { recipeCommands } from '../../../../src/core/project/hints/recipeHints';
import { locateStep } from '../../../../src/core/build/locateStep';

const blanks = ' '.repeat(60_000);

/** A reader that went over its text once for each character took minutes for these. */
const limitMs = 2_000;

const readers: readonly (readonly [title: string, read: () => unknown])[] = [
    ['an example environment file', () => exampleVariables('.env.example', `A=${blanks}x#`)],
    ['a Makefile', () => recipeCommands(`A=${blanks}\rx`)],
    ['the list of distributions', () => parseWslList(decodeWslOutput(new TextEncoder().encode(`* ${blanks}x`)))],
    ['the name of a build step', () => locateStep('FROM scratch', { id: 'sha256:1', name: `[${'1'.repeat(60_000)}` })],
];

describe('text that is made to hold a reader up', () => {
    for (const [title, read] of readers) {
        it(`does not hold up the reader of ${title}`, () => {
            const begunMs = performance.now();
            read();
            assert.ok(performance.now() - begunMs < limitMs);
        });
    }
});
