import { ensureEngine } from '../engine/ensureEngine.mjs';
import { debianPackages } from '../machine/debianPackages.mjs';
import { onPath } from '../machine/onPath.mjs';
import { say } from '../machine/say.mjs';
import { tools } from '../machine/tools.mjs';
import { makeStandins } from '../standins/makeStandins.mjs';
import { pyPiProblem } from './pyPiProblem.mjs';
import { testEnvironment } from './testEnvironment.mjs';

// What the tests and the tour build on.
const images = ['python:3.13-slim', 'python:3.11-slim', 'node:22-slim'];

// Only the builds of the fixture projects use them.
const languageImages = ['golang', 'rust', 'eclipse-temurin', 'maven', 'php', 'ruby', 'nginx'];

// Hundredths of a core: most of the time it waits for what it fetches.
const download = 10;

/**
 * Steps that give the machine what the later ones need, and write what they found into `found`: `engine`, `tools`, `env`, `noPyPi` (a sentence). They fail
 * only in CI, where nothing may be missing; elsewhere the steps that miss it are skipped with the sentence.
 */
export function preparations(found, isCi) {
    const prepare = (name, work) => ({
        name: `prepare ${name}`,
        run: async () => {
            const problem = await Promise.resolve()
                .then(work)
                .catch((error) => error.message);
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
        {
            ...prepare('language images', () => found.engine.problem ?? makeStandins(found.engine, languageImages)),
            after: ['prepare engine and base images'],
        },
        {
            ...prepare('packages', async () => {
                await debianPackages(packages(isCi));
                found.noPyPi = await pyPiProblem();
                return found.noPyPi;
            }),
            load: download,
        },
        {
            ...prepare('code-server and browser', async () => {
                found.tools = await tools();
            }),
            load: download,
        },
    ];
}

/**
 * A machine that is thrown away gets everything that tests use. Elsewhere an sshd, which would start with its package where systemd rules, and a busybox,
 * which may take the place of another one, are the user's business.
 */
function packages(isCi) {
    const always = ['python3-venv', 'openssl', 'procps'];
    const commands = [...(onPath('docker') ? [] : ['docker.io']), ...(onPath('busybox') ? [] : ['busybox-static'])];
    return isCi ? [...always, ...commands, 'openssh-server', 'openssh-client', 'util-linux'] : always;
}
