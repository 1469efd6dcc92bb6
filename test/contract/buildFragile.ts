import { execFileSync } from 'node:child_process';
import path from 'node:path';

/**
 * Builds samples/fragile, once for all suites of a run, and answers its tag. Nobody takes the tag away: with the last one of an image the classic builder
 * forgets its layers too, and the next suite would install sshd from Debian again, for half a minute.
 */
export function buildFragile(): string {
    const tag = 'slipway-test-fragile:latest';
    const folder = path.resolve(__dirname, '../../samples/fragile');
    execFileSync('docker', ['build', '-q', '--label', 'slipway-test=ssh', '-t', tag, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    return tag;
}
