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
    return [...text.matchAll(reads)].flatMap((match) => {
        const groups = match.groups ?? {};
        const variable = groups.made ?? groups.name ?? '';
        const isLookedFor = new RegExp(
            String.raw`\b${variable} (?:not )?in (?:os\.)?environ\b|\bif (?:os\.)?(?:environ\.get|getenv)\(${variable}\)`,
        ).test(text);
        const how = isLookedFor || groups.end === ',' ? 'optional' : groups.how === 'environ[' ? 'demanded' : 'asked';
        return wordsOf(text, variable, match.index)
            .map(
                (word) =>
                    `${groups.before ?? ''}${groups.letters === 'upper' ? word.toUpperCase() : groups.letters === 'lower' ? word.toLowerCase() : word}${groups.after ?? ''}`,
            ) // prettier-ignore
            .filter((name) => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(name))
            .map((name): ReadVariable => ({ name, how, file, line: lineAt(text, match.index) }));
    });
}

/** The strings of the list, written there or under a name, that a variable goes through near a place. */
function wordsOf(text: string, variable: string, at: number): string[] {
    const around = text.slice(Math.max(0, at - nearby), at + nearby);
    const list = new RegExp(String.raw`\bfor\s+${variable}\s+in\s+(?:[[({](?<written>[^\])}]*)[\])}]|(?<name>\w+))`).exec(around)?.groups;
    const written =
        list?.name === undefined
            ? list?.written
            : new RegExp(String.raw`^[ \t]*${list.name}\s*(?::[^=\n]+)?=\s*[[({]([^\])}]*)[\])}]`, 'm').exec(text)?.[1];
    return [...(written ?? '').matchAll(/["'](\w+)["']\s*(?=,|$|#)/gm)].map(([, word = '']) => word);
}

/** How far a loop is from what it reads, in letters. */
const nearby = 400;
