/** "RuntimeError: no chart aboard", "Error: listen EADDRINUSE", "panic: …", behind a time or not. */
const error =
    /^(?:\d{4}-\d\d-\d\dT?\S*\s+)?(?:[FPE]\s+)?((?:(?:Uncaught |Caused by: |Exception in thread "[^"]*" )?(?:[A-Za-z_][\w.$]*)?(?:Error|Exception|Fault)(?: \[\w+\])?: \S|panic: |fatal error: |Unhandled exception[.:] )[^\n]*)$/;
const fallback = 3;

/** The lines of a crashed app's log that tell most: the last error that it names, or else its last lines. */
export function crashWords(log: readonly string[]): readonly string[] {
    const named = log.map((line) => error.exec(line.trimEnd())?.[1]).findLast((found) => found !== undefined);
    return named === undefined ? log.slice(-fallback) : [named];
}
