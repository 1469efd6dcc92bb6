import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { atEnd } from '../machine/atEnd.mjs';

/** Runs `work` with a new folder under the system's temporary one, which is removed whatever happens. */
export async function scratchFolder(work) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-'));
    const remove = () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    const forget = atEnd(remove);
    try {
        return await work(folder);
    } finally {
        forget();
        remove();
    }
}
