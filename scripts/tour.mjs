// `npm run tour`: drives the extension in a real window from opening a folder to its live page. Pictures go to out/tour/; the exit code is 1 when a step failed.
import { ensureEngine } from './engine/ensureEngine.mjs';
import { buildExtension } from './extension/buildExtension.mjs';
import { startLocalAzure } from './extension/startLocalAzure.mjs';
import { endAll } from './machine/atEnd.mjs';
import { ensureNodeModules } from './machine/ensureNodeModules.mjs';
import { root } from './machine/root.mjs';
import { start } from './machine/start.mjs';
import { tools } from './machine/tools.mjs';
import { tsx } from './machine/tsx.mjs';
import { makeStandins } from './standins/makeStandins.mjs';
import { testEnvironment } from './test/testEnvironment.mjs';

// `npm test` has built already when it takes the tour.
const isBuilt = process.argv.includes('--built');

try {
    await ensureNodeModules();
    const found = await tools();
    const engine = await ensureEngine();
    const problem = engine.problem ?? (await makeStandins(engine, ['python:3.13-slim']));
    if (problem) {
        throw new Error(problem);
    }
    if (!isBuilt) {
        await buildExtension(found.node);
    }
    const azure = await startLocalAzure(found.node, engine);
    const { exited } = start(found.node, [...tsx, 'test/ui/tour.ts'], {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, SLIPWAY_TOOLS: JSON.stringify(found), SLIPWAY_LOCAL_AZURE: azure.line },
        graceMs: 15_000,
    });
    process.exitCode = (await exited).code ?? 1;
    // The pictures of walkthrough and docs; `npm test` takes them in a step of its own.
    if (!isBuilt && process.exitCode === 0) {
        const files = ['firstMinutes', 'languageServer', 'product'].map((name) => `test/ui/${name}.test.ts`);
        const pictures = start(found.node, ['node_modules/mocha/bin/mocha.js', '--import=tsx', ...files], {
            cwd: root,
            stdio: 'inherit',
            env: { ...process.env, SLIPWAY_TOOLS: JSON.stringify(found), ...(await testEnvironment(engine)) },
            graceMs: 15_000,
        });
        process.exitCode = (await pictures.exited).code ?? 1;
    }
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
} finally {
    await endAll();
}
