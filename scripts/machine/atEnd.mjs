const stops = [];
let ending;

/**
 * Remembers how to stop something that was started. Everything remembered is stopped, last first, by `endAll`, on SIGINT, SIGTERM and SIGHUP.
 * Returns a function that forgets it again.
 */
export function atEnd(stop) {
    if (stops.length === 0) {
        watchSignals();
    }
    const entry = { stop };
    stops.push(entry);
    return () => {
        const at = stops.indexOf(entry);
        if (at >= 0) {
            stops.splice(at, 1);
        }
    };
}

/** Stops everything that `atEnd` remembers. One stop that fails does not keep the others from being stopped. */
export function endAll() {
    ending ??= (async () => {
        while (stops.length > 0) {
            try {
                await stops.pop().stop();
            } catch (error) {
                process.stderr.write(`could not stop cleanly: ${error instanceof Error ? error.message : String(error)}\n`);
            }
        }
        ending = undefined;
    })();
    return ending;
}

let watching = false;

function watchSignals() {
    if (watching) {
        return;
    }
    watching = true;
    for (const [signal, code] of [
        ['SIGINT', 130],
        ['SIGTERM', 143],
        ['SIGHUP', 129],
    ]) {
        process.on(signal, () => void endAll().then(() => process.exit(code)));
    }
}
