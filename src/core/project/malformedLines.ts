/** Where a file that is read line by line stops to be what its name says: the line, from 1, and why. */
export interface BrokenLine extends Why {
    readonly line: number;
}

/** What is wrong with a line, said to the user. */
interface Why {
    readonly reason: string;
}

/** What a merge leaves around two versions of a file that do not agree. What stands between them may underline a heading. */
const conflict = /^(?:<{7}|>{7}) /;

/** The first line that is one of a merge nobody finished, or that `judge` has something against. */
function firstOf(text: string, judge: (line: string) => Why | undefined): BrokenLine | undefined {
    const lines = text.split('\n');
    for (const [at, written] of lines.entries()) {
        const line = written.replace(/\r$/, '');
        const why = conflict.test(line) ? { reason: 'a merge is not finished' } : judge(line);
        if (why !== undefined) {
            return { line: at + 1, ...why };
        }
    }
    return undefined;
}

/** A lock of many thousand lines, whose whole grammar would take too long: headers are whole, and no merge is open. */
export function brokenLock(text: string): BrokenLine | undefined {
    return firstOf(text, (line) =>
        /^\[\[?[\w."-]+\]?\s*$/.test(line) && !/^(?:\[[^[\]]+\]|\[\[[^[\]]+\]\])\s*$/.test(line)
            ? { reason: 'a header is not closed' }
            : undefined,
    );
}

/** https://docs.python.org/3/library/configparser.html: sections in brackets, keys with a value, and what is indented belongs to the line above. */
export function brokenIni(text: string): BrokenLine | undefined {
    let section = false;
    return firstOf(text.replace(/^\ufeff/, ''), (line) => {
        if (line.trim() === '' || /^\s*[#;]/.test(line) || (section && /^\s/.test(line))) {
            return undefined;
        }
        if (line.startsWith('[')) {
            section = true;
            return line.includes(']') ? undefined : { reason: 'a section is not closed' };
        }
        return !section ? { reason: 'it begins without a section' } : /[=:]/.test(line) ? undefined : { reason: 'a key has no value' };
    });
}

const goWords = /^(module|go|toolchain|require|exclude|replace|retract|tool|ignore|godebug|use)\b/;

/** https://go.dev/ref/mod#go-mod-file-grammar: one directive a line, or several in parentheses. */
export function brokenGoMod(text: string): BrokenLine | undefined {
    let open = 0;
    let at = 0;
    const broken = firstOf(text, (written) => {
        at += 1;
        const line = written.replace(/\/\/.*$/, '').trim();
        if (open > 0) {
            open = line === ')' ? 0 : open;
            return goWords.test(line) && line.endsWith('(') ? { reason: 'a parenthesis is not closed' } : undefined;
        }
        if (line === '') {
            return undefined;
        }
        if (!goWords.test(line)) {
            return { reason: 'it is no directive' };
        }
        open = line.endsWith('(') ? at : 0;
        const version = /^go\s+(\S+)$/.exec(line)?.[1];
        return version === undefined || /^\d+\.\d+(?:\.\d+)?(?:[a-z]+\d+)?$/.test(version)
            ? undefined
            : { reason: `${version} is no version of Go` };
    });
    return broken ?? (open > 0 ? { line: open, reason: 'a parenthesis is not closed' } : undefined);
}

/** A Gemfile is a program; only the lines that every one has are looked at, whose text may not be left open. */
export function brokenGemfile(text: string): BrokenLine | undefined {
    return firstOf(text, (line) =>
        /^\s*(?:gem|source|ruby)[\s(]*['"]/.test(line) && leavesOpen(line) ? { reason: 'a text is not closed' } : undefined,
    );
}

/** True where a text in quotes does not end in its line. */
function leavesOpen(line: string): boolean {
    let quote = '';
    for (let at = 0; at < line.length; at += 1) {
        const letter = line[at] ?? '';
        if (letter === '\\') {
            at += 1;
        } else if (quote !== '') {
            quote = letter === quote ? '' : quote;
        } else if (letter === '#') {
            return false;
        } else if (letter === '"' || letter === "'") {
            quote = letter;
        }
    }
    return quote !== '';
}

/**
 * Of a script of Gradle, that its braces are closed; texts and comments may hold some. One with patterns between slashes, or with texts inside of what a text
 * fills in, is not judged.
 */
export function brokenGradle(text: string): BrokenLine | undefined {
    const merged = firstOf(text, () => undefined);
    if (merged !== undefined || /(?:[=(,~?:[{]|\s)\/[^/*\s]|\$\/|\$\{[^}\n]{0,200}["'\n]/.test(text)) {
        return merged;
    }
    const open: number[] = [];
    for (const match of text.matchAll(
        /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|'''[\s\S]*?'''|"""[\s\S]*?"{3,}|`[^`\n]*`|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|['"{}]/g,
    )) {
        const [found] = match;
        if (found === '}') {
            open.pop();
        } else if (found === '{') {
            open.push(match.index);
        } else if (found === "'" || found === '"') {
            return { line: lineOf(text, match.index), reason: 'a text is not closed' };
        }
    }
    const last = open.at(-1);
    return last === undefined ? undefined : { line: lineOf(text, last), reason: 'a brace is not closed' };
}

function lineOf(text: string, offset: number): number {
    return text.slice(0, offset).split('\n').length;
}
