import type {
    Dockerfile,
    Flag as AstFlag,
    Healthcheck,
    Instruction,
    JSONInstruction,
    ModifiableInstruction,
    PropertyInstruction,
    Run,
} from 'dockerfile-ast';
import { DockerfileParser } from 'dockerfile-ast';
import { lazy } from '../../../base/lazy';
import type { Place } from '../lines';
import { linesOf } from '../lines';
import type { Span } from '../span';
import { expand } from './expand';
import type { ImageReference } from './imageReference';
import { parseImageReference } from './imageReference';
import type { ShellCommand, Word } from './shellCommands';
import { shellCommands } from './shellCommands';

export interface Flag extends Span {
    readonly name: string;
    readonly value: string;
    readonly valueSpan: Span;
}

export interface Property extends Span {
    readonly name: string;
    /** Undefined for `ARG NAME`. */
    readonly value: string | undefined;
    readonly valueSpan: Span | undefined;
}

/** One instruction. What is costly to read is read on first use. */
export interface Step extends Span {
    /** Upper case. */
    readonly keyword: string;
    readonly keywordSpan: Span;
    /** What follows keyword and flags; empty at the end of the instruction when there is nothing. */
    readonly body: Span;
    flags(): readonly Flag[];
    /** The blank-separated arguments, flags left out; for the JSON form its strings. */
    words(): readonly Word[];
    /** The strings of the JSON form; undefined for the shell form and for broken JSON. */
    json(): readonly Word[] | undefined;
    /** The simple commands of a shell form, or the one command of a JSON form; heredoc scripts are read too. */
    commands(): readonly ShellCommand[];
    /** Of ENV, ARG and LABEL. */
    properties(): readonly Property[];
}

export interface Stage {
    readonly index: number;
    readonly name: string | undefined;
    readonly from: Step;
    /** The name after variables with known defaults are filled in; undefined when something is left open. */
    readonly image: ImageReference | undefined;
    readonly imageText: string;
    readonly imageSpan: Span;
    readonly platform: Flag | undefined;
    /** The earlier stage that this one continues; undefined when it starts from an image. */
    readonly base: Stage | undefined;
    readonly steps: readonly Step[];
}

export interface DockerfileModel {
    readonly text: string;
    readonly steps: readonly Step[];
    readonly stages: readonly Stage[];
    readonly escape: string;
    /** The `# syntax=` directive. */
    readonly syntax: string | undefined;
}

/** Reads any text; what is no Dockerfile gives steps with odd keywords and no stages. */
export function readDockerfile(text: string): DockerfileModel {
    const ast = DockerfileParser.parse(text);
    const lines = linesOf(text);
    const spanOf = (range: { readonly start: Place; readonly end: Place }): Span => ({
        start: lines.offsetAt(range.start),
        end: lines.offsetAt(range.end),
    });
    const escape = ast.getEscapeCharacter();
    const steps = instructionsOf(ast).map((instruction) => readStep(text, instruction, escape, spanOf));
    return {
        text,
        steps,
        stages: readStages(steps),
        escape,
        syntax: ast
            .getDirectives()
            .find((directive) => directive.getName().toLowerCase() === 'syntax')
            ?.getValue(),
    };
}

function instructionsOf(ast: Dockerfile): readonly Instruction[] {
    return ast.getInstructions();
}

type SpanOf = (range: { readonly start: Place; readonly end: Place }) => Span;

function readStep(text: string, instruction: Instruction, escape: string, spanOf: SpanOf): Step {
    const span = spanOf(instruction.getRange());
    const keyword = instruction.getKeyword();
    const flags = lazy(() =>
        'getFlags' in instruction ? (instruction as ModifiableInstruction).getFlags().map((flag) => readFlag(flag, spanOf)) : [],
    );
    const body = lazy((): Span => {
        const range = instruction.getArgumentsRange();
        const whole = range === null ? { start: span.end, end: span.end } : spanOf(range);
        const lastFlag = flags().at(-1);
        let start = lastFlag === undefined ? whole.start : lastFlag.end;
        while (start < whole.end && /[ \t]/.test(text.charAt(start))) {
            start += 1;
        }
        return { start: Math.min(start, whole.end), end: whole.end };
    });
    const json = lazy(() => readJson(instruction, text, spanOf));
    const words = lazy(
        () =>
            json() ??
            instruction.getArguments().map((argument) => ({ text: unquoted(argument.getValue()), ...spanOf(argument.getRange()) })),
    );
    return {
        ...span,
        keyword,
        keywordSpan: spanOf(instruction.getInstructionRange()),
        get body() {
            return body();
        },
        flags,
        json,
        words,
        commands: lazy(() => readCommands(text, instruction, body(), json(), escape, spanOf)),
        properties: lazy(() => readProperties(instruction, spanOf)),
    };
}

function readFlag(flag: AstFlag, spanOf: SpanOf): Flag {
    const value = flag.getValueRange();
    const span = spanOf(flag.getRange());
    return {
        ...span,
        name: flag.getName().toLowerCase(),
        value: flag.getValue() ?? '',
        valueSpan: value === null ? { start: span.end, end: span.end } : spanOf(value),
    };
}

function unquoted(value: string): string {
    return value.length >= 2 && /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
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

function readStages(steps: readonly Step[]): readonly Stage[] {
    const stages: Stage[] = [];
    const defaults = new Map<string, string>();
    let current: Step[] | undefined;
    for (const step of steps) {
        if (step.keyword === 'FROM') {
            current = [];
            stages.push(readStage(stages, step, current, defaults));
        } else if (current !== undefined) {
            current.push(step);
        } else if (step.keyword === 'ARG') {
            for (const { name, value } of step.properties()) {
                if (value !== undefined) {
                    defaults.set(name, expand(value, defaults));
                }
            }
        }
    }
    return stages;
}

function readStage(stages: readonly Stage[], from: Step, steps: readonly Step[], defaults: ReadonlyMap<string, string>): Stage {
    const [image, as, name] = from.words();
    const written = expand(image?.text ?? '', defaults);
    const base = stages.findLast((stage) => stage.name?.toLowerCase() === written.toLowerCase());
    return {
        index: stages.length,
        name: /^as$/i.test(as?.text ?? '') ? name?.text : undefined,
        from,
        image: base === undefined ? parseImageReference(written) : undefined,
        imageText: written,
        imageSpan: image ?? from.keywordSpan,
        platform: from.flags().find((flag) => flag.name === 'platform'),
        base,
        steps,
    };
}
