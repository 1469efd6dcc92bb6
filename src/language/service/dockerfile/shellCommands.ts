import type { Span } from '../span';

export interface Word extends Span {
    /** Without its quotes; variables are left as written. */
    readonly text: string;
}

export interface ShellCommand extends Span {
    readonly words: readonly Word[];
}

interface Reading {
    readonly text: string;
    readonly end: number;
    readonly escape: string;
}

/**
 * The simple commands of a piece of shell as a Dockerfile holds it: continuation lines and the comments between them are blanks, quotes are taken
 * off, `$(…)` stays in its word. Never throws: an open quote ends with the text.
 */
export function shellCommands(text: string, span: Span, escape = '\\'): readonly ShellCommand[] {
    const reading = { text, end: Math.min(span.end, text.length), escape };
    const commands: ShellCommand[] = [];
    let words: Word[] = [];
    const finish = () => {
        const first = words[0];
        const last = words.at(-1);
        if (first !== undefined && last !== undefined) {
            commands.push({ words, start: first.start, end: last.end });
        }
        words = [];
    };
    let at = Math.max(0, span.start);
    while (at < reading.end) {
        const continued = afterContinuation(reading, at);
        if (continued !== undefined) {
            at = continued;
            continue;
        }
        const char = text.charAt(at);
        if (char === '\n' || ';|&()'.includes(char)) {
            finish();
            at += 1;
        } else if (/\s/.test(char)) {
            at += 1;
        } else if (char === '#') {
            at = endOfLine(reading, at);
        } else {
            const word = readWord(reading, at);
            words.push(word);
            at = word.end;
        }
    }
    finish();
    return commands;
}

/** The blank-separated words of an instruction, operators being ordinary characters; outer quotes are taken off. */
export function plainWords(text: string, span: Span, escape: string): readonly Word[] {
    const reading = { text, end: Math.min(span.end, text.length), escape };
    const words: Word[] = [];
    let at = span.start;
    while (at < reading.end) {
        const continued = afterContinuation(reading, at);
        if (continued !== undefined) {
            at = continued;
        } else if (isBlank(text.charCodeAt(at))) {
            at += 1;
        } else {
            const start = at;
            while (at < reading.end && !isBlank(text.charCodeAt(at)) && afterContinuation(reading, at) === undefined) {
                at += 1;
            }
            const written = text.slice(start, at);
            words.push({ text: /^(["']).*\1$/s.test(written) && written.length > 1 ? written.slice(1, -1) : written, start, end: at });
        }
    }
    return words;
}

function isBlank(code: number): boolean {
    return code === 32 || (code >= 9 && code <= 13);
}

function endOfLine({ text, end }: Reading, at: number): number {
    const newline = text.indexOf('\n', at);
    return newline === -1 || newline > end ? end : newline;
}

/** Where reading goes on after an escaped line end at `at`, comments and empty lines in between skipped; undefined when there is none. */
function afterContinuation(reading: Reading, at: number): number | undefined {
    const { text, end, escape } = reading;
    if (text.charAt(at) !== escape) {
        return undefined;
    }
    let next = at + 1;
    while (next < end && (text.charAt(next) === ' ' || text.charAt(next) === '\t' || text.charAt(next) === '\r')) {
        next += 1;
    }
    if (next < end && text.charAt(next) !== '\n') {
        return undefined;
    }
    next += 1;
    for (;;) {
        let line = next;
        while (line < end && /[ \t\r]/.test(text.charAt(line))) {
            line += 1;
        }
        if (line < end && text.charAt(line) === '#') {
            next = endOfLine(reading, line) + 1;
        } else if (line < end && text.charAt(line) === '\n') {
            next = line + 1;
        } else {
            return Math.min(next, end);
        }
    }
}

function readWord(reading: Reading, start: number): Word {
    const { text, end } = reading;
    let value = '';
    let at = start;
    while (at < end) {
        const char = text.charAt(at);
        if (afterContinuation(reading, at) !== undefined || /\s/.test(char)) {
            break;
        }
        if (char === '"' || char === "'") {
            const close = closingQuote(reading, at);
            value += unquote(text.slice(at + 1, close), char);
            at = Math.min(close + 1, end);
        } else if (char === '\\' && at + 1 < end) {
            value += text.charAt(at + 1);
            at += 2;
        } else if (char === '$' && text.charAt(at + 1) === '(') {
            const close = closingParenthesis(reading, at + 1);
            value += text.slice(at, close);
            at = close;
        } else if (char === '&' && (text.charAt(at - 1) === '>' || text.charAt(at - 1) === '<') && at > start) {
            value += char;
            at += 1;
        } else if (';|&()'.includes(char)) {
            break;
        } else {
            value += char;
            at += 1;
        }
    }
    return { text: value, start, end: Math.max(at, start + 1) };
}

function closingQuote({ text, end }: Reading, open: number): number {
    const quote = text.charAt(open);
    let at = open + 1;
    while (at < end && text.charAt(at) !== quote) {
        at += quote === '"' && text.charAt(at) === '\\' ? 2 : 1;
    }
    return Math.min(at, end);
}

function closingParenthesis({ text, end }: Reading, open: number): number {
    let depth = 0;
    for (let at = open; at < end; at += 1) {
        if (text.charAt(at) === '(') {
            depth += 1;
        } else if (text.charAt(at) === ')') {
            depth -= 1;
            if (depth === 0) {
                return at + 1;
            }
        }
    }
    return end;
}

function unquote(inner: string, quote: string): string {
    return quote === '"' ? inner.replace(/\\(["\\$`])/g, '$1').replace(/\\\r?\n/g, '') : inner;
}
