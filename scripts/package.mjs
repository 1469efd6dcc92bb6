// `npm run package`: packs the built bundles into out/slipway.vsix. vsce does not make the folder that it writes to.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './machine/root.mjs';
import { run } from './machine/run.mjs';

fs.mkdirSync(path.join(root, 'out'), { recursive: true });
try {
    await run(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '-o', 'out/slipway.vsix'], {
        cwd: root,
    });
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
}
