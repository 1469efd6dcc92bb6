import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd } from './atEnd.mjs';
import { isAlive } from './isAlive.mjs';
import { say } from './say.mjs';
import { toolsFolder } from './root.mjs';

/** Runs `work` while no other process holds the lock of that name. A lock whose owner died is taken over. */
export async function withLock(name, work) {
    const file = path.join(toolsFolder, `${name}.lock`);
    fs.mkdirSync(toolsFolder, { recursive: true });
    for (let waits = 0; !take(file); waits += 1) {
        if (waits === 20) {
            say(`waiting for another process that holds ${path.basename(file)}`);
        }
        await sleep(250);
    }
    const release = () => fs.rmSync(file, { force: true });
    const forget = atEnd(release);
    try {
        return await work();
    } finally {
        forget();
        release();
    }
}

function take(file) {
    // The owner's id is complete before the name appears, so nobody can read a half-written lock.
    const mine = `${file}.${process.pid}`;
    fs.writeFileSync(mine, String(process.pid));
    try {
        fs.linkSync(mine, file);
        return true;
    } catch (error) {
        if (error.code !== 'EEXIST') {
            throw error;
        }
        dropIfDead(file);
        return false;
    } finally {
        fs.rmSync(mine, { force: true });
    }
}

function dropIfDead(file) {
    const owner = Number(readOr(file, ''));
    if (!owner || isAlive(owner)) {
        return;
    }
    // Renaming is atomic: of several processes that see the dead owner, one removes the lock.
    const aside = `${file}.dead.${process.pid}`;
    try {
        fs.renameSync(file, aside);
        if (Number(readOr(aside, '')) === owner) {
            fs.rmSync(aside, { force: true });
        } else {
            fs.renameSync(aside, file);
        }
    } catch {
        // Somebody else was faster.
    }
}

function readOr(file, otherwise) {
    try {
        return fs.readFileSync(file, 'utf8');
    } catch {
        return otherwise;
    }
}
