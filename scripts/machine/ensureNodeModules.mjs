import fs from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { withLock } from './withLock.mjs';

/** Runs `npm ci` when node_modules is missing or was made from another lock file. */
export async function ensureNodeModules() {
    if (isCurrent()) {
        return;
    }
    await withLock('node_modules', async () => {
        if (!isCurrent()) {
            say('npm ci');
            // Packages' own scripts are not needed: no native addon enters a bundle.
            await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
        }
    });
}

function isCurrent() {
    const wanted = packagesOf(path.join(root, 'package-lock.json'));
    const there = packagesOf(path.join(root, 'node_modules/.package-lock.json'));
    // npm leaves out of its own record what is optional and meant for another platform.
    return (
        there !== undefined &&
        Object.entries(wanted).every(
            ([name, { version, optional, peer }]) => name === '' || optional || peer || there[name]?.version === version,
        )
    );
}

function packagesOf(file) {
    try {
        return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
    } catch {
        return undefined;
    }
}
