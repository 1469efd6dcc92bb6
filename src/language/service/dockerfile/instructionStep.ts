import type { Healthcheck, Instruction, JSONInstruction, PropertyInstruction, Run } from 'dockerfile-ast';
import type { Place } from '../lines';
import type { Span } from '../span';
import type { ShellCommand, Word } from './shellCommands';
import { plainWords, shellCommands } from './shellCommands';
import type { Flag, Property, Step } from './step';

type SpanOf = (range: { readonly start: Place; readonly end: Place }) => Span;

/**
 * A step on an instruction of dockerfile-ast, which knows where instructions begin and end, their JSON, properties and heredocs. Flags and plain
 * words are read here: the library's readers take most of the time of a keystroke in a long file.
 */
export class InstructionStep implements Step {
    readonly start: number;
    readonly end: number;
    readonly keyword: string;
    readonly keywordSpan: Span;
    #head: { readonly body: Span; readonly flags: readonly Flag[] } | undefined;
    #json: readonly Word[] | 'none' | undefined;
    #words: readonly Word[] | undefined;
    #commands: readonly ShellCommand[] | undefined;
    #properties: readonly Property[] | undefined;

    constructor(
        private readonly text: string,
        private readonly instruction: Instruction,
        private readonly escape: string,
        private readonly spanOf: SpanOf,
    ) {
        const { start, end } = spanOf(instruction.getRange());
        this.start = start;
        this.end = end;
        this.keyword = instruction.getKeyword();
        this.keywordSpan = spanOf(instruction.getInstructionRange());
    }

    get body(): Span {
        return this.#readHead().body;
    }

    flags(): readonly Flag[] {
        return this.#readHead().flags;
    }

    words(): readonly Word[] {
        return (this.#words ??= this.json() ?? plainWords(this.text, this.body, this.escape));
    }

    json(): readonly Word[] | undefined {
        this.#json ??= readJson(this.instruction, this.text, this.spanOf) ?? 'none';
        return this.#json === 'none' ? undefined : this.#json;
    }

    commands(): readonly ShellCommand[] {
        return (this.#commands ??= readCommands(this.text, this.instruction, this.body, this.json(), this.escape, this.spanOf));
    }

    properties(): readonly Property[] {
        return (this.#properties ??= readProperties(this.instruction, this.spanOf));
    }

    #readHead(): { readonly body: Span; readonly flags: readonly Flag[] } {
        return (this.#head ??= readHead(this.text, { start: this.keywordSpan.end, end: this.end }, this.escape, this.keyword));
    }
}

const flagged = new Set(['FROM', 'RUN', 'COPY', 'ADD', 'HEALTHCHECK']);

/** The flags before an instruction's arguments, and where these begin. */
function readHead(text: string, rest: Span, escape: string, keyword: string): { readonly body: Span; readonly flags: readonly Flag[] } {
    const flags: Flag[] = [];
    const words = flagged.has(keyword) ? plainWords(text, { start: rest.start, end: flagsEnd(text, rest) }, escape) : [];
    let start = rest.start;
    for (const word of words) {
        const match = /^--([a-z-]+)(=?)(.*)/is.exec(text.slice(word.start, word.end));
        if (match === null) {
            break;
        }
        const [, name = '', , value = ''] = match;
        flags.push({
            start: word.start,
            end: word.end,
            name: name.toLowerCase(),
            value,
            valueSpan: { start: word.end - value.length, end: word.end },
        });
        start = word.end;
    }
    const lead = plainWords(text, { start, end: Math.min(rest.end, start + 400) }, escape)[0]?.start ?? rest.end;
    return { flags, body: { start: Math.min(lead, rest.end), end: rest.end } };
}

/** Flags come first: nothing is read beyond the last `--`, so that a long RUN costs nothing here. */
function flagsEnd(text: string, { start, end }: Span): number {
    const first = text.slice(start, Math.min(end, start + 40)).trimStart();
    return first.startsWith('--') || first.startsWith('\\') || first.startsWith('`') ? end : start;
}

function readJson(instruction: Instruction, text: string, spanOf: SpanOf): readonly Word[] | undefined {
    if (instruction.getKeyword() === 'HEALTHCHECK') {
        return readHealthcheckJson(instruction as Instruction & Pick<Healthcheck, 'getSubcommand'>, text, spanOf);
    }
    if (!('getJSONStrings' in instruction)) {
        return undefined;
    }
    const array = instruction as JSONInstruction;
    if (array.getOpeningBracket() === null || array.getClosingBracket() === null) {
        return undefined;
    }
    return array.getJSONStrings().map((string) => ({ text: jsonText(string.getJSONValue()), ...spanOf(string.getRange()) }));
}

/** dockerfile-ast leaves HEALTHCHECK's JSON form unread. */
function readHealthcheckJson(
    instruction: Instruction & Pick<Healthcheck, 'getSubcommand'>,
    text: string,
    spanOf: SpanOf,
): readonly Word[] | undefined {
    const subcommand = instruction.getSubcommand();
    const range = instruction.getArgumentsRange();
    if (subcommand === null || range === null) {
        return undefined;
    }
    const start = spanOf(subcommand.getRange()).end;
    const end = spanOf(range).end;
    const body = text.slice(start, end);
    if (!/^\s*\[.*\]\s*$/s.test(body)) {
        return undefined;
    }
    return [...body.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => ({
        text: jsonText(match[1] ?? ''),
        start: start + match.index,
        end: start + match.index + match[0].length,
    }));
}

function jsonText(inner: string): string {
    try {
        const value: unknown = JSON.parse(`"${inner}"`);
        return typeof value === 'string' ? value : inner;
    } catch {
        return inner;
    }
}

function readCommands(
    text: string,
    instruction: Instruction,
    body: Span,
    json: readonly Word[] | undefined,
    escape: string,
    spanOf: SpanOf,
): readonly ShellCommand[] {
    if (json !== undefined) {
        const last = json.at(-1);
        return json[0] === undefined || last === undefined ? [] : [{ words: json, start: json[0].start, end: last.end }];
    }
    const start =
        instruction.getKeyword() === 'HEALTHCHECK'
            ? body.start + (/^(CMD|NONE)\s*/i.exec(text.slice(body.start, body.end))?.[0].length ?? 0)
            : body.start;
    const heredocs = instruction.getKeyword() === 'RUN' ? (instruction as unknown as Pick<Run, 'getHeredocs'>).getHeredocs() : [];
    const first = heredocs[0];
    if (first === undefined) {
        return shellCommands(text, { start, end: body.end }, escape);
    }
    const lineEnd = text.indexOf('\n', spanOf(first.getStartRange()).end);
    const head = shellCommands(text, { start, end: lineEnd === -1 ? body.end : Math.min(lineEnd, body.end) }, escape);
    const script = first.getContentRange();
    // `RUN <<EOF` is a shell script; `RUN python3 <<EOF` is not.
    const isShell = /^(<<|(ba|da|a)?sh$|\/bin\/(ba|da)?sh$)/.test(head[0]?.words[0]?.text ?? '');
    return isShell && script !== null ? shellCommands(text, spanOf(script), '\\') : head;
}

function readProperties(instruction: Instruction, spanOf: SpanOf): readonly Property[] {
    if (!('getProperties' in instruction)) {
        return [];
    }
    return (instruction as PropertyInstruction).getProperties().map((property) => {
        const valueRange = property.getValueRange();
        return {
            ...spanOf(property.getRange()),
            name: property.getName(),
            value: property.getValue() ?? undefined,
            valueSpan: valueRange === null ? undefined : spanOf(valueRange),
        };
    });
}
