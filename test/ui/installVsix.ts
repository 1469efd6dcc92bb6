import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readTools } from './tools';

const installations = path.resolve(import.meta.dirname, '../../out/installed');

/**
 * Installs a packaged extension into an extensions folder that is not there yet; throws with the server's words when it refuses it. A server starts and ends
 * for that, so what one left for the first window is copied for the next ones, as long as package and server are the same.
 */
export function installVsix(extensionsDir: string, file: string): void {
    const { codeServer } = readTools();
    const installed = path.join(installations, `${codeServer.version}-${createHash('sha256').update(fs.readFileSync(file)).digest('hex')}`);
    if (!fs.existsSync(installed)) {
        fs.mkdirSync(installations, { recursive: true });
        const half = fs.mkdtempSync(`${installed}-`);
        install(half, file);
        move(half, installed);
    }
    fs.cpSync(installed, extensionsDir, { recursive: true });
    moveEntries(extensionsDir);
}

function install(extensionsDir: string, file: string): void {
    const tools = readTools();
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-vsix-'));
    try {
        const where = ['--server-data-dir', data, '--extensions-dir', extensionsDir];
        const what = ['--install-extension', path.resolve(file), '--force'];
        execFileSync(tools.node, [tools.codeServer.server, '--accept-server-license-terms', ...where, ...what], {
            encoding: 'utf8',
            stdio: 'pipe',
        });
    } finally {
        fs.rmSync(data, { recursive: true, force: true });
    }
}

/** VS Code's own list names each extension's folder in full. */
function moveEntries(extensionsDir: string): void {
    const list = path.join(extensionsDir, 'extensions.json');
    const entries = JSON.parse(fs.readFileSync(list, 'utf8')) as { relativeLocation: string }[];
    const moved = entries.map((entry) => ({
        ...entry,
        location: { $mid: 1, scheme: 'file', path: path.resolve(extensionsDir, entry.relativeLocation) },
    }));
    fs.writeFileSync(list, JSON.stringify(moved));
}

/** Two windows that begin at the same time both install it. */
function move(half: string, installed: string): void {
    try {
        fs.renameSync(half, installed);
    } catch (error) {
        fs.rmSync(half, { recursive: true, force: true });
        if (!fs.existsSync(installed)) {
            throw error;
        }
    }
}
