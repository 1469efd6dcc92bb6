// node scripts/conformanceTurn.mjs CLI ARGS…: runs the client when one of the run's turns is free. The conformance tool starts all of its scenarios at once;
// on a machine with few cores the clients would push each other past the time limits that some scenarios measure.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = process.env.SLIPWAY_CONFORMANCE_TURNS ?? '';
const turns = Number(process.env.SLIPWAY_CONFORMANCE_CLIENTS ?? '2');

/** A file that only one client can make; it names its maker, so that a turn of a client that was killed is taken over. */
async function take() {
    for (;;) {
        for (let index = 0; index < turns; index++) {
            const file = path.join(folder, String(index));
            try {
                fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
                return file;
            } catch {
                const owner = ownerOf(file);
                if (owner > 0 && !isRunning(owner)) {
                    fs.rmSync(file, { force: true });
                }
            }
        }
        await sleep(50);
    }
}

/** 0 when the turn ended in this very moment, or its maker has not written its name yet. */
function ownerOf(file) {
    try {
        return Number(fs.readFileSync(file, 'utf8'));
    } catch {
        return 0;
    }
}

function isRunning(pid) {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}

const file = await take();
const child = spawn(process.execPath, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => child.kill(signal));
}
const code = await new Promise((resolve) => child.on('close', (status) => resolve(status ?? 1)));
fs.rmSync(file, { force: true });
process.exitCode = code;
