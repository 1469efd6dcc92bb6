/** Where the lines of the text that was asked about last begin: of one text, places are asked for one after the other. */
let last: { readonly text: string; readonly starts: readonly number[] } = { text: '', starts: [0] };

/** The 1-based line of a position in a text. */
export function lineAt(text: string, index: number): number {
    const { starts } = last.text === text ? last : (last = { text, starts: startsOf(text) });
    let [from, to] = [0, starts.length];
    while (to - from > 1) {
        const middle = (from + to) >> 1;
        [from, to] = (starts[middle] ?? 0) <= index ? [middle, to] : [from, middle];
    }
    return from + 1;
}

function startsOf(text: string): number[] {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
        starts.push(at + 1);
    }
    return starts;
}

/** The first match with its line; the pattern must not be sticky. */
export function findInText(text: string, pattern: RegExp): { readonly match: RegExpExecArray; readonly line: number } | undefined {
    const match = new RegExp(pattern.source, pattern.flags.replace('g', '')).exec(text);
    return match === null ? undefined : { match, line: lineAt(text, match.index) };
}
