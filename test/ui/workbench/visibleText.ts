/** A text as a person reads it: without icon glyphs and marks of direction, every run of blanks one space. */
export function visibleText(text: string): string {
    return text
        .replace(/[\u{E000}-\u{F8FF}\u{200B}\u{200E}\u{FEFF}]/gu, '')
        .replace(/\s+/g, ' ')
        .trim();
}
