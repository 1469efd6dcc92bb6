import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { PyArgument, PyExpression, PyImportedName, PyParameter, PyStatement } from './syntax';

/** Deeper nesting than any person writes; what is below is left out, so that a crafted file cannot exhaust the stack. */
const deepest = 200;

/** Reads Python source. Never throws: the parser recovers from errors, and what it cannot make sense of is left out. */
export function parsePython(text: string): readonly PyStatement[] {
    return new Reader(text).statements(parser.parse(text).topNode, 0);
}

class Reader {
    readonly #lineStarts: number[] = [0];

    constructor(readonly text: string) {
        for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            this.#lineStarts.push(at + 1);
        }
    }

    statements(parent: SyntaxNode, depth: number): PyStatement[] {
        if (depth > deepest) {
            return [];
        }
        const found: PyStatement[] = [];
        for (const node of children(parent)) {
            found.push(...this.statement(node, depth, []));
        }
        return found;
    }

    private statement(node: SyntaxNode, depth: number, decorators: readonly PyExpression[]): PyStatement[] {
        const line = this.line(node);
        switch (node.name) {
            case 'ImportStatement':
                return this.imports(node);
            case 'AssignStatement':
                return [this.assignment(node, depth)];
            case 'UpdateStatement': {
                const [target, value] = this.expressions(node, depth);
                return target === undefined ? [] : [{ kind: 'assign', targets: [target], type: undefined, value, line }];
            }
            case 'DecoratedStatement': {
                const found = children(node)
                    .filter((child) => child.name === 'Decorator')
                    .flatMap((child) => this.decorator(child, depth));
                return children(node)
                    .filter((child) => child.name !== 'Decorator')
                    .flatMap((child) => this.statement(child, depth, found));
            }
            case 'FunctionDefinition': {
                const type = childNamed(node, 'TypeDef');
                const [returns] = type === undefined ? [] : this.expressions(type, depth);
                return [
                    {
                        kind: 'function',
                        name: this.textOf(childNamed(node, 'VariableName')),
                        isAsync: childNamed(node, 'async') !== undefined,
                        parameters: this.parameters(childNamed(node, 'ParamList')),
                        decorators,
                        ...(returns !== undefined && { returns }),
                        body: this.suite(node, depth),
                        line,
                    },
                ];
            }
            case 'ClassDefinition':
                return [
                    {
                        kind: 'class',
                        name: this.textOf(childNamed(node, 'VariableName')),
                        bases: this.args(childNamed(node, 'ArgList'), depth),
                        decorators,
                        body: this.suite(node, depth),
                        line,
                    },
                ];
            case 'ReturnStatement':
                return [{ kind: 'return', value: this.expressions(node, depth)[0], line }];
            case 'RaiseStatement':
                return [{ kind: 'raise', value: this.expressions(node, depth)[0], line }];
            case 'ExpressionStatement': {
                const values = this.expressions(node, depth);
                return values.map((value) => ({ kind: 'expression', value, line }));
            }
            case 'IfStatement':
            case 'ForStatement':
            case 'WhileStatement':
            case 'WithStatement':
            case 'TryStatement':
            case 'MatchStatement':
                return [this.block(node, depth)];
            case 'StatementGroup':
                return this.statements(node, depth + 1);
            default:
                return [];
        }
    }

    private suite(node: SyntaxNode, depth: number): PyStatement[] {
        const body = childNamed(node, 'Body');
        return body === undefined ? [] : this.statements(body, depth + 1);
    }

    private block(node: SyntaxNode, depth: number): PyStatement {
        const heads: PyExpression[] = [];
        const suites: PyStatement[][] = [];
        for (const child of children(node)) {
            if (child.name === 'Body' || child.name === 'MatchBody') {
                suites.push(this.statements(child, depth + 1));
            } else if (isExpression(child)) {
                heads.push(this.expression(child, depth));
            }
        }
        const keyword = node.name.replace('Statement', '').toLowerCase();
        return { kind: 'block', keyword, test: keyword === 'if' ? heads[0] : undefined, heads, suites, line: this.line(node) };
    }

    private imports(node: SyntaxNode): PyStatement[] {
        const line = this.line(node);
        const tokens = children(node).map((child) => ({ name: child.name, text: this.textOf(child) }));
        const isFrom = tokens[0]?.name === 'from';
        let at = 1;
        const dotted = () => {
            let name = '';
            while (tokens[at]?.name === 'VariableName' || tokens[at]?.name === '.' || tokens[at]?.text === '...') {
                name += tokens[at]?.text ?? '';
                at += 1;
            }
            return name;
        };
        const alias = (fallback: string) => {
            if (tokens[at]?.name !== 'as') {
                return fallback;
            }
            const name = tokens[at + 1]?.text ?? fallback;
            at += 2;
            return name;
        };
        if (!isFrom) {
            const found: PyStatement[] = [];
            while (at < tokens.length) {
                const module = dotted();
                if (module !== '') {
                    found.push({ kind: 'import', module, level: 0, names: [{ name: undefined, alias: alias(module) }], line });
                }
                at += 1;
            }
            return found;
        }
        const whole = dotted();
        const level = /^\.*/.exec(whole)?.[0].length ?? 0;
        const module = whole.slice(level);
        const names: PyImportedName[] = [];
        for (; at < tokens.length; at += 1) {
            const token = tokens[at];
            if (token?.name === 'VariableName') {
                at += 1;
                names.push({ name: token.text, alias: alias(token.text) });
                at -= 1;
            } else if (token?.text === '*') {
                names.push({ name: '*', alias: '*' });
            }
        }
        return [{ kind: 'import', module, level, names, line }];
    }

    private assignment(node: SyntaxNode, depth: number): PyStatement {
        const groups: PyExpression[][] = [[]];
        let type: PyExpression | undefined;
        for (const child of children(node)) {
            if (child.name === 'AssignOp') {
                groups.push([]);
            } else if (child.name === 'TypeDef') {
                type = this.expressions(child, depth)[0];
            } else if (isExpression(child)) {
                groups.at(-1)?.push(this.expression(child, depth));
            }
        }
        const line = this.line(node);
        const values = groups.length > 1 ? groups.pop() : undefined;
        const value = values === undefined ? undefined : values.length === 1 ? values[0] : { kind: 'list' as const, items: values, line };
        return { kind: 'assign', targets: groups.flat(), type, value, line };
    }

    private decorator(node: SyntaxNode, depth: number): PyExpression[] {
        const line = this.line(node);
        const name = children(node)
            .filter((child) => child.name === 'VariableName' || child.name === 'PropertyName')
            .map((child) => this.textOf(child))
            .join('.');
        if (name === '') {
            return this.expressions(node, depth);
        }
        const callee: PyExpression = { kind: 'name', name, line };
        const list = childNamed(node, 'ArgList');
        return [list === undefined ? callee : { kind: 'call', callee, args: this.args(list, depth), line }];
    }

    private parameters(node: SyntaxNode | undefined): PyParameter[] {
        const found: { name: string; required: boolean; fallback?: PyExpression }[] = [];
        if (node === undefined) {
            return found;
        }
        let starred = false;
        for (const child of children(node)) {
            const last = found.at(-1);
            if (child.name === '*' || child.name === '**') {
                starred = true;
            } else if (child.name === 'VariableName' && !followsDefault(child)) {
                found.push({ name: this.textOf(child), required: !starred });
                starred = false;
            } else if (child.name === 'AssignOp' && last !== undefined) {
                last.required = false;
                const value = child.nextSibling;
                if (value !== null && isExpression(value)) {
                    last.fallback = this.expression(value, deepest - 20);
                }
            }
        }
        return found;
    }

    private args(list: SyntaxNode | undefined, depth: number): PyArgument[] {
        const found: PyArgument[] = [];
        if (list === undefined || depth > deepest) {
            return found;
        }
        let name: string | undefined;
        for (const child of children(list)) {
            if (child.name === '*' || child.name === '**') {
                name = child.name;
            } else if (child.name === 'VariableName' && child.nextSibling?.name === 'AssignOp') {
                name = this.textOf(child);
            } else if (isExpression(child)) {
                found.push({ name, value: this.expression(child, depth + 1) });
                name = undefined;
            }
        }
        return found;
    }

    private expressions(node: SyntaxNode, depth: number): PyExpression[] {
        return depth > deepest
            ? []
            : children(node)
                  .filter(isExpression)
                  .map((child) => this.expression(child, depth + 1));
    }

    private expression(node: SyntaxNode, depth: number): PyExpression {
        const line = this.line(node);
        if (depth > deepest) {
            return { kind: 'other', parts: [], line };
        }
        switch (node.name) {
            case 'String':
                return { kind: 'string', value: stringValue(this.textOf(node)), line };
            case 'FormatString': {
                const filled = children(node).filter((child) => child.name === 'FormatReplacement');
                return filled.length === 0
                    ? { kind: 'string', value: stringValue(this.textOf(node)), line }
                    : { kind: 'other', parts: filled.flatMap((each) => this.expressions(each, depth + 1)), line, text: this.textOf(node) };
            }
            case 'ContinuedString': {
                const parts = this.expressions(node, depth);
                return parts.every((part) => part.kind === 'string')
                    ? { kind: 'string', value: parts.map((part) => part.value).join(''), line }
                    : { kind: 'other', parts, line, text: this.textOf(node) };
            }
            case 'Number':
                return { kind: 'number', value: Number(this.textOf(node).replaceAll('_', '')), line };
            case 'Boolean':
                return { kind: 'constant', value: this.textOf(node) === 'True', line };
            case 'None':
                return { kind: 'constant', value: null, line };
            case 'VariableName':
                return { kind: 'name', name: this.textOf(node), line };
            case 'MemberExpression':
                return this.member(node, depth);
            case 'CallExpression': {
                const callee = node.firstChild;
                return callee === null
                    ? { kind: 'other', parts: [], line }
                    : {
                          kind: 'call',
                          callee: this.expression(callee, depth + 1),
                          args: this.args(childNamed(node, 'ArgList'), depth),
                          line,
                      };
            }
            case 'ParenthesizedExpression': {
                const inner = this.expressions(node, depth);
                return inner.length === 1 && inner[0] !== undefined ? inner[0] : { kind: 'other', parts: inner, line };
            }
            case 'AwaitExpression': {
                return this.expressions(node, depth)[0] ?? { kind: 'other', parts: [], line };
            }
            case 'ArrayExpression':
            case 'TupleExpression':
            case 'SetExpression':
                return { kind: 'list', items: this.expressions(node, depth), line };
            case 'DictionaryExpression':
                return this.dictionary(node, depth);
            case 'BinaryExpression': {
                const [left, right] = this.expressions(node, depth);
                const operator = children(node)
                    .filter((child) => !isExpression(child) && child.name !== 'Comment')
                    .map((child) => this.textOf(child))
                    .join(' '); // `not in` is two
                return left !== undefined && right !== undefined
                    ? { kind: 'binary', operator, left, right, line }
                    : { kind: 'other', parts: [], line };
            }
            default:
                return { kind: 'other', parts: this.expressions(node, depth), line };
        }
    }

    private member(node: SyntaxNode, depth: number): PyExpression {
        const line = this.line(node);
        const first = node.firstChild;
        if (first === null) {
            return { kind: 'other', parts: [], line };
        }
        const object = this.expression(first, depth + 1);
        const property = childNamed(node, 'PropertyName');
        if (property !== undefined) {
            const name = this.textOf(property);
            return object.kind === 'name'
                ? { kind: 'name', name: `${object.name}.${name}`, line }
                : { kind: 'attribute', object, name, line };
        }
        // Without the object: read twice at every level, a chain of subscripts would take twice as long for each.
        const [, ...rest] = children(node);
        const [index, ...more] = rest.filter(isExpression).map((child) => this.expression(child, depth + 1));
        return {
            kind: 'subscript',
            object,
            index: index === undefined || more.length === 0 ? index : { kind: 'list', items: [index, ...more], line },
            line,
        };
    }

    private dictionary(node: SyntaxNode, depth: number): PyExpression {
        const entries: { key: PyExpression | undefined; value: PyExpression }[] = [];
        let key: PyExpression | undefined;
        let afterColon = false;
        for (const child of children(node)) {
            if (child.name === ':') {
                afterColon = true;
            } else if (child.name === ',') {
                key = undefined;
                afterColon = false;
            } else if (isExpression(child)) {
                const value = this.expression(child, depth + 1);
                if (afterColon) {
                    entries.push({ key, value });
                } else {
                    key = value;
                }
            }
        }
        return { kind: 'dict', entries, line: this.line(node) };
    }

    private textOf(node: SyntaxNode | undefined): string {
        return node === undefined ? '' : this.text.slice(node.from, node.to);
    }

    private line(node: SyntaxNode): number {
        let low = 0;
        let high = this.#lineStarts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((this.#lineStarts[middle] ?? 0) <= node.from) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low + 1;
    }
}

function children(node: SyntaxNode): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
        found.push(child);
    }
    return found;
}

function childNamed(node: SyntaxNode, name: string): SyntaxNode | undefined {
    return node.getChild(name) ?? undefined;
}

function followsDefault(node: SyntaxNode): boolean {
    return node.prevSibling?.name === 'AssignOp';
}

/** Named nodes that carry a value; tokens such as `(` and keywords are anonymous or lower case. */
function isExpression(node: SyntaxNode): boolean {
    return (
        /^[A-Z]/.test(node.name) &&
        /Expression$|^(String|FormatString|ContinuedString|Number|Boolean|None|VariableName|Ellipsis)$/.test(node.name)
    );
}

function stringValue(literal: string): string {
    const match = /^([a-zA-Z]*)('''|"""|'|")([\s\S]*?)\2?$/.exec(literal);
    if (match === null) {
        return literal;
    }
    const body = match[3] ?? '';
    const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '' };
    return /r/i.test(match[1] ?? '') ? body : body.replace(/\\([\s\S])/g, (_, letter: string) => escapes[letter] ?? letter);
}
