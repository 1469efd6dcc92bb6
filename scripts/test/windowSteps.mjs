import fs from 'node:fs';
import path from 'node:path';
import { root } from '../machine/root.mjs';
import { tools } from '../machine/tools.mjs';
import { commandStep } from './commandStep.mjs';
import { mochaArguments, mochaStep } from './mochaStep.mjs';

// The longest windows, the longest first: what begins last is what a run waits for at its end. The others follow by their names.
const longest = [
    'mcpStrangers',
    'sshButtons',
    'containerInstances',
    'containerApps',
    'appService',
    'mcp',
    'sshRepairs',
    'deployTrouble',
    'sshDiagnostics',
    'sshContainerApp',
    'sshTerminals',
    'firstMinutes',
    'accessibility',
    'product',
    'treeAndSettings',
    'slots',
];
// A window with its browser, its extension host and its local Azure waits for a third of its time: for containers, probes and operations.
const load = 60;
// They build samples with packages of PyPI.
const fromPyPi = ['appService', 'containerApps', 'containerInstances', 'mcp'];

/** What runs in a real window with the packed extension: its host tests (on today's VS Code and on the oldest), the tour and the UI tests. */
export function windowSteps(node, after, found) {
    const environment = (chosen) => ({ ...found.env, SLIPWAY_TOOLS: JSON.stringify(chosen) });
    const missing = (name) => ({ skipped: [`${name}: no code-server or no browser`] });
    const host = (name, choose) => async () => {
        if (!found.tools) {
            return missing(name);
        }
        const built = await commandStep(name, node, [['scripts/buildHostTests.mjs']]);
        return built.failed.length > 0
            ? built
            : await mochaStep(
                  name.replace(/\W+/g, '-'),
                  node,
                  ['--import=tsx', 'test/ui/runInHost.ts', '--packed'],
                  environment(await choose()),
              );
    };
    // A step for each file: a test of its own window, which can be run alone.
    const uiSteps = fs
        .readdirSync(path.join(root, 'test/ui'))
        .filter((name) => name.endsWith('.test.ts'))
        .sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
        .map((file) => ({
            name: `ui ${path.basename(file, '.test.ts')}`,
            after,
            load,
            tries: 2,
            run: async () =>
                found.noPyPi && fromPyPi.includes(path.basename(file, '.test.ts'))
                    ? { skipped: [found.noPyPi] }
                    : found.tools && found.engine?.dial
                      ? await mochaStep(
                            `ui-${path.basename(file, '.test.ts')}`,
                            node,
                            mochaArguments(`test/ui/${file}`),
                            environment(found.tools),
                        )
                      : missing('the UI tests'),
        }));
    return [
        {
            name: 'tour',
            after,
            load,
            tries: 2,
            run: async () => {
                if (!found.tools || !found.engine?.dial || found.noPyPi) {
                    return { skipped: [found.noPyPi ?? 'the tour: no engine, no code-server or no browser'] };
                }
                return await mochaStep('tour', process.execPath, ['scripts/tour.mjs', '--built']);
            },
        },
        { name: 'host', after, load, tries: 2, run: host('host', async () => found.tools) },
        ...uiSteps.slice(0, longest.length),
        // It fetches a code-server of its own.
        {
            name: 'host, oldest VS Code',
            after: [...after, 'host'],
            load,
            tries: 2,
            run: host('host, oldest VS Code', () => tools('oldest')),
        },
        ...uiSteps.slice(longest.length),
    ];
}

function rank(file) {
    const at = longest.indexOf(path.basename(file, '.test.ts'));
    return at < 0 ? longest.length : at;
}
