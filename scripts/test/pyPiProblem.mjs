import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onPath } from '../machine/onPath.mjs';
import { run } from '../machine/run.mjs';

/** A sentence that says why pip gets no packages on this machine, or undefined. It is asked for a package of 16 kB, by the machine's own pip settings. */
export async function pyPiProblem() {
    if (!onPath('python3')) {
        return 'No Python is here (apt: python3-venv), so nothing was tested that installs packages with pip.';
    }
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-pip-'));
    try {
        await run('python3', ['-m', 'venv', folder]);
        await run(path.join(folder, 'bin/pip'), ['download', '-q', '--no-deps', '--no-cache-dir', '-d', folder, 'itsdangerous==2.2.0']);
        return undefined;
    } catch {
        return 'No Python package index answers (or python3-venv is missing), so nothing was tested that installs packages with pip.';
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}
