import { lineAt } from '../textLines';
import type { SourceText } from './sourceText';

export interface Place {
    readonly file: string;
    /** From 1. */
    readonly line: number;
}

/** Enough to ask hundreds of small files at once, and no more than that for a pattern to go through in vain. */
const mostTogether = 256 * 1024;

/**
 * Texts that are asked for dozens of patterns, of which most are in none of them: each pattern is first tried on many texts at once. A comment does not count.
 * `anywhere` takes a pattern over several lines, `^` and `$` being those of a line; `lines` tries it on each line by itself.
 */
export class SearchedTexts {
    private readonly groups: { readonly texts: SourceText[]; together: string; folded: string }[] = [];

    constructor(
        texts: readonly SourceText[],
        private readonly how: 'anywhere' | 'lines' = 'anywhere',
    ) {
        for (const written of texts) {
            // Cargo's lists of features may go over several lines.
            const each = written.file.endsWith('Cargo.toml')
                ? { file: written.file, text: written.text.replace(/\[[^[\]]*\]/g, onOneLine) }
                : written;
            let group = this.groups.at(-1);
            if (group === undefined || group.together.length + each.text.length > mostTogether) {
                group = { texts: [], together: '', folded: '' };
                this.groups.push(group);
            }
            group.texts.push(each);
            group.together += `${each.text}\n`;
            group.folded += how === 'lines' && isFolded(each.file) ? `${each.text.toLowerCase()}\n` : '';
        }
    }

    /** The first place, in the order of the texts. */
    find(pattern: RegExp | undefined): Place | undefined {
        if (pattern === undefined) {
            return undefined;
        }
        const byLines = globalOf(pattern);
        for (const { texts, together, folded } of this.groups) {
            byLines.lastIndex = 0;
            if (!byLines.test(together)) {
                byLines.lastIndex = 0;
                if (folded === '' || !byLines.test(folded)) {
                    continue;
                }
            }
            for (const each of texts) {
                const line = this.how === 'lines' ? lineOf(each, pattern) : lineAnywhere(each.text, byLines);
                if (line !== undefined) {
                    return { file: each.file, line };
                }
            }
        }
        return undefined;
    }
}

/** The Python index does not tell capitals apart. */
function isFolded(file: string): boolean {
    return /\.(txt|in|toml|cfg)$|Pipfile$/.test(file);
}

function lineOf({ file, text }: SourceText, pattern: RegExp): number | undefined {
    const folded = isFolded(file);
    const at = text
        .split('\n')
        .findIndex(
            (line) => !/^\s*(#|\/\/|<!--)|\/\/ indirect/.test(line) && (pattern.test(line) || (folded && pattern.test(line.toLowerCase()))),
        );
    return at < 0 ? undefined : at + 1;
}

function lineAnywhere(text: string, byLines: RegExp): number | undefined {
    byLines.lastIndex = 0;
    for (const match of text.matchAll(byLines)) {
        const at = match.index + match[0].length - match[0].trimStart().length;
        const end = text.indexOf('\n', at);
        if (!/^\s*(#|\/\/|\*|--)/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, end < 0 ? text.length : end))) {
            return lineAt(text, at);
        }
    }
    return undefined;
}

const globals = new WeakMap<RegExp, RegExp>();

/** The pattern for a whole text: every match, and `^` and `$` at each line. Made once, for making one costs as much as a search in a small file. */
function globalOf(pattern: RegExp): RegExp {
    let made = globals.get(pattern);
    if (made === undefined) {
        made = new RegExp(pattern.source, pattern.flags.includes('m') ? 'gm' : `${pattern.flags}gm`);
        globals.set(pattern, made);
    }
    return made;
}

/** A list without its line breaks, which follow it, so that what comes after stays in its line. */
function onOneLine(list: string): string {
    const parts = list.split('\n');
    return parts.join(' ') + '\n'.repeat(parts.length - 1);
}
