/** Splits a shell command into its words, quotes removed; `&&`, `||`, `;`, `|` and newlines end a command and begin the next. */
export function splitCommand(command: string): readonly (readonly string[])[] {
    const commands: string[][] = [[]];
    let word: string | undefined;
    let quote: string | undefined;
    const endWord = () => {
        if (word !== undefined) {
            commands.at(-1)?.push(word);
            word = undefined;
        }
    };
    for (let at = 0; at < command.length; at += 1) {
        const letter = command.charAt(at);
        if (quote !== undefined) {
            if (letter === quote) {
                quote = undefined;
            } else if (letter === '\\' && quote === '"' && at + 1 < command.length) {
                at += 1;
                word = `${word ?? ''}${command.charAt(at)}`;
            } else {
                word = `${word ?? ''}${letter}`;
            }
        } else if (letter === '"' || letter === "'") {
            quote = letter;
            word ??= '';
        } else if (letter === '\\' && at + 1 < command.length) {
            at += 1;
            if (command.charAt(at) !== '\n') {
                word = `${word ?? ''}${command.charAt(at)}`;
            }
        } else if (letter === '#' && word === undefined) {
            const end = command.indexOf('\n', at);
            at = end < 0 ? command.length : end - 1;
        } else if (/[;&|\n]/.test(letter)) {
            endWord();
            commands.push([]);
        } else if (/\s/.test(letter)) {
            endWord();
        } else {
            word = `${word ?? ''}${letter}`;
        }
    }
    endWord();
    return commands.filter((words) => words.length > 0);
}
