import fs from 'node:fs';
import path from 'node:path';
import { debianLike } from './debianLike.mjs';
import { installOnce } from './installOnce.mjs';
import { onPath } from './onPath.mjs';
import { run } from './run.mjs';

/**
 * The path of Debian's `docker-registry` program, which needs nothing but libc. It is unpacked, not installed: the package would start a registry without
 * a password on port 5000 of every interface. Undefined where there is no apt.
 */
export async function dockerRegistry() {
    const found = onPath('docker-registry');
    if (found || !debianLike()) {
        return found;
    }
    const folder = await installOnce('docker-registry', async (half) => {
        // apt drops its rights to `_apt` for a download, which may not enter a private folder; the download then goes on as root, with a warning.
        const download = () => run('apt-get', ['download', 'docker-registry'], { cwd: half });
        await download().catch(async () => {
            await run('apt-get', ['update']);
            await download();
        });
        const file = fs.readdirSync(half).find((name) => name.endsWith('.deb'));
        await run('dpkg-deb', ['-x', path.join(half, file), half]);
        fs.rmSync(path.join(half, file));
    });
    return path.join(folder, 'usr/bin/docker-registry');
}
