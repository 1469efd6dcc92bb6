import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names the process that runs a container, on the container itself: `host/pid/start`, the start in clock ticks since the machine's, or empty. */
export const ownerLabel = 'slipway.owner';

export function thisProcess(): string {
    return `${hostname()}/${process.pid.toString()}/${startOf(process.pid)}`;
}

/** Whether the process that a label names was of this machine and has ended. What cannot be told apart from a living one counts as living. */
export function hasEnded(owner: string | undefined): boolean {
    const [host, pid, start] = /^(.+)\/(\d+)\/(\d*)$/.exec(owner ?? '')?.slice(1) ?? [];
    if (host !== hostname() || pid === undefined) {
        return false;
    }
    try {
        process.kill(Number(pid), 0);
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ESRCH';
    }
    // The number may have gone to another process since.
    const now = startOf(Number(pid));
    return start !== '' && now !== '' && start !== now;
}

/** Field 22 of /proc/PID/stat, behind a name that may hold spaces and brackets; empty where there is none. */
function startOf(pid: number): string {
    try {
        const text = readFileSync(`/proc/${pid.toString()}/stat`, 'utf8');
        return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    } catch {
        return '';
    }
}
