import os from 'node:os';

/** How much of this machine's cores nobody used, in hundredths of a core: since it was last asked, and since the beginning. Waiting for a disk counts as use. */
export function watchCores() {
    const began = sums();
    let before = began;
    return {
        idle: () => {
            const now = sums();
            const idle = between(before, now);
            before = now;
            return idle;
        },
        idleInAll: () => between(began, sums()),
    };
}

function sums() {
    const cores = os.cpus().map(({ times }) => times);
    const idle = cores.reduce((sum, times) => sum + times.idle, 0);
    return { atMs: performance.now(), idle };
}

function between(before, now) {
    return Math.round(((now.idle - before.idle) / Math.max(1, now.atMs - before.atMs)) * 100);
}
