import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readTools } from './tools';

/** Installs packaged extensions into an extensions folder; throws with the server's words when it refuses one. */
export function installVsix(extensionsDir: string, ...files: readonly string[]): void {
    const tools = readTools();
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-vsix-'));
    try {
        for (const file of files) {
            const where = ['--server-data-dir', data, '--extensions-dir', extensionsDir];
            const what = ['--install-extension', path.resolve(file), '--force'];
            execFileSync(tools.node, [tools.codeServer.server, '--accept-server-license-terms', ...where, ...what], {
                encoding: 'utf8',
                stdio: 'pipe',
            });
        }
    } finally {
        fs.rmSync(data, { recursive: true, force: true });
    }
}
