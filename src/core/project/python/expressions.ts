import type { PyExpression, PyStatement } from './syntax';

/** Every expression below, itself first. */
export function* walkExpression(expression: PyExpression): Generator<PyExpression> {
    yield expression;
    for (const part of partsOf(expression)) {
        yield* walkExpression(part);
    }
}

function partsOf(expression: PyExpression): readonly PyExpression[] {
    switch (expression.kind) {
        case 'attribute':
            return [expression.object];
        case 'call':
            return [expression.callee, ...expression.args.map((arg) => arg.value)];
        case 'subscript':
            return expression.index === undefined ? [expression.object] : [expression.object, expression.index];
        case 'list':
            return expression.items;
        case 'dict':
            return expression.entries.flatMap((entry) => (entry.key === undefined ? [entry.value] : [entry.key, entry.value]));
        case 'binary':
            return [expression.left, expression.right];
        case 'other':
            return expression.parts;
        case 'string':
        case 'number':
        case 'constant':
        case 'name':
            return [];
    }
}

/** Every statement below, each before what it holds. */
export function* walkStatements(statements: readonly PyStatement[]): Generator<PyStatement> {
    for (const statement of statements) {
        yield statement;
        if (statement.kind === 'function' || statement.kind === 'class') {
            yield* walkStatements(statement.body);
        } else if (statement.kind === 'block') {
            for (const suite of statement.suites) {
                yield* walkStatements(suite);
            }
        }
    }
}

/** The statements that run when the module is imported: not the bodies of functions and classes, but those of if, try and with. */
export function* importedStatements(statements: readonly PyStatement[]): Generator<PyStatement> {
    for (const statement of statements) {
        yield statement;
        if (statement.kind === 'block' && !isMainGuard(statement)) {
            for (const suite of statement.suites) {
                yield* importedStatements(suite);
            }
        }
    }
}

/** True for `if __name__ == "__main__":`. */
export function isMainGuard(statement: PyStatement): boolean {
    return (
        statement.kind === 'block' &&
        statement.test !== undefined &&
        [...walkExpression(statement.test)].some((part) => part.kind === 'name' && part.name === '__name__')
    );
}

/** The expressions that a statement itself holds, without those of statements inside it. */
export function expressionsOf(statement: PyStatement): readonly PyExpression[] {
    switch (statement.kind) {
        case 'assign':
            return [
                ...statement.targets,
                ...(statement.type === undefined ? [] : [statement.type]),
                ...(statement.value === undefined ? [] : [statement.value]),
            ];
        case 'function':
            return statement.decorators;
        case 'class':
            return [...statement.decorators, ...statement.bases.map((base) => base.value)];
        case 'return':
        case 'raise':
            return statement.value === undefined ? [] : [statement.value];
        case 'expression':
            return [statement.value];
        case 'block':
            return statement.heads;
        case 'import':
            return [];
    }
}

export type PyCall = Extract<PyExpression, { kind: 'call' }>;

/** Every call in these statements, however deep. */
export function* callsIn(statements: Iterable<PyStatement>): Generator<PyCall> {
    for (const statement of statements) {
        for (const expression of expressionsOf(statement)) {
            for (const part of walkExpression(expression)) {
                if (part.kind === 'call') {
                    yield part;
                }
            }
        }
    }
}

export function keyword(call: PyCall, name: string): PyExpression | undefined {
    return call.args.find((arg) => arg.name === name)?.value;
}

export function positional(call: PyCall, index: number): PyExpression | undefined {
    return call.args.filter((arg) => arg.name === undefined)[index]?.value;
}

/** The dotted name that is called; undefined when it is not a plain name. */
export function calleeName(call: PyCall): string | undefined {
    return call.callee.kind === 'name' ? call.callee.name : undefined;
}
