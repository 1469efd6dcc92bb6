// `npm run -s local-azure -- …`: builds the bundle when it is missing or older than its sources, then runs it. Its stdout is the bundle's alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureNodeModules } from './machine/ensureNodeModules.mjs';
import { root } from './machine/root.mjs';
import { say } from './machine/say.mjs';
import { start } from './machine/start.mjs';
import { testEnvironment } from './test/testEnvironment.mjs';

const bundle = join(root, 'dist/localAzure.js');

if (
    !existsSync(bundle) ||
    statSync(bundle).mtimeMs < Math.max(...['src/localAzure', 'src/base', 'src/core'].map((folder) => newest(join(root, folder))))
) {
    await ensureNodeModules();
    const webpack = join(root, 'node_modules/webpack/bin/webpack.js');
    const built = spawnSync(process.execPath, [webpack, '--config-name', 'localAzure', '--mode', 'production'], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        encoding: 'utf8',
    });
    if (built.status !== 0) {
        process.stderr.write(built.stdout + built.stderr);
        process.exit(1);
    }
}

// The channel is how the bundle notices that this script was killed.
const { exited } = start(process.execPath, [bundle, ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...(await registryOnPath()) },
    graceMs: 20_000,
});
process.exit((await exited).code ?? 1);

/** Where none can be had, the local Azure says so itself when it is asked for a registry. */
async function registryOnPath() {
    try {
        return await testEnvironment(undefined);
    } catch (error) {
        say(`docker-registry cannot be installed: ${error.message}`);
        return {};
    }
}

function newest(folder) {
    let latest = 0;
    for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
        const path = join(folder, entry.name);
        latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
    }
    return latest;
}
