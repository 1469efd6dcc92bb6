// `npm run -s <command> -- …`: the command line from its sources, so that it works before a build.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureNodeModules } from './machine/ensureNodeModules.mjs';
import { root } from './machine/root.mjs';
import { tsx } from './machine/tsx.mjs';

await ensureNodeModules();
const child = spawn(process.execPath, [...tsx, path.join(root, 'src/cli/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1;
});
