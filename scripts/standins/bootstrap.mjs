import fs from 'node:fs';
import path from 'node:path';
import { run } from '../machine/run.mjs';
import { scratchFolder } from './scratchFolder.mjs';

const left = [
    'path-exclude=/usr/share/doc/*',
    'path-exclude=/usr/share/man/*',
    'path-exclude=/usr/share/info/*',
    'path-exclude=/usr/share/locale/*',
];

/**
 * Makes a minimal Debian root file system with mmdebstrap and hands its complete tar stream to `consume`. `sources` are one-line apt sources; `include`
 * are packages on top of the minimum; `files` (path → text) are written into it last; `commands` run inside it before that.
 */
export async function bootstrap({ codename, sources, include = [], files = {}, commands = [] }, consume) {
    await scratchFolder(async (folder) => {
        const overlay = path.join(folder, 'files');
        for (const [name, text] of Object.entries(files)) {
            const file = path.join(overlay, name);
            fs.mkdirSync(path.dirname(file), { recursive: true });
            fs.writeFileSync(file, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
        }
        const tar = path.join(folder, 'root.tar');
        await run('mmdebstrap', [
            '--variant=minbase',
            '--format=tar',
            ...left.map((option) => `--dpkgopt=${option}`),
            '--dpkgopt=force-unsafe-io',
            '--aptopt=APT::Install-Recommends "false"',
            '--aptopt=Acquire::Retries "3"',
            ...(include.length > 0 ? [`--include=${include.join(',')}`] : []),
            ...commands.map((command) => `--customize-hook=chroot "$1" /bin/sh -ec '${command}'`),
            ...(Object.keys(files).length > 0 ? [`--customize-hook=cp -r ${overlay}/. "$1"/`] : []),
            '--customize-hook=rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/* "$1"/var/log/*.log "$1"/var/log/apt',
            codename,
            tar,
            ...sources,
        ]);
        await consume(fs.createReadStream(tar));
    });
}
