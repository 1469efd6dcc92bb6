import type { JsonValue } from '../json';
import { parseExpression, QueryProblem, textOf, tokenize, valueOf, type Row } from './expression';

/** A table's rows by name; what is no table is undefined. */
export type Tables = (name: string) => readonly Row[] | undefined;

const longest = 1_000;

/**
 * The part of Kusto's language that clients of Resource Graph and Log Analytics send: a table, then where, extend, project, project-away, order, top, take, count,
 * distinct and summarize count(). Throws QueryProblem.
 */
export function runQuery(text: string, tables: Tables, nowMs: number): readonly Row[] {
    const [first = '', ...steps] = split(text, '|').map((part) => part.trim());
    const table = /^\s*\w+\s*$/.test(first) ? tables(first.trim()) : undefined;
    if (table === undefined) {
        throw new QueryProblem(`'${first.slice(0, 60)}' could not be resolved to a table.`);
    }
    return steps.reduce<readonly Row[]>((rows, step) => apply(rows, step, nowMs), table).slice(0, longest);
}

function apply(rows: readonly Row[], step: string, nowMs: number): readonly Row[] {
    const [, operator = '', written = ''] = /^(project-away|order by|sort by|\w+)(.*)/is.exec(step) ?? [];
    const rest = written.trimStart();
    switch (operator.toLowerCase().replace(/\s+/g, ' ')) {
        case 'where':
            return keep(rows, rest, nowMs);
        case 'take':
        case 'limit':
            return rows.slice(0, count(rest));
        case 'count':
            return [{ Count: rows.length }];
        case 'project':
            return columns(rest, nowMs).reduce<Row[]>(
                (made, column) => made.map((row, index) => ({ ...row, [column.name]: column.of(rows[index] ?? {}) })),
                rows.map(() => ({})),
            );
        case 'extend':
            return rows.map((row) =>
                columns(rest, nowMs).reduce<Row>((made, column) => ({ ...made, [column.name]: column.of(made) }), row),
            );
        case 'project-away': {
            const gone = split(rest, ',').map((name) => name.trim().toLowerCase());
            return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !gone.includes(name.toLowerCase()))));
        }
        case 'order by':
        case 'sort by':
            return sorted(rows, rest, nowMs);
        case 'top': {
            const [, size = '', by = ''] = /^(\d+)\s+by\s(.*)/is.exec(rest) ?? [];
            return sorted(rows, by, nowMs).slice(0, count(size));
        }
        case 'distinct':
            return unique(apply(rows, `project ${rest}`, nowMs));
        case 'summarize':
            return summarize(rows, rest, nowMs);
        default:
            throw new QueryProblem(`The operator '${step.slice(0, 40)}' is not one that the local Azure knows.`);
    }
}

function keep(rows: readonly Row[], condition: string, nowMs: number): readonly Row[] {
    const test = parseExpression(tokenize(condition));
    return rows.filter((row) => valueOf(test, row, nowMs) === true);
}

interface Column {
    readonly name: string;
    readonly of: (row: Row) => JsonValue;
}

function columns(text: string, nowMs: number): readonly Column[] {
    return split(text, ',').map((part) => {
        const [, named, expression = part] = /^\s*([A-Za-z_]\w*)\s*=(?![=~])(.*)/s.exec(part) ?? [];
        const parsed = parseExpression(tokenize(expression));
        const name = named ?? expression.trim().split('.').at(-1)?.replace(/\W/g, '_') ?? 'Column1';
        return { name, of: (row) => valueOf(parsed, row, nowMs) };
    });
}

function sorted(rows: readonly Row[], text: string, nowMs: number): readonly Row[] {
    const keys = split(text, ',').map((part) => {
        const ordered = part.trim().replace(/\bnulls\s+\w+$/i, '').trimEnd(); // prettier-ignore
        const direction = /\s(asc|desc)$/i.exec(ordered)?.[1] ?? '';
        const expression = ordered.slice(0, ordered.length - direction.length);
        return { parsed: parseExpression(tokenize(expression)), sign: direction.toLowerCase() === 'asc' ? 1 : -1 };
    });
    return [...rows].sort((a, b) => {
        for (const { parsed, sign } of keys) {
            const [one, other] = [valueOf(parsed, a, nowMs), valueOf(parsed, b, nowMs)];
            const order =
                typeof one === 'number' && typeof other === 'number'
                    ? one - other
                    : textOf(one) < textOf(other)
                      ? -1
                      : textOf(one) > textOf(other)
                        ? 1
                        : 0;
            if (order !== 0) {
                return order * sign;
            }
        }
        return 0;
    });
}

function summarize(rows: readonly Row[], text: string, nowMs: number): readonly Row[] {
    const found = /^\s*(?:([A-Za-z_]\w*)\s*=\s*)?count\(\s*\)\s*(?:by\s(.*))?$/is.exec(text);
    if (found === null) {
        throw new QueryProblem('Of the aggregates the local Azure knows count() alone.');
    }
    const [, name = 'count_', by = ''] = found;
    const keys = by === '' ? [] : columns(by, nowMs);
    const groups = new Map<string, { readonly key: Row; size: number }>();
    for (const row of rows) {
        const key = Object.fromEntries(keys.map((column) => [column.name, column.of(row)]));
        const group = groups.get(JSON.stringify(key)) ?? { key, size: 0 };
        group.size++;
        groups.set(JSON.stringify(key), group);
    }
    return [...groups.values()].map((group) => ({ ...group.key, [name]: group.size }));
}

function unique(rows: readonly Row[]): readonly Row[] {
    return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

function count(text: string): number {
    const found = Number(text.trim());
    if (!Number.isInteger(found) || found < 0) {
        throw new QueryProblem(`'${text}' is not a number of rows.`);
    }
    return found;
}

/** At signs that are in no text and no brackets. */
function split(text: string, sign: string): string[] {
    const parts = [''];
    let quote = '';
    let depth = 0;
    for (const letter of text) {
        if (quote !== '') {
            quote = letter === quote ? '' : quote;
        } else if (letter === "'" || letter === '"') {
            quote = letter;
        } else if ('([{'.includes(letter)) {
            depth++;
        } else if (')]}'.includes(letter)) {
            depth--;
        } else if (letter === sign && depth === 0) {
            parts.push('');
            continue;
        }
        parts.push(`${parts.pop() ?? ''}${letter}`);
    }
    return parts;
}
