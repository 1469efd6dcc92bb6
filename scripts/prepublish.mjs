// What vsce runs before it packs (`npx vsce package`): builds every bundle, so that nothing old is packed. `npm run package` packs what is built.
import { ensureNodeModules } from './machine/ensureNodeModules.mjs';
import { root } from './machine/root.mjs';
import { run } from './machine/run.mjs';

try {
    if (process.env.SLIPWAY_PACK !== 'built') {
        await ensureNodeModules();
        await run(process.execPath, ['node_modules/webpack/bin/webpack.js', '--mode', 'production'], { cwd: root });
    }
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
}
