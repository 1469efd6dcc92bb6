import type { Word } from '../dockerfile/shellCommands';

/** Arguments to insert after a word, written the way that word is: as JSON strings with a comma, or plain. */
export function argumentText(after: Word, words: readonly string[]): string {
    return isJson(after) ? words.map((word) => `, ${JSON.stringify(word)}`).join('') : words.map((word) => ` ${word}`).join('');
}

/** True for a word of the JSON form, whose span includes its quotes. */
export function isJson(word: Word): boolean {
    return word.end - word.start === JSON.stringify(word.text).length;
}
