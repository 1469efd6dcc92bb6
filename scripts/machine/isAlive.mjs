/** Whether a process with this id exists; one that belongs to somebody else counts. */
export function isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return error.code === 'EPERM';
    }
}
