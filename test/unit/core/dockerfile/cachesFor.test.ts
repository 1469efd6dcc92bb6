import assert from 'node:assert/strict';
import { cachesFor, type CacheChoice } from '../../../../src/core/dockerfile/recipeOptions';

describe('Package caches between builds', () => {
    for (const [title, setting, where, builder, expected] of [
        ['are mounted where the engine builds with BuildKit', 'automatic', 'auto', 'buildkit', 'mount'],
        ['are not where it has the classic builder', 'automatic', 'auto', 'classic', 'plain'],
        ['are not where Azure builds for want of an engine', 'automatic', 'auto', 'absent', 'plain'],
        ['are not where Azure builds beside an engine', 'automatic', 'azure', 'buildkit', 'plain'],
        ['are mounted where only an engine may build that does not answer now', 'automatic', 'engine', 'absent', 'mount'],
        ['are mounted where somebody says so', 'always', 'azure', 'classic', 'mount'],
        ['are not where somebody says so', 'never', 'engine', 'buildkit', 'plain'],
    ] as const satisfies readonly (readonly [string, string, string, CacheChoice['builder'], string])[]) {
        it(title, () => assert.equal(cachesFor({ setting, where, builder }), expected));
    }
});
