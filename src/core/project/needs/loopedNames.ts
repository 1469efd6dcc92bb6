import { lineAt } from '../textLines';
import type { ReadVariable } from './readVariable';

/** `os.environ.get(f"DB_{part.upper()}")`, `os.getenv(name)`, `os.environ[name]`: groups `text` and `letters` of a name that is made, or `name`. */
const reads =
    /\b(?<how>environ\.get\(|getenv\(|environ\[)\s*(?:f(?<quote>["'])(?<before>\w*)\{(?<made>\w+)(?:\.(?<letters>upper|lower)\(\))?\}(?<after>\w*)\k<quote>|(?<name>[a-z_]\w*))\s*(?<end>[,)\]])/g;

/** Variables of which code reads one after the other: their names, or a part of them, are in a list that it goes through. */
export function loopedNames(file: string, text: string): ReadVariable[] {
    if (!/\bfor\b/.test(text)) {
        return [];
    }
    const found = [...text.matchAll(reads)].filter(({ 0: read, index }) => !isChanged(text, index, index + read.length));
    if (found.length === 0) {
        return [];
    }
    const lookedFor = new Set([...text.matchAll(looks)].map(([, asked, tested]) => asked ?? tested));
    const lists = listsIn(text);
    return found.flatMap((match) => {
        const groups = match.groups ?? {};
        const variable = groups.made ?? groups.name ?? '';
        const isOptional = lookedFor.has(variable) || groups.end === ',';
        const how = isOptional ? 'optional' : groups.how === 'environ[' ? 'demanded' : 'asked';
        return wordsOf(text, lists, variable, match.index)
            .map((word) => `${groups.before ?? ''}${asLetters(word, groups.letters)}${groups.after ?? ''}`)
            .filter((name) => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(name))
            .map((name): ReadVariable => ({ name, how, file, line: lineAt(text, match.index) }));
    });
}

/** True for `os.environ[name] = "1"` and `del os.environ[name]`. */
function isChanged(text: string, start: number, end: number): boolean {
    return /^[ \t]{0,4}=(?!=)/.test(text.slice(end, end + 6)) || /\bdel[ \t]+(?:os\.)?$/.test(text.slice(Math.max(0, start - 12), start));
}

/** A condition that asks whether a variable is there. */
const looks = /\b(\w+) (?:not )?in (?:os\.)?environ\b|\bif (?:os\.)?(?:environ\.get|getenv)\((\w+)\)/g;

function asLetters(word: string, letters: string | undefined): string {
    return letters === 'upper' ? word.toUpperCase() : letters === 'lower' ? word.toLowerCase() : word;
}

/** What is written in the lists of a file, by their names; the first counts. */
function listsIn(text: string): ReadonlyMap<string, string> {
    const found = [...text.matchAll(/^[ \t]*(\w+)[ \t]*(?::[^=\n]+)?=[ \t]*[[({]([^\])}]{0,2000})[\])}]/gm)];
    return new Map(found.reverse().map(([, name = '', written = '']) => [name, written]));
}

/** The strings of the list, written there or under a name, that a variable goes through near a place. */
function wordsOf(text: string, lists: ReadonlyMap<string, string>, variable: string, at: number): string[] {
    const around = text.slice(Math.max(0, at - nearby), at + nearby);
    const list = new RegExp(String.raw`\bfor\s+${variable}\s+in\s+(?:[[({](?<written>[^\])}]*)[\])}]|(?<name>\w+))`).exec(around)?.groups;
    const written = list?.name === undefined ? list?.written : lists.get(list.name);
    return [...(written ?? '').matchAll(/["'](\w+)["']\s*(?=,|$|#)/gm)].map(([, word = '']) => word);
}

/** How far a loop is from what it reads, in letters. */
const nearby = 400;
