/** The 1-based line of a position in a text. */
export function lineAt(text: string, index: number): number {
    let line = 1;
    for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) {
        line += 1;
    }
    return line;
}

/** The first match with its line; the pattern must not be sticky. */
export function findInText(text: string, pattern: RegExp): { readonly match: RegExpExecArray; readonly line: number } | undefined {
    const match = new RegExp(pattern.source, pattern.flags.replace('g', '')).exec(text);
    return match === null ? undefined : { match, line: lineAt(text, match.index) };
}
