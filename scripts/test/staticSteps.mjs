import { commandStep } from './commandStep.mjs';
import { mochaArguments, mochaStep } from './mochaStep.mjs';

/** What needs nothing but node_modules: types, lint, format, knip and the unit tests. `node` is a Node 24. */
export function staticSteps(node) {
    // TypeScript 7, beside the 6 that typescript-eslint needs. Its threads would check twice what they share, and other steps keep the cores busy.
    const tsc = ['node_modules/typescript-native/bin/tsc', '--noEmit', '--singleThreaded'];
    return [
        // The longest first: it runs while the machine is prepared.
        {
            name: 'lint',
            run: () =>
                commandStep('lint', node, [['node_modules/eslint/bin/eslint.js', '.', '--cache', '--cache-location', 'out/eslint/']]),
        },
        { name: 'unit', run: () => mochaStep('unit', node, mochaArguments('--timeout', '10000', 'test/unit/**/*.test.ts')) },
        {
            name: 'types',
            run: () => commandStep('types', node, [tsc, [...tsc, '-p', 'src/panel'], [...tsc, '-p', 'test/ui']]),
        },
        {
            name: 'format',
            run: () => commandStep('format', node, [['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']]),
        },
        { name: 'knip', run: () => commandStep('knip', node, [['node_modules/knip/bin/knip.js']]) },
    ];
}
