import readline from 'node:readline/promises';
import { atEnd } from '../machine/atEnd.mjs';
import { debianLike } from '../machine/debianLike.mjs';
import { withLock } from '../machine/withLock.mjs';
import { joinEngine, leaveEngine } from './engineUsers.mjs';
import { findEngine } from './findEngine.mjs';
import { ownEngine } from './ownEngine.mjs';
import { startEngine } from './startEngine.mjs';
import { stopEngine } from './stopEngine.mjs';

/**
 * An engine that answers: `{ address, dial, isOwn }`. On Debian and Ubuntu as root one is installed and started when none does, after a question on a
 * terminal; what was started here is stopped when the last script that uses it ends. Elsewhere `{ problem }` is one sentence that says what to do.
 */
export async function ensureEngine() {
    return await withLock('engine', async () => {
        let engine = await findEngine();
        if (!engine.dial) {
            const canStart = !process.env.DOCKER_HOST && debianLike()?.root === true && engine.problem !== 'TIMEOUT';
            if (!canStart || !(await mayStart())) {
                return { problem: advice(engine.problem) };
            }
            engine = await startEngine();
        }
        const isOwn = ownEngine() !== undefined;
        if (isOwn) {
            joinEngine();
            atEnd(() => withLock('engine', async () => (leaveEngine() ? await stopEngine() : undefined)));
        }
        return { ...engine, isOwn };
    });
}

async function mayStart() {
    if (process.env.CI === 'true' || !process.stdin.isTTY) {
        return true;
    }
    const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question('No Docker engine answers. Install docker.io from this machine’s apt and start it? [Y/n] ');
    terminal.close();
    return !/^\s*n/i.test(answer);
}

function advice(problem) {
    if (problem === 'EACCES') {
        return 'A Docker engine is there, but you may not use it: add yourself to the group "docker", sign in again and run this again.';
    }
    if (problem === 'TIMEOUT' || problem.startsWith('HTTP')) {
        return `The Docker engine does not answer properly (${problem}): restart it and run this again.`;
    }
    if (process.env.DOCKER_HOST) {
        return 'No Docker engine answers where DOCKER_HOST points: start it or unset DOCKER_HOST, then run this again.';
    }
    return process.platform === 'darwin'
        ? 'No Docker engine answers: start Docker Desktop, OrbStack or Colima, then run this again.'
        : 'No Docker engine answers: install or start one (Docker Desktop, or "apt-get install docker.io" as root), then run this again.';
}
