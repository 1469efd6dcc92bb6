// `npm test`: installs what is missing and runs everything there is. The last line is `N passed, N failed, N skipped`; the exit code is 1 when one failed.
import fs from 'node:fs';
import path from 'node:path';
import { ensureEngine } from './engine/ensureEngine.mjs';
import { endAll } from './machine/atEnd.mjs';
import { debianPackages } from './machine/debianPackages.mjs';
import { ensureNodeModules } from './machine/ensureNodeModules.mjs';
import { node24 } from './machine/node24.mjs';
import { root } from './machine/root.mjs';
import { say } from './machine/say.mjs';
import { tools } from './machine/tools.mjs';
import { makeStandins } from './standins/makeStandins.mjs';
import { commandStep } from './test/commandStep.mjs';
import { mochaArguments, mochaStep } from './test/mochaStep.mjs';
import { runSteps } from './test/runSteps.mjs';
import { staticSteps } from './test/staticSteps.mjs';
import { summarize } from './test/summarize.mjs';
import { testEnvironment } from './test/testEnvironment.mjs';

// What the tests and the tour build on.
const images = ['python:3.13-slim', 'node:22-slim'];

const isCi = process.env.CI === 'true';
const found = { engine: undefined, tools: undefined, env: {} };

try {
    await ensureNodeModules();
    const node = await node24();
    const results = await runSteps([...preparations(), ...staticSteps(node), ...lateSteps(node)], 3);
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

/** What the later steps need of the machine. They fail only where nothing may be missing; elsewhere the steps that miss it are skipped with the sentence. */
function preparations() {
    const prepare = (name, work) => ({
        name: `prepare ${name}`,
        run: async () => {
            const problem = await work().catch((error) => error.message);
            if (problem) {
                say(problem);
            }
            return { failed: problem && isCi ? [problem] : [] };
        },
    });
    return [
        prepare('engine and base images', async () => {
            found.engine = await ensureEngine();
            found.env = await testEnvironment(found.engine);
            return found.engine.problem ?? (await makeStandins(found.engine, images));
        }),
        prepare('code-server and browser', async () => {
            found.tools = await tools();
        }),
        prepare('packages', async () => {
            // An sshd would start with its package where systemd rules: only a machine that is thrown away gets one.
            await debianPackages(['python3-venv', 'openssl', ...(isCi ? ['openssh-server', 'openssh-client'] : [])]);
        }),
    ];
}

function lateSteps(node) {
    const machine = ['prepare engine and base images', 'prepare code-server and browser', 'prepare packages'];
    const inWindow = (name, args) => async () => {
        if (!found.tools) {
            return { skipped: [`${name}: no code-server or no browser`] };
        }
        return await mochaStep(name, node, args, { ...found.env, SLIPWAY_TOOLS: JSON.stringify(found.tools) });
    };
    return [
        { name: 'build', run: () => commandStep('build', node, [['node_modules/webpack/bin/webpack.js', '--mode', 'production']]) },
        {
            name: 'package',
            after: ['build'],
            run: () =>
                commandStep('package', node, [
                    ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '-o', 'out/slipway.vsix'],
                ]),
        },
        ...(fs.existsSync(path.join(root, 'test/contract'))
            ? [
                  {
                      name: 'contract',
                      after: ['build', ...machine],
                      run: () => mochaStep('contract', node, mochaArguments('test/contract/**/*.test.ts'), found.env),
                  },
              ]
            : []),
        {
            name: 'tour',
            after: ['package', ...machine],
            run: async () => {
                if (!found.tools || !found.engine?.dial) {
                    return { skipped: ['the tour: no engine, no code-server or no browser'] };
                }
                return await mochaStep('tour', process.execPath, ['scripts/tour.mjs', '--built']);
            },
        },
        {
            name: 'host',
            after: ['build', ...machine],
            run: async () => {
                const built = await commandStep('host', node, [['scripts/buildHostTests.mjs']]);
                return built.failed.length > 0 ? built : await inWindow('host', ['--import=tsx', 'test/ui/runInHost.ts'])();
            },
        },
    ];
}
