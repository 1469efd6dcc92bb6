// `npm run -s local-azure -- …`: builds the bundle when it is missing or older than its sources, then runs it. Its stdout is the bundle's alone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const bundle = join(root, 'dist/localAzure.js');

if (
    !existsSync(bundle) ||
    statSync(bundle).mtimeMs < Math.max(...['src/localAzure', 'src/base', 'src/core'].map((folder) => newest(join(root, folder))))
) {
    const webpack = join(root, 'node_modules/webpack/bin/webpack.js');
    if (!existsSync(webpack)) {
        console.error('The local Azure is built with webpack: run `npm ci` first.');
        process.exit(1);
    }
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

const child = spawn(process.execPath, [bundle, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));

function newest(folder) {
    let latest = 0;
    for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
        const path = join(folder, entry.name);
        latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
    }
    return latest;
}
