const startedAt = Date.now();

/** One line of progress with the seconds since the script began; on stderr, because some scripts promise a machine-readable stdout. */
export function say(text) {
    process.stderr.write(`[${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s] ${text}\n`);
}
