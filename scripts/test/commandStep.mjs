import { root } from '../machine/root.mjs';
import { start } from '../machine/start.mjs';

/** Runs programs of node_modules (`[path, ...arguments]` each) with Node 24, all of them even when one fails; they count as one test. */
export async function commandStep(name, node, commands, env = {}) {
    const outputs = [];
    let isGreen = true;
    for (const args of commands) {
        const { code, output } = await runQuietly(node, args, env);
        isGreen &&= code === 0;
        if (code !== 0) {
            outputs.push(output);
        }
    }
    return { passed: isGreen ? 1 : 0, failed: isGreen ? [] : [name], output: outputs.join('\n') };
}

/** The exit code and everything that was printed. */
export async function runQuietly(command, args, env = {}) {
    const { child, exited } = start(command, args, { cwd: root, env: { ...process.env, NO_COLOR: '1', ...env }, graceMs: 15_000 });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    const { code, error } = await exited;
    return { code: code ?? 1, output: error ? `${output}\n${error.message}` : output };
}
