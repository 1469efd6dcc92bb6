import { run } from '../machine/run.mjs';
import { root } from '../machine/root.mjs';
import { say } from '../machine/say.mjs';

/** Builds every bundle and packs them into out/slipway.vsix. `node` is a Node 24. */
export async function buildExtension(node) {
    say('building the extension');
    await run(node, ['node_modules/webpack/bin/webpack.js', '--mode', 'production'], { cwd: root });
    await run(node, ['scripts/package.mjs'], { cwd: root });
}
