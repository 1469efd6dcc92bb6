import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject, listField, numberField, textField, type JsonValue } from './json';
import { isDead, ownerText, parseOwner, startOf, thisOwner } from './runner/owner';

const prefix = 'slipway-local-azure-';

/** The temporary folder of one run. */
export interface StateFolder {
    readonly path: string;
    noteChild(pid: number, started: string): void;
    remove(): void;
}

/** Makes this run's folder, and clears up after runs that were killed: their folders and their child processes. */
export function openStateFolder(log: (line: string) => void): StateFolder {
    sweepFolders(log);
    const path = mkdtempSync(join(tmpdir(), prefix));
    const children: { pid: number; started: string }[] = [];
    const save = () => writeFileSync(join(path, 'owner.json'), JSON.stringify({ owner: ownerText(thisOwner()), children }));
    save();
    return {
        path,
        noteChild(pid, started) {
            children.push({ pid, started });
            save();
        },
        remove: () => rmSync(path, { recursive: true, force: true }),
    };
}

function sweepFolders(log: (line: string) => void): void {
    for (const name of readdirSync(tmpdir())) {
        if (!name.startsWith(prefix)) {
            continue;
        }
        const folder = join(tmpdir(), name);
        try {
            const note = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8')) as JsonValue;
            const owner = parseOwner(textField(note, 'owner') ?? '');
            if (owner === undefined || !isDead(owner)) {
                continue;
            }
            for (const child of listField(note, 'children') ?? []) {
                const pid = numberField(child, 'pid');
                // Its start time too: the number alone may by now be somebody else's.
                if (isObject(child) && pid !== undefined && pid > 1 && textField(child, 'started') === startOf(pid)) {
                    process.kill(pid, 'SIGKILL');
                }
            }
            rmSync(folder, { recursive: true, force: true });
            log(`cleared up after a run that was killed (${owner.pid})`);
        } catch {
            // Being made or removed by its owner.
        }
    }
}
