import fs from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';

/** Installs packages into a folder outside the project's own tree, without running any package's scripts. */
export async function npmInstall(folder, packages, extraArgs = []) {
    const manifest = path.join(folder, 'package.json');
    if (!fs.existsSync(manifest)) {
        fs.writeFileSync(manifest, '{"private":true}\n');
    }
    await run(
        'npm',
        ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--save-exact', ...extraArgs, ...packages],
        {
            cwd: folder,
            env: withoutNpmRun(process.env),
        },
    );
}

/** Under `npm test` npm leaves the outer project's folders in the environment, and an inner npm would install there. */
function withoutNpmRun(env) {
    return Object.fromEntries(
        Object.entries(env).filter(
            ([name]) => !/^npm_(lifecycle|package|command|execpath|config_(local_prefix|global_prefix|prefix))/.test(name),
        ),
    );
}
