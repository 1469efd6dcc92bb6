import readline from 'node:readline';
import { root } from '../machine/root.mjs';
import { say } from '../machine/say.mjs';
import { start } from '../machine/start.mjs';
import { testEnvironment } from '../test/testEnvironment.mjs';

/**
 * Starts the built local Azure and resolves with the JSON line that it prints, key included, and a promise of its end. It gets time at the end to remove
 * its containers.
 */
export async function startLocalAzure(node, engine) {
    const { child, exited, stop } = start(node, ['dist/localAzure.js'], {
        cwd: root,
        env: { ...process.env, ...(await testEnvironment(engine)) },
        graceMs: 20_000,
    });
    let trouble = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (trouble = (trouble + text).slice(-4000)));
    const line = await Promise.race([
        new Promise((resolve) => readline.createInterface({ input: child.stdout }).once('line', resolve)),
        exited.then(() => undefined),
    ]);
    if (line === undefined) {
        throw new Error(`The local Azure did not start.\n${trouble.trimEnd()}`);
    }
    const { url } = JSON.parse(line);
    say(`the local Azure answers at ${url}`);
    return { line, exited, stop };
}
