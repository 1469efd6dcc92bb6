import fs from 'node:fs';
import { onPath } from '../machine/onPath.mjs';

/**
 * The `code` on the PATH, where it can show a window that gets this process's environment. Not under WSL, where it opens a window of Windows and the key of
 * the local Azure would not get there; not on a Linux without a screen.
 */
export function usableCode() {
    const isWsl = process.platform === 'linux' && /microsoft/i.test(fs.readFileSync('/proc/version', 'utf8'));
    const hasScreen = process.platform === 'darwin' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
    return isWsl || !hasScreen ? undefined : onPath('code');
}
