import { calleeName, expressionsOf, walkExpression, walkStatements } from '../python/expressions';
import type { PyExpression, PyStatement } from '../python/syntax';

type PyBlock = PyStatement & { readonly kind: 'block' };

/** True for what ends the app instead of going on without a variable: `except KeyError: sys.exit(1)`. */
export function givesUp(suite: readonly PyStatement[]): boolean {
    const last = suite.at(-1);
    return (
        last?.kind === 'raise' ||
        (last?.kind === 'expression' &&
            last.value.kind === 'call' &&
            /^(?:sys\.exit|exit|quit|os\._exit)$/.test(calleeName(last.value) ?? ''))
    );
}

/**
 * Which of the statements read something without which the code goes on: `key = os.getenv("KEY")` where the next one gives the name another value when it
 * is missing, or is the only one that uses the name, and only when it is there.
 */
export function goesOnWithout(statements: readonly PyStatement[]): ReadonlySet<PyStatement> {
    const found = new Set<PyStatement>();
    let lastUse: ReadonlyMap<string, number> | undefined;
    for (const [at, statement] of statements.entries()) {
        const next = statements[at + 1];
        const [target] = statement.kind === 'assign' && statement.targets.length === 1 ? statement.targets : [];
        if (target?.kind !== 'name' || next?.kind !== 'block' || next.keyword !== 'if' || next.suites.some(givesUp)) {
            continue;
        }
        if (next.test?.kind === 'name' && next.test.name === target.name) {
            lastUse ??= lastUses(statements);
            if ((lastUse.get(target.name) ?? 0) <= at + 1 && ![...walkStatements([next])].some(({ kind }) => kind === 'return')) {
                found.add(statement);
            }
        } else if (isMissing(next.test, target.name) && givesAnother(next, target.name)) {
            found.add(statement);
        }
    }
    return found;
}

/** Where each name is used last, as the place of the statement that holds it. */
function lastUses(statements: readonly PyStatement[]): ReadonlyMap<string, number> {
    const last = new Map<string, number>();
    for (const [at, statement] of statements.entries()) {
        for (const inner of walkStatements([statement])) {
            for (const part of expressionsOf(inner).flatMap((each) => [...walkExpression(each)])) {
                if (part.kind === 'name') {
                    last.set(part.name.split('.')[0] ?? '', at);
                } else if (part.kind === 'other' && part.text !== undefined) {
                    for (const word of part.text.match(/[A-Za-z_]\w*/g) ?? []) {
                        last.set(word, at);
                    }
                }
            }
        }
    }
    return last;
}

/** `not key`, `key is None`, `key == ""`. */
function isMissing(test: PyExpression | undefined, name: string): boolean {
    if (test?.kind === 'binary') {
        const isNothing = (test.right.kind === 'constant' && test.right.value === null) || (test.right.kind === 'string' && test.right.value === ''); // prettier-ignore
        return test.left.kind === 'name' && test.left.name === name && isNothing && (test.operator === 'is' || test.operator === '==');
    }
    const [part, ...more] = test?.kind === 'other' ? test.parts : [];
    return part?.kind === 'name' && part.name === name && more.length === 0;
}

function givesAnother({ suites: [first = []] }: PyBlock, name: string): boolean {
    return first.some(
        (each) =>
            each.kind === 'assign' &&
            each.targets.some((target) => target.kind === 'name' && target.name === name) &&
            each.value !== undefined &&
            !(each.value.kind === 'constant' && each.value.value === null),
    );
}
