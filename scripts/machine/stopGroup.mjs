import { setTimeout as sleep } from 'node:timers/promises';

/** Ends the process group that `start` made for a child: SIGTERM, and SIGKILL for what is left after `graceMs`. */
export async function stopGroup(child, graceMs = 5000) {
    if (child.pid === undefined) {
        return;
    }
    const signal = (name) => {
        try {
            process.kill(-child.pid, name);
            return true;
        } catch {
            return false;
        }
    };
    // A group lives as long as any member of it does: signal 0 asks without harm. The leader may be a zombie until Node has reaped it.
    for (let asked = signal('SIGTERM'), end = Date.now() + graceMs; asked && Date.now() < end; asked = signal(0)) {
        await sleep(25);
    }
    signal('SIGKILL');
}
