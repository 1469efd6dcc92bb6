/** Quoted for sh when it has parentheses or spaces. */
export function shellWord(word: string): string {
    return /^[\w.:/@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
