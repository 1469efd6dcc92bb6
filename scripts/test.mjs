// `npm test`: installs what is missing and runs everything there is but the steps that are held back (scripts/test/windowSteps.mjs). The last line is `N passed, N failed, N skipped`; the exit code is 1 when one failed.
// Arguments are the only steps to run, with those that they build on: `npm test -- ui tour`.
import { endAll } from './machine/atEnd.mjs';
import { ensureNodeModules } from './machine/ensureNodeModules.mjs';
import { node24 } from './machine/node24.mjs';
import { say } from './machine/say.mjs';
import { alternate } from './test/alternate.mjs';
import { chooseSteps } from './test/chooseSteps.mjs';
import { commandStep } from './test/commandStep.mjs';
import { contractSteps } from './test/contractSteps.mjs';
import { preparations } from './test/preparations.mjs';
import { runSteps } from './test/runSteps.mjs';
import { staticSteps } from './test/staticSteps.mjs';
import { summarize } from './test/summarize.mjs';
import { watchCores } from './test/watchCores.mjs';
import { windowSteps } from './test/windowSteps.mjs';

const isCi = process.env.CI === 'true';
// Hundredths of a core: one step that keeps a core busy and two that mostly wait, or three that wait (docs/decisions/016-steps-beside-each-other.md).
const most = 220;

// Steps share two cores, and a machine in the cloud is slower than a desk's.
process.env.SLIPWAY_TEST_PATIENCE ??= isCi ? '4' : '2';

try {
    await ensureNodeModules();
    const { idle, idleInAll } = watchCores();
    const results = await runSteps(chooseSteps(allSteps(await node24()), process.argv.slice(2)), most, { everyMs: 5000, idle });
    say(`of its cores the machine left ${(idleInAll() / 100).toFixed(2)} idle`);
    await endAll();
    process.exitCode = summarize(
        results.filter(({ name, failed }) => !name.startsWith('prepare') || failed.length > 0),
        { skipping: isCi ? 'refused' : 'allowed' },
    );
} catch (error) {
    await endAll();
    console.log(error.message);
    console.log('0 passed, 1 failed, 0 skipped');
    process.exitCode = 1;
}

function allSteps(node) {
    const found = { engine: undefined, tools: undefined, env: {}, noPyPi: undefined };
    const prepared = preparations(found, isCi);
    const machine = prepared.map(({ name }) => name).filter((name) => name !== 'prepare language images');
    const [lint, ...others] = staticSteps(node);
    const contract = contractSteps(node, ['build', ...machine], found);
    return [
        ...prepared,
        { name: 'build', run: () => commandStep('build', node, [['node_modules/webpack/bin/webpack.js', '--mode', 'production']]) },
        {
            name: 'package',
            after: ['build'],
            run: () => commandStep('package', node, [['scripts/package.mjs']]),
        },
        ...alternate(
            [
                lint,
                ...contract.first,
                ...others,
                ...contract.early,
                {
                    name: 'conformance',
                    after: ['build'],
                    tries: 2,
                    run: () => commandStep('conformance', node, [['scripts/conformance.mjs']]),
                },
                ...contract.late,
            ],
            windowSteps(node, ['package', ...machine], found),
        ),
    ];
}
