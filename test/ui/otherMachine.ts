import { execFileSync } from 'node:child_process';

/**
 * How to start a program so that it sees another machine: `commands` (of sh) run first, in a mount namespace of its own that nothing outside can see. They
 * may set ROOT to another root.
 * Undefined where that is not allowed; only root may.
 */
export function otherMachine(commands: readonly string[]): readonly string[] | undefined {
    try {
        execFileSync('unshare', ['--mount', '--propagation', 'private', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    } catch (error) {
        if (process.env.CI === 'true') {
            throw error;
        }
        return undefined;
    }
    return ['unshare', '--mount', '--propagation', 'private', 'sh', '-ec', [...commands, 'exec chroot "${ROOT:-/}" "$@"'].join('\n'), 'sh'];
}
