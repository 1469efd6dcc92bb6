import fs from 'node:fs';
import path from 'node:path';
import { root } from '../machine/root.mjs';
import { mochaArguments, mochaStep } from './mochaStep.mjs';

const folder = 'test/contract';

// The longest, which builds dozens of images and waits for what they fetch: it has to begin early, or the run ends with waiting for it alone.
const first = ['containerize'];

// It fights over ports: last, when nothing that counts milliseconds runs beside it.
const late = ['ssh'];

// Their images and samples are installed from PyPI.
const fromPyPi = ['containerize', 'mcp', 'ssh'];

// They meet the engine, its network and other processes, and what those do at the same time.
const onMachine = ['containerize', 'deploy', 'engine', 'localAzure', 'matrix', 'mcp', 'ssh'];

// Hundredths of a core, of those that wait for containers and connections more than they work: 100 otherwise.
const loads = { deploy: 40, engine: 60, localAzure: 60, mcp: 60, ssh: 60 };

// A part of the matrix that takes seconds; `SLIPWAY_MATRIX_ONLY=. npm test -- "contract matrix"` runs every cell, in five minutes.
const partOf = { matrix: { SLIPWAY_MATRIX_ONLY: process.env.SLIPWAY_MATRIX_ONLY ?? '× (throttled|failedOperation) ×' } };

/**
 * The contract tests as steps: one for each folder, and one for the files beside the folders that share the first word of their name. `first`, `early`
 * and `late` are lists of steps; `found` is what the preparations found, filled when the steps run.
 */
export function contractSteps(node, after, found) {
    const steps = [...groups()].map(([name, files]) => ({
        name: `contract ${name}`,
        after: name === 'containerize' ? [...after, 'prepare language images'] : after,
        tries: onMachine.includes(name) ? 2 : 1,
        ...(loads[name] === undefined ? {} : { load: loads[name] }),
        run: async () =>
            fromPyPi.includes(name) && found.noPyPi
                ? { skipped: [found.noPyPi] }
                : await mochaStep(`contract-${name}`, node, mochaArguments(...files), { ...partOf[name], ...found.env }),
    }));
    const among = (names) => (step) => names.includes(step.name.slice('contract '.length));
    return {
        first: steps.filter(among(first)),
        early: steps.filter((step) => !among([...first, ...late])(step)),
        late: steps.filter(among(late)),
    };
}

function groups() {
    const found = new Map();
    const full = path.join(root, folder);
    const files = fs.existsSync(full) ? fs.readdirSync(full, { recursive: true }).filter((name) => name.endsWith('.test.ts')) : [];
    for (const file of files.sort()) {
        const first = file.split(path.sep)[0];
        const name = first === file ? /^(localAzure|[a-z]+)/.exec(file)[0] : first;
        found.set(name, [...(found.get(name) ?? []), path.posix.join(folder, file)]);
    }
    return found;
}
