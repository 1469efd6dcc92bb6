import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readTools } from './tools';

const kept = path.resolve(import.meta.dirname, '../../out/browserCaches');
// Nothing else of a profile is kept: in its storage VS Code remembers what one window was like.
const parts = ['Default/Cache', 'Default/Code Cache'];
// The workbench alone is 12 MB once it is compiled; all else is less than 4.
const compiledBytes = 8_000_000;

/**
 * What an earlier window left in its browser's caches for the next ones. A browser keeps a page's scripts the first time, and what it compiled of them when it
 * meets them again: the first window leaves `seen`, one that began with that leaves `compiled`, and no later one leaves anything.
 */
export function takeCaches(profile: string): void {
    const from = (['compiled', 'seen'] as const).map(folderOf).find((folder) => fs.existsSync(folder));
    if (from !== undefined) {
        fs.cpSync(from, profile, { recursive: true });
    }
}

/** Keeps the caches of a browser that has ended, where they are worth more than what is kept. */
export function keepCaches(profile: string): void {
    const folder = folderOf(sizeOf(path.join(profile, 'Default/Code Cache')) > compiledBytes ? 'compiled' : 'seen');
    if (fs.existsSync(folder) || parts.some((part) => !fs.existsSync(path.join(profile, part)))) {
        return;
    }
    fs.mkdirSync(kept, { recursive: true });
    const half = fs.mkdtempSync(`${folder}-`);
    for (const part of parts) {
        fs.cpSync(path.join(profile, part), path.join(half, part), { recursive: true });
    }
    try {
        fs.renameSync(half, folder);
    } catch {
        // Another window was faster.
        fs.rmSync(half, { recursive: true, force: true });
    }
}

/** Of one browser and one VS Code: another one's would be of no use. */
function folderOf(stage: 'seen' | 'compiled'): string {
    const { browser, codeServer } = readTools();
    const { size, mtimeMs } = fs.statSync(fs.realpathSync(browser));
    const key = createHash('sha256')
        .update(JSON.stringify([browser, size, mtimeMs, codeServer.version]))
        .digest('hex')
        .slice(0, 16);
    return path.join(kept, `${key}-${stage}`);
}

function sizeOf(folder: string): number {
    const names = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
    return names.reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0);
}
