import fs from 'node:fs';
import path from 'node:path';
import { say } from './say.mjs';
import { toolsFolder } from './root.mjs';
import { withLock } from './withLock.mjs';

/**
 * The folder `.tools/<name>`, filled by `build(folder)` unless it is there already. The folder appears under its name only when it is complete, so a build that
 * was interrupted leaves nothing that looks finished. Put versions into the name: a changed recipe is a new name.
 */
export async function installOnce(name, build) {
    const folder = path.join(toolsFolder, name);
    if (fs.existsSync(folder)) {
        return folder;
    }
    return await withLock(name, async () => {
        if (fs.existsSync(folder)) {
            return folder;
        }
        say(`installing ${name} into .tools`);
        const half = `${folder}.half`;
        fs.rmSync(half, { recursive: true, force: true });
        fs.mkdirSync(half, { recursive: true });
        await build(half);
        fs.renameSync(half, folder);
        say(`installed ${name}`);
        return folder;
    });
}
