import { parse as parseToml } from 'smol-toml';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { YAMLMap, YAMLSeq } from 'yaml';
import { appendRequirement } from './appendRequirement';
import { normalizeName } from './normalizeName';
import { parseRequirements } from './parseRequirements';

/** How a project writes down what it needs, by the manager that reads it. */
export type ListFormat = 'requirements' | 'pyproject' | 'poetry' | 'pipfile' | 'setup.cfg' | 'setup.py' | 'conda';

/**
 * The text of a list with one more requirement (as pip writes it, such as `psycopg[binary]>=3`), in the words and the layout of its manager; everything else
 * stays as it is written. Undefined where the text is broken, computes its list or leaves it to another file, or names the distribution already.
 */
export function addToList(format: ListFormat, text: string, requirement: string): string | undefined {
    switch (format) {
        case 'requirements':
            return isNamed(text, requirement) ? undefined : appendRequirement(text, requirement);
        case 'pyproject':
            return checked(text, addToProject(text, requirement));
        case 'poetry':
            return checked(
                text,
                /^[ \t]*\[project\]/m.test(text) && addToArray(text, tableOf(text, 'project'), 'dependencies', requirement) !== undefined
                    ? addToProject(text, requirement)
                    : addToTable(text, 'tool.poetry.dependencies', requirement),
            );
        case 'pipfile':
            return checked(text, addToTable(text, 'packages', requirement));
        case 'setup.cfg':
            return addToSetupCfg(text, requirement);
        case 'setup.py':
            return addToArray(text, { start: 0, end: text.length }, 'install_requires', requirement);
        case 'conda':
            return addToConda(text, requirement);
    }
}

/** True when a line asks for as much already, and on every machine: one with a marker may not count on this one. */
function isNamed(text: string, requirement: string): boolean {
    const [added] = parseRequirements(requirement);
    return (
        added?.kind === 'requirement' &&
        parseRequirements(text).some(
            (line) =>
                line.kind === 'requirement' &&
                line.marker === undefined &&
                normalizeName(line.name) === normalizeName(added.name) &&
                ['', line.specifier].includes(added.specifier) &&
                added.extras.every((extra) => line.extras.includes(extra)),
        )
    );
}

/** An edit of a broken file, or one that breaks it, is none. */
function checked(before: string, after: string | undefined): string | undefined {
    try {
        parseToml(before.replace(/^\ufeff/, ''));
        parseToml(after?.replace(/^\ufeff/, '') ?? '');
        return after;
    } catch {
        return undefined;
    }
}

interface Span {
    readonly start: number;
    readonly end: number;
}

/** The lines below a table's header, up to the next header; undefined without one. */
function tableOf(text: string, name: string): Span | undefined {
    const header = new RegExp(
        String.raw`^[ \t]*\[[ \t]*${name.replaceAll('.', String.raw`[ \t]*\.[ \t]*`)}[ \t]*\][^\n]*(?:\n|$)`,
        'm',
    ).exec(text);
    if (header === null) {
        return undefined;
    }
    const start = header.index + header[0].length;
    // An element of a list over lines may begin with a bracket too, but is no name in brackets alone on its line.
    const next = /^[ \t]*\[{1,2}[ \t]*[\w."'-][\w."' \t-]*\]{1,2}[ \t]*(?:#[^\n]*)?\r?$/m.exec(text.slice(start));
    return { start, end: next === null ? text.length : start + next.index };
}

function addToProject(text: string, requirement: string): string | undefined {
    const table = tableOf(text, 'project');
    if (table === undefined || /^[ \t]*dynamic\s*=\s*\[[^\][]*["']dependencies["']/m.test(text.slice(table.start, table.end))) {
        return undefined;
    }
    return /^[ \t]*dependencies\s*=/m.test(text.slice(table.start, table.end))
        ? addToArray(text, table, 'dependencies', requirement)
        : addLine(text, table, `dependencies = [${quoted(requirement, '"')}]`);
}

/** A line at the end of a table, before the blank lines and comments that lead to the next one. */
function addLine(text: string, table: Span, line: string): string {
    const lines = text.slice(table.start, table.end).split(/(?<=\n)/);
    while (/^[ \t]*(?:#.*)?\r?\n?$/.test(lines.at(-1) ?? 'none is left')) {
        lines.pop();
    }
    const newline = newlineOf(text);
    const at = table.start + lines.join('').length;
    const before = text.slice(0, at);
    return `${before}${before === '' || before.endsWith('\n') ? '' : newline}${line}${newline}${text.slice(at)}`;
}

function addToTable(text: string, name: string, requirement: string): string | undefined {
    const [line] = parseRequirements(requirement);
    if (line?.kind !== 'requirement') {
        return undefined;
    }
    const table = tableOf(text, name);
    const version = line.specifier === '' ? '*' : line.specifier;
    const value = line.extras.length === 0 ? `"${version}"` : `{extras = [${line.extras.map((extra) => `"${extra}"`).join(', ')}], version = "${version}"}`; // prettier-ignore
    const entry = `${line.name} = ${value}`;
    if (table === undefined) {
        const newline = newlineOf(text);
        return `${text}${text === '' || text.endsWith('\n') ? '' : newline}${newline}[${name}]${newline}${entry}${newline}`;
    }
    const keys = [...text.slice(table.start, table.end).matchAll(/^[ \t]*["']?([\w.-]+)["']?\s*=/gm)].map((match) => normalizeName(match[1] ?? '')); // prettier-ignore
    return keys.includes(normalizeName(line.name)) ? undefined : addLine(text, table, entry);
}

/** A list in brackets that `key =` begins inside of a span, as TOML and Python write it: strings and comments may hold brackets. */
function addToArray(text: string, span: Span | undefined, key: string, requirement: string): string | undefined {
    const found = span === undefined ? null : new RegExp(String.raw`(?<=^|[\s(,])${key}\s*=\s*\[`).exec(text.slice(span.start, span.end));
    const open = span === undefined || found === null ? undefined : span.start + found.index + found[0].length;
    const list = open === undefined ? undefined : scanList(text, open);
    if (open === undefined || list === undefined) {
        return undefined;
    }
    const { close, last } = list;
    const inside = text.slice(open, close);
    const added = quoted(requirement, last === undefined ? '"' : (text[last.start] ?? '"'));
    if (last === undefined) {
        return `${text.slice(0, close)}${/#[^\n]*$/.test(inside) ? '\n' : ''}${added}${text.slice(close)}`;
    }
    const comma = last.comma === undefined ? ',' : '';
    if (!inside.includes('\n')) {
        const end = last.comma ?? last.end;
        return `${text.slice(0, end)}${comma} ${added}${text.slice(end)}`;
    }
    // After the comment that is behind the last element, and on a line like the others.
    const line = text.slice(text.lastIndexOf('\n', last.start) + 1, last.start);
    const indent = /^[ \t]*$/.test(line) ? line : '    ';
    const end = text.indexOf('\n', last.comma ?? last.end);
    const newline = newlineOf(text);
    const at = end < 0 || end > close ? (last.comma ?? last.end) : end - (text[end - 1] === '\r' ? 1 : 0);
    return `${text.slice(0, last.end)}${comma}${text.slice(last.end, at)}${newline}${indent}${added},${text.slice(at)}`;
}

/** Where a list of strings closes, and its last string with the comma behind it; undefined for a list of anything else, or one that does not close. */
function scanList(
    text: string,
    open: number,
):
    | {
          readonly close: number;
          readonly last: { readonly start: number; readonly end: number; readonly comma: number | undefined } | undefined;
      }
    | undefined {
    let last: { start: number; end: number; comma: number | undefined } | undefined;
    for (let at = open; at < text.length; at += 1) {
        const sign = text[at] ?? '';
        if (sign === ']') {
            return { close: at, last };
        }
        if (sign === '#') {
            at = text.indexOf('\n', at);
            if (at < 0) {
                return undefined;
            }
        } else if (sign === ',') {
            if (last !== undefined) {
                last = { ...last, comma: at + 1 };
            }
        } else if (sign === '"' || sign === "'") {
            const string = /^(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')/.exec(text.slice(at, at + 2000))?.[0];
            if (string === undefined || string === '""' || string === "''") {
                return undefined; // open, or of three quotes
            }
            last = { start: at, end: at + string.length, comma: undefined };
            at += string.length - 1;
        } else if (!/\s/.test(sign)) {
            return undefined;
        }
    }
    return undefined;
}

function quoted(requirement: string, quote: string): string {
    return quote === "'" ? `'${requirement}'` : `"${requirement}"`;
}

function newlineOf(text: string): string {
    return text.includes('\r\n') ? '\r\n' : '\n';
}

function addToSetupCfg(text: string, requirement: string): string | undefined {
    const found = /^install_requires[ \t]*[=:][ \t]*([^\r\n]*)((?:\r?\n[ \t]+\S[^\r\n]*)*)/m.exec(text);
    if (found === null) {
        return undefined;
    }
    const [whole, first = '', rest = ''] = found;
    const newline = newlineOf(text);
    if (/^(file|attr):/.test(first.trim())) {
        return undefined;
    }
    const indent = /\n([ \t]+)/.exec(rest)?.[1] ?? '    ';
    const inline = first.split(';').map((each) => each.trim()).filter((each) => each !== ''); // prettier-ignore
    const lines =
        inline.length === 0 ? whole.trimEnd() : ['install_requires =', ...inline.map((each) => `${indent}${each}`)].join(newline) + rest;
    return `${text.slice(0, found.index)}${lines}${newline}${indent}${requirement}${text.slice(found.index + whole.length)}`;
}

function addToConda(text: string, requirement: string): string | undefined {
    const document = parseDocument(text);
    const list = isMap(document.contents) ? document.contents.get('dependencies') : undefined;
    if (document.errors.length > 0 || !isSeq(list) || list.items.length === 0) {
        return undefined;
    }
    const lists = list.items.flatMap((item) => (isMap(item) ? [pipOf(item)] : []));
    const pip = lists.find((each) => each !== undefined);
    const hasPip = list.items.some((item) => isScalar(item) && /^pip\b/.test(String(item.value)));
    if (pip !== undefined) {
        return addToSequence(text, pip, [requirement], requirement);
    }
    const inner = list.flow === true ? '' : '  ';
    return addToSequence(
        text,
        list,
        [...(hasPip ? [] : ['pip']), `pip:\n${inner}- ${requirement}`],
        `${hasPip ? '' : 'pip, '}{pip: [${requirement}]}`,
    );
}

function pipOf(item: YAMLMap): YAMLSeq | undefined {
    const pip = item.get('pip');
    return isSeq(pip) && pip.items.length > 0 ? pip : undefined;
}

/** More items at the end of a sequence: `flow` where it is written in brackets. */
function addToSequence(text: string, sequence: YAMLSeq, items: readonly string[], flow: string): string | undefined {
    const last = sequence.items.at(-1);
    const range =
        typeof last === 'object' && last !== null && 'range' in last ? (last.range as readonly number[] | null | undefined) : undefined;
    const [, end] = range ?? [];
    const start = sequence.range?.[0];
    if (end === undefined || start === undefined) {
        return undefined;
    }
    if (sequence.flow === true) {
        return `${text.slice(0, end)}, ${flow}${text.slice(end)}`;
    }
    const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const newline = newlineOf(text);
    const content = text.slice(0, end).trimEnd().length;
    const lineEnd = text.indexOf('\n', content);
    const before = lineEnd < 0 ? text : text.slice(0, lineEnd + 1);
    const lines = items.map((item) => `${indent}- ${item.replace('\n', `${newline}${indent}`)}${newline}`).join('');
    return `${before}${before.endsWith('\n') ? '' : newline}${lines}${lineEnd < 0 ? '' : text.slice(lineEnd + 1)}`;
}
