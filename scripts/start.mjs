// `npm start`: opens the extension on a copy of samples/flask, or of the sample that is named (`npm start -- mcp-stateless`), with a local Azure signed in.
// Ctrl-C ends everything it started.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureEngine } from './engine/ensureEngine.mjs';
import { buildExtension } from './extension/buildExtension.mjs';
import { openInCode } from './extension/openInCode.mjs';
import { openInCodeServer } from './extension/openInCodeServer.mjs';
import { startLocalAzure } from './extension/startLocalAzure.mjs';
import { usableCode } from './extension/usableCode.mjs';
import { atEnd, endAll } from './machine/atEnd.mjs';
import { ensureNodeModules } from './machine/ensureNodeModules.mjs';
import { node24 } from './machine/node24.mjs';
import { root } from './machine/root.mjs';
import { say } from './machine/say.mjs';
import { makeStandins } from './standins/makeStandins.mjs';

const sample = process.argv[2] ?? 'flask';
const samples = fs.readdirSync(path.join(root, 'samples'));

try {
    if (!samples.includes(sample)) {
        throw new Error(`There is no sample ${sample}. There are ${samples.join(', ')}.`);
    }
    await ensureNodeModules();
    const node = await node24();
    const engine = await ensureEngine();
    if (engine.problem) {
        throw new Error(engine.problem);
    }
    const problem = await makeStandins(engine, ['python:3.13-slim']);
    if (problem) {
        say(problem);
    }
    await buildExtension(node);
    const azure = await startLocalAzure(node, engine);
    const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-start-'));
    atEnd(() => fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
    const folder = path.join(scratch, sample);
    fs.cpSync(path.join(root, 'samples', sample), folder, { recursive: true });
    const code = usableCode();
    const open = code ? openInCode : openInCodeServer;
    const window = await open({ node, code, scratch, folder, env: { ...process.env, SLIPWAY_LOCAL_AZURE: azure.line } });
    await Promise.race([window.exited, azure.exited.then(() => say('the local Azure ended'))]);
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
} finally {
    await endAll();
}
