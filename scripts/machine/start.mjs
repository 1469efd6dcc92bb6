import { spawn } from 'node:child_process';
import { atEnd } from './atEnd.mjs';
import { stopGroup } from './stopGroup.mjs';

/**
 * Starts a process as the leader of a group of its own, so that it and what it starts can be stopped together, and remembers to do so.
 * `exited` resolves with its exit code (128 + n is not computed: a signal gives null) and never rejects; a program that is missing gives 127.
 */
export function start(command, args, { cwd, env, stdio = ['ignore', 'pipe', 'pipe'], graceMs } = {}) {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio, detached: true });
    const stop = () => stopGroup(child, graceMs);
    const forget = atEnd(stop);
    const exited = new Promise((resolve) => {
        child.once('error', (error) => {
            forget();
            resolve({ code: error.code === 'ENOENT' ? 127 : 126, error });
        });
        child.once('close', (code) => {
            forget();
            resolve({ code });
        });
    });
    return { child, exited, stop };
}
