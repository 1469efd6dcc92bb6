import { start } from './start.mjs';

const keptBytes = 256 * 1024;

/**
 * Runs a program to its end and returns what it printed on stdout; throws with the tail of both streams when it fails. Only the last 256 KiB are kept.
 * `input` (a readable stream or a string) goes to its stdin; `onText` sees every piece of output.
 */
export async function run(command, args, { cwd, env, input, onText } = {}) {
    const { child, exited } = start(command, args, { cwd, env, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let all = '';
    for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text) => {
            onText?.(text);
            all = (all + text).slice(-keptBytes);
            if (stream === child.stdout) {
                stdout = (stdout + text).slice(-keptBytes);
            }
        });
    }
    if (child.stdin && input !== undefined) {
        // A program that ends before it has read everything is reported by its exit code, not by this broken pipe.
        child.stdin.on('error', () => undefined);
        if (typeof input === 'string') {
            child.stdin.end(input);
        } else {
            input.pipe(child.stdin);
        }
    }
    const { code, error } = await exited;
    if (code !== 0) {
        const reason = error ? error.message : `exit code ${code}`;
        throw new Error(`${command} ${args.slice(0, 3).join(' ')}: ${reason}\n${all.trimEnd().split('\n').slice(-30).join('\n')}`);
    }
    return stdout;
}
