// `npm run bench [-- part …]`: measures what there are goals for and writes docs/performance.md; with parts (file names of test/bench without .ts) it
// prints only. Wants an idle machine.
import { ensureEngine } from './engine/ensureEngine.mjs';
import { buildExtension } from './extension/buildExtension.mjs';
import { endAll } from './machine/atEnd.mjs';
import { ensureNodeModules } from './machine/ensureNodeModules.mjs';
import { root } from './machine/root.mjs';
import { start } from './machine/start.mjs';
import { tools } from './machine/tools.mjs';
import { tsx } from './machine/tsx.mjs';
import { testEnvironment } from './test/testEnvironment.mjs';

const args = process.argv.slice(2);

try {
    await ensureNodeModules();
    const found = await tools();
    const engine = await ensureEngine();
    if (engine.problem) {
        console.error(engine.problem);
    }
    if (!args.includes('--built')) {
        await buildExtension(found.node);
    }
    const { exited } = start(found.node, [...tsx, 'test/bench/run.ts', ...args.filter((part) => part !== '--built')], {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, ...(await testEnvironment(engine)), SLIPWAY_TOOLS: JSON.stringify(found) },
    });
    process.exitCode = (await exited).code ?? 1;
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
} finally {
    await endAll();
}
