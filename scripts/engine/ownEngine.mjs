import fs from 'node:fs';
import path from 'node:path';
import { isAlive } from '../machine/isAlive.mjs';
import { toolsFolder } from '../machine/root.mjs';

const file = path.join(toolsFolder, 'engine.json');

/** The record `{ pid, startTime }` of the dockerd that these scripts started, while that very process lives. */
export function ownEngine() {
    let record;
    try {
        record = JSON.parse(fs.readFileSync(file, 'utf8'));
    } catch {
        return undefined;
    }
    // Process ids are used again: the start time tells whether it is still the same process.
    return Number.isInteger(record.pid) && isAlive(record.pid) && record.startTime === processStartTime(record.pid) ? record : undefined;
}

export function rememberEngine(pid) {
    fs.mkdirSync(toolsFolder, { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ pid, startTime: processStartTime(pid) }));
}

export function forgetEngine() {
    fs.rmSync(file, { force: true });
}

function processStartTime(pid) {
    try {
        // Field 22 of /proc/<pid>/stat; the program's name before it may contain spaces.
        const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
        return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    } catch {
        return undefined;
    }
}
