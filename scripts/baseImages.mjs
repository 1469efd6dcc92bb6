// node scripts/baseImages.mjs [image | family …]: makes stand-ins for Docker Hub's images where Hub cannot be reached, e.g. python, node-22 or python:3.13-slim.
import { ensureEngine } from './engine/ensureEngine.mjs';
import { endAll } from './machine/atEnd.mjs';
import { makeStandins } from './standins/makeStandins.mjs';

const names = process.argv.slice(2);
try {
    const engine = await ensureEngine();
    const problem = engine.problem ?? (await makeStandins(engine, names.length > 0 ? names : ['python', 'node-22']));
    if (problem) {
        console.error(problem);
        process.exitCode = 1;
    }
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
} finally {
    await endAll();
}
