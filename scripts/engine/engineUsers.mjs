import fs from 'node:fs';
import path from 'node:path';
import { isAlive } from '../machine/isAlive.mjs';
import { toolsFolder } from '../machine/root.mjs';

const folder = path.join(toolsFolder, 'engine.users');

/** The user that keeps an engine that was started by name on the command line. */
export const staying = 'stays';

/** Notes that this process (or `staying`) uses the engine that the scripts started, so that another one that ends first does not stop it. */
export function joinEngine(user = String(process.pid)) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, user), '');
}

/** Takes the note back; true when nobody else uses the engine. */
export function leaveEngine(user = String(process.pid)) {
    fs.mkdirSync(folder, { recursive: true });
    fs.rmSync(path.join(folder, user), { force: true });
    for (const name of fs.readdirSync(folder)) {
        if (name === staying || isAlive(Number(name))) {
            return false;
        }
        fs.rmSync(path.join(folder, name), { force: true });
    }
    return true;
}
