/** Less than this before a break leaves a line that says nothing. */
const fewest = 24;

/**
 * A sentence as the two lines of a list's row, since a list cuts off what is longer than it is wide: the first has at most `most` characters and ends where the
 * sentence pauses, or at a word's end where it does not. The second is '' for a sentence that fits.
 */
export function twoLines(sentence: string, most: number): readonly [first: string, rest: string] {
    if (sentence.length <= most) {
        return [sentence, ''];
    }
    const within = sentence.slice(0, most + 1);
    const pauses = [': ', '; ', '. ', ', '].map((mark) => within.lastIndexOf(mark)).find((at) => at >= fewest);
    const space = within.lastIndexOf(' ');
    const end = pauses === undefined ? (space >= fewest ? space : most) : pauses + 1;
    return [sentence.slice(0, end).trimEnd(), sentence.slice(end).trimStart()];
}
