import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { debianPackages } from '../machine/debianPackages.mjs';
import { isAlive } from '../machine/isAlive.mjs';
import { onPath } from '../machine/onPath.mjs';
import { run } from '../machine/run.mjs';
import { say } from '../machine/say.mjs';
import { toolsFolder } from '../machine/root.mjs';
import { findEngine } from './findEngine.mjs';
import { rememberEngine } from './ownEngine.mjs';

const patienceMs = 60_000;

/** Installs Debian's engine when it is missing and starts it: by systemd where that rules the machine, else as a process of its own. Needs root and apt. */
export async function startEngine() {
    if (!onPath('dockerd')) {
        await debianPackages(['docker.io', 'iptables', 'ca-certificates']);
        // From Debian 13 on the command is a package of its own; nothing here needs it, people do.
        await debianPackages(['docker-cli']).catch(() => undefined);
    }
    if (fs.existsSync('/run/systemd/system')) {
        await run('systemctl', ['start', 'docker']);
        return await waitForEngine(() => true);
    }
    const log = path.join(toolsFolder, 'dockerd.log');
    fs.mkdirSync(toolsFolder, { recursive: true });
    const output = fs.openSync(log, 'w');
    say(`starting dockerd; its log is ${path.relative(process.cwd(), log)}`);
    const child = spawn(onPath('dockerd'), [], { detached: true, stdio: ['ignore', output, output] });
    fs.closeSync(output);
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    rememberEngine(child.pid);
    return await waitForEngine(() => isAlive(child.pid) && child.exitCode === null, log);
}

async function waitForEngine(isUp, log) {
    for (const end = Date.now() + patienceMs; Date.now() < end && isUp(); await sleep(100)) {
        const engine = await findEngine();
        if (engine.dial) {
            return engine;
        }
    }
    const tail = log ? `\n${fs.readFileSync(log, 'utf8').trimEnd().split('\n').slice(-8).join('\n')}` : '';
    throw new Error(`The Docker engine was started but does not answer.${tail}`);
}
