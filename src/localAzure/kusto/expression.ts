import { field, type JsonValue } from '../json';

export type Row = Readonly<Record<string, JsonValue>>;

/** A query that cannot be understood; the message is for the one who sent it. */
export class QueryProblem extends Error {}

export type Expression =
    | { readonly kind: 'value'; readonly value: JsonValue }
    | { readonly kind: 'path'; readonly names: readonly string[] }
    | { readonly kind: 'call'; readonly name: string; readonly values: readonly Expression[] }
    | { readonly kind: 'not'; readonly of: Expression }
    | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression };

interface Tokens {
    readonly list: readonly string[];
    at: number;
}

const pattern =
    /\s*(h?@?'(?:[^'\\]|\\.)*'|h?@?"(?:[^"\\]|\\.)*"|\d+(?:\.\d+)?(?:ms|[smhd])?|!?(?:contains_cs|contains|has_cs|has|startswith|endswith|in~|in)(?![\w~])|[A-Za-z_$][\w$]*|==|!=|=~|!~|>=|<=|[<>().,[\]])/gy;

export function tokenize(text: string): Tokens {
    const list: string[] = [];
    pattern.lastIndex = 0;
    let end = 0;
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
        list.push(found[1] ?? '');
        end = pattern.lastIndex;
    }
    if (text.slice(end).trim() !== '') {
        throw new QueryProblem(`The query could not be parsed at '${text.slice(end).trim().slice(0, 30)}'.`);
    }
    return { list, at: 0 };
}

/** The whole of the tokens as one expression. Throws QueryProblem. */
export function parseExpression(tokens: Tokens): Expression {
    const parsed = either(tokens);
    if (tokens.at < tokens.list.length) {
        throw new QueryProblem(`The query could not be parsed at '${tokens.list[tokens.at] ?? ''}'.`);
    }
    return parsed;
}

function either(tokens: Tokens): Expression {
    let left = both(tokens);
    while (take(tokens, 'or')) {
        left = { kind: 'binary', operator: 'or', left, right: both(tokens) };
    }
    return left;
}

function both(tokens: Tokens): Expression {
    let left = comparison(tokens);
    while (take(tokens, 'and')) {
        left = { kind: 'binary', operator: 'and', left, right: comparison(tokens) };
    }
    return left;
}

const comparisons = /^(==|!=|=~|!~|>=|<=|<|>|!?(contains|contains_cs|has|has_cs|startswith|endswith|in|in~))$/i;

function comparison(tokens: Tokens): Expression {
    const left = primary(tokens);
    const operator = tokens.list[tokens.at]?.toLowerCase() ?? '';
    if (!comparisons.test(operator)) {
        return left;
    }
    tokens.at++;
    if (/^!?in~?$/.test(operator)) {
        expect(tokens, '(');
        return { kind: 'binary', operator, left, right: { kind: 'call', name: 'list', values: values(tokens) } };
    }
    return { kind: 'binary', operator, left, right: primary(tokens) };
}

function primary(tokens: Tokens): Expression {
    const token = tokens.list[tokens.at++];
    if (token === undefined) {
        throw new QueryProblem('The query ends too early.');
    }
    if (token === '(') {
        const inner = either(tokens);
        expect(tokens, ')');
        return inner;
    }
    if (/^h?@?['"]/.test(token)) {
        return {
            kind: 'value',
            value: token
                .replace(/^h?@?['"]/, '')
                .slice(0, -1)
                .replace(/\\(.)/g, '$1'),
        };
    }
    const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|[smhd])?$/.exec(token) ?? [];
    if (amount !== undefined) {
        const factor = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? ''] ?? 1;
        return { kind: 'value', value: Number(amount) * factor };
    }
    if (!/^[A-Za-z_$]/.test(token)) {
        throw new QueryProblem(`The query could not be parsed at '${token}'.`);
    }
    if (take(tokens, '(')) {
        const inner = values(tokens);
        return token.toLowerCase() === 'not' && inner[0] !== undefined
            ? { kind: 'not', of: inner[0] }
            : { kind: 'call', name: token.toLowerCase(), values: inner };
    }
    if (/^(true|false)$/i.test(token)) {
        return { kind: 'value', value: token.toLowerCase() === 'true' };
    }
    const names = [token];
    for (;;) {
        if (take(tokens, '.')) {
            names.push(tokens.list[tokens.at++] ?? '');
        } else if (take(tokens, '[')) {
            names.push((tokens.list[tokens.at++] ?? '').replace(/^['"]|['"]$/g, ''));
            expect(tokens, ']');
        } else {
            return { kind: 'path', names };
        }
    }
}

function values(tokens: Tokens): readonly Expression[] {
    const found: Expression[] = [];
    if (take(tokens, ')')) {
        return found;
    }
    do {
        found.push(either(tokens));
    } while (take(tokens, ','));
    expect(tokens, ')');
    return found;
}

function take(tokens: Tokens, text: string): boolean {
    const there = tokens.list[tokens.at]?.toLowerCase() === text;
    tokens.at += there ? 1 : 0;
    return there;
}

function expect(tokens: Tokens, text: string): void {
    if (!take(tokens, text)) {
        throw new QueryProblem(`The query could not be parsed: '${text}' is missing.`);
    }
}

export function valueOf(expression: Expression, row: Row, nowMs: number): JsonValue {
    switch (expression.kind) {
        case 'value':
            return expression.value;
        case 'path':
            return field(row, ...expression.names) ?? null;
        case 'not':
            return valueOf(expression.of, row, nowMs) !== true;
        case 'call':
            return call(
                expression.name,
                expression.values.map((one) => valueOf(one, row, nowMs)),
                nowMs,
            );
        case 'binary':
            return binary(expression.operator, valueOf(expression.left, row, nowMs), () => valueOf(expression.right, row, nowMs));
    }
}

function call(name: string, values: readonly JsonValue[], nowMs: number): JsonValue {
    const [first = null] = values;
    switch (name) {
        case 'list':
        case 'dynamic':
            return values;
        case 'now':
            return new Date(nowMs).toISOString();
        case 'ago':
            return new Date(nowMs - Number(first)).toISOString();
        case 'datetime':
        case 'todatetime':
            return new Date(textOf(first)).toISOString();
        case 'isempty':
        case 'isnull':
            return first === null || first === '';
        case 'isnotempty':
        case 'isnotnull':
            return first !== null && first !== '';
        case 'tolower':
            return textOf(first).toLowerCase();
        case 'toupper':
            return textOf(first).toUpperCase();
        case 'tostring':
            return textOf(first);
        case 'toint':
            return Number(textOf(first));
        case 'strcat':
            return values.map(textOf).join('');
        default:
            throw new QueryProblem(`The function '${name}' is not one that the local Azure knows.`);
    }
}

function binary(operator: string, left: JsonValue, right: () => JsonValue): JsonValue {
    if (operator === 'and') {
        return left === true && right() === true;
    }
    if (operator === 'or') {
        return left === true || right() === true;
    }
    const other = right();
    if (operator.startsWith('!') && operator !== '!=' && operator !== '!~') {
        return binary(operator.slice(1), left, () => other) !== true;
    }
    const [a, b] = [textOf(left), textOf(other)];
    const [lowA, lowB] = [a.toLowerCase(), b.toLowerCase()];
    switch (operator) {
        case '==':
            return a === b;
        case '!=':
            return a !== b;
        case '=~':
            return lowA === lowB;
        case '!~':
            return lowA !== lowB;
        case 'contains':
            return lowA.includes(lowB);
        case 'contains_cs':
            return a.includes(b);
        case 'has':
        case 'has_cs':
            return new RegExp(`(^|\\W)${b.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(\\W|$)`, operator === 'has' ? 'i' : '').test(a);
        case 'startswith':
            return lowA.startsWith(lowB);
        case 'endswith':
            return lowA.endsWith(lowB);
        case 'in':
            return Array.isArray(other) && (other as readonly JsonValue[]).some((one) => textOf(one) === a);
        case 'in~':
            return Array.isArray(other) && (other as readonly JsonValue[]).some((one) => textOf(one).toLowerCase() === lowA);
        default: {
            const order = typeof left === 'number' && typeof other === 'number' ? left - other : a < b ? -1 : a > b ? 1 : 0;
            return operator === '>' ? order > 0 : operator === '>=' ? order >= 0 : operator === '<' ? order < 0 : order <= 0;
        }
    }
}

/** A value as it is compared and joined. */
export function textOf(value: JsonValue | undefined): string {
    return typeof value === 'string'
        ? value
        : value === null || value === undefined
          ? ''
          : typeof value === 'object'
            ? JSON.stringify(value)
            : String(value);
}
