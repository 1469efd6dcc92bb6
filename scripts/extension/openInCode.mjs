import path from 'node:path';
import { root } from '../machine/root.mjs';
import { run } from '../machine/run.mjs';
import { say } from '../machine/say.mjs';
import { start } from '../machine/start.mjs';
import { tryOutSettings } from './tryOutSettings.mjs';

/** Opens the folder in the installed VS Code, with user data and extensions of its own; resolves with a promise of the window's end. */
export async function openInCode({ code, scratch, folder, env }) {
    const data = path.join(scratch, 'code');
    tryOutSettings(path.join(data, 'User/settings.json'));
    const places = ['--user-data-dir', data, '--extensions-dir', path.join(scratch, 'extensions')];
    // Chromium has no sandbox for root.
    const rights = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    await run(code, [...places, ...rights, '--install-extension', path.join(root, 'out/slipway.vsix')]);
    say('opening VS Code; close its window or press Ctrl-C here to end everything');
    return start(code, [...places, ...rights, '--new-window', '--wait', folder], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
