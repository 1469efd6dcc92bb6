/** What was written between two looks at the end of a log: the lines of `now` after the longest end of `before` that it begins with. */
export function newLines(before: readonly string[], now: readonly string[]): readonly string[] {
    for (let from = Math.max(0, before.length - now.length); from < before.length; from++) {
        const length = before.length - from;
        if (before.slice(from).every((line, index) => line === now[index])) {
            return now.slice(length);
        }
    }
    return now;
}
