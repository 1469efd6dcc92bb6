// `npm run package`: packs the built bundles into out/slipway.vsix. vsce does not make the folder that it writes to.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './machine/root.mjs';
import { run } from './machine/run.mjs';

const mostBytes = 2_500_000;

fs.mkdirSync(path.join(root, 'out'), { recursive: true });
// What test/ui/installVsix.ts keeps of earlier packages.
fs.rmSync(path.join(root, 'out/installed'), { recursive: true, force: true });
try {
    await run(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '-o', 'out/slipway.vsix'], {
        cwd: root,
        env: { ...process.env, SLIPWAY_PACK: 'built' },
    });
    const { size } = fs.statSync(path.join(root, 'out/slipway.vsix'));
    if (size > mostBytes) {
        throw new Error(`out/slipway.vsix has ${(size / 1e6).toFixed(2)} MB, and at most ${mostBytes / 1e6} MB are wanted.`);
    }
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
}
