import type { Span } from '../span';
import type { Word } from '../dockerfile/shellCommands';

export interface OptionValue {
    readonly text: string;
    /** Of the value alone where it is a word of its own or follows `=`. */
    readonly span: Span;
    readonly word: Word;
}

/** Every value given for an option by any of its names: `--bind X`, `--bind=X`, `-b X`, `-bX`. */
export function optionValues(document: string, words: readonly Word[], names: readonly string[]): readonly OptionValue[] {
    const found: OptionValue[] = [];
    words.forEach((word, at) => {
        for (const name of names) {
            if (word.text === name) {
                const value = words[at + 1];
                if (value !== undefined) {
                    found.push({ text: value.text, span: within(document, value, value.text), word: value });
                }
            } else if (
                word.text.startsWith(`${name}=`) ||
                (/^-[a-zA-Z]$/.test(name) && word.text.startsWith(name) && word.text.length > 2)
            ) {
                const text = word.text.slice(name.length).replace(/^=/, '');
                found.push({ text, span: within(document, word, text), word });
            }
        }
    });
    return found;
}

/** Where `part` stands inside a word as written; the whole word when quotes or escapes hide it. */
export function within(document: string, word: Span, part: string): Span {
    const at = document.slice(word.start, word.end).lastIndexOf(part);
    return at === -1 || part === '' ? { start: word.start, end: word.end } : { start: word.start + at, end: word.start + at + part.length };
}
