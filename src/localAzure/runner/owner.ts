import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names one running process for good: a pid alone is reused. */
export interface Owner {
    readonly machine: string;
    readonly pid: number;
    /** When the process started, in the system's own words. */
    readonly started: string;
}

/** Everything that the local Azure makes on an engine bears this label with its owner. */
export const ownerLabel = 'slipway.local-azure.owner';

export function thisOwner(): Owner {
    return { machine: hostname(), pid: process.pid, started: startOf(process.pid) ?? 'unknown' };
}

export function ownerText(owner: Owner): string {
    return JSON.stringify([owner.machine, owner.pid, owner.started]);
}

export function parseOwner(text: string): Owner | undefined {
    try {
        const parsed = JSON.parse(text) as unknown;
        if (Array.isArray(parsed)) {
            const [machine, pid, started] = parsed as readonly unknown[];
            if (typeof machine === 'string' && typeof pid === 'number' && Number.isInteger(pid) && pid > 0 && typeof started === 'string') {
                return { machine, pid, started };
            }
        }
    } catch {
        // Not ours.
    }
    return undefined;
}

/** True only when the owner lived on this machine and is certainly gone: when in doubt, what it made stays. */
export function isDead(owner: Owner): boolean {
    if (owner.machine !== hostname()) {
        return false;
    }
    try {
        process.kill(owner.pid, 0);
    } catch (error) {
        return error instanceof Error && 'code' in error && error.code === 'ESRCH';
    }
    const started = startOf(owner.pid);
    return started !== undefined && owner.started !== 'unknown' && started !== owner.started;
}

/** When a process started; undefined when the system does not tell. */
export function startOf(pid: number): string | undefined {
    try {
        if (process.platform === 'linux') {
            // The 22nd field; the second, the command's name in brackets, may hold spaces and brackets itself.
            const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
            const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
            return fields[0] === 'Z' ? undefined : fields[19];
        }
        if (process.platform === 'darwin') {
            return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
        }
    } catch {
        // Gone in between.
    }
    return undefined;
}
