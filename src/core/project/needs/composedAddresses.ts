import { calleeName, positional, walkExpression } from '../python/expressions';
import type { PyExpression, PyStatement } from '../python/syntax';
import type { ReadVariable } from './readVariable';

/** Where a database, a cache or a queue is, as one text. */
const address =
    /\}:\/\/[^"'{]{0,200}\{[^"'@]{0,400}@|(postgres|mysql|mariadb|mongodb|redis|amqp|mssql|oracle|cockroachdb|clickhouse)\w*(\+[\w{}]+)?:\/\//i;

/** Settings of which somebody's own machine, or tests, take theirs. */
const forDevelopers = /^(dev|test|local|debug)/i;

/** What takes its second argument only when a variable is not set. */
const fallsBack = /(^|\.)(getenv|get|pop|setdefault|config|env|str|url|Field)$/;

/**
 * Variables of which the address of a service is made without asking whether they are set (`f"postgresql://{os.getenv('DB_HOST')}/shop"`): without them it says
 * None.
 */
export function composedAddresses(file: string, text: string, statements: readonly PyStatement[]): ReadVariable[] {
    return address.test(text) && /getenv|environ/.test(text) ? new Addresses(file, text).in(statements) : [];
}

class Addresses {
    /** Names that are given a variable as it is. */
    readonly #held = new Map<string, string>();
    readonly #found: ReadVariable[] = [];
    readonly #tested: ReadonlySet<string>;
    /** What is called only where there is nothing else: `or make_address()`. */
    readonly #fallbacks: ReadonlySet<string>;

    constructor(
        readonly file: string,
        text: string,
    ) {
        this.#tested = testedNames(text);
        this.#fallbacks = new Set([...text.matchAll(/\b(?:or|else)[ \t]+(?:self\.|cls\.)?(\w+)\(/g)].map(([, name = '']) => name));
    }

    in(statements: readonly PyStatement[]): ReadVariable[] {
        this.visit(statements);
        return this.#found;
    }

    private visit(statements: readonly PyStatement[]): void {
        const replaced = new Set(
            statements.flatMap((each) => (each.kind === 'block' && each.keyword !== 'with' ? each.suites.flat().flatMap(targetNames) : [])),
        );
        for (const statement of statements) {
            if (statement.kind === 'assign') {
                const read = bareRead(statement.value);
                const [target] = statement.targets;
                if (read !== undefined && target?.kind === 'name') {
                    this.#held.set(lastWord(target.name), read);
                }
            }
            if (statement.kind === 'assign' || statement.kind === 'return' || statement.kind === 'expression') {
                if (!targetNames(statement).some((name) => replaced.has(name))) {
                    this.made(statement.value);
                }
            } else if (statement.kind === 'function' || statement.kind === 'class') {
                if (!forDevelopers.test(statement.name) && !this.#fallbacks.has(statement.name)) {
                    this.visit(statement.body);
                }
            } else if (statement.kind === 'block' && statement.keyword === 'with') {
                this.visit(statement.suites.flat());
            } else if (statement.kind === 'block' && statement.suites.some((suite) => suite.at(-1)?.kind === 'return')) {
                return; // what follows is one way of several
            }
        }
    }

    /** The addresses that an expression makes whatever is set. */
    private made(expression: PyExpression | undefined): void {
        if (expression?.kind === 'call' && !fallsBack.test(calleeName(expression) ?? '')) {
            expression.args.forEach(({ value }) => {
                this.made(value);
            });
        } else if (expression?.kind === 'dict') {
            expression.entries.forEach(({ value }) => {
                this.made(value);
            });
        } else if (expression?.kind === 'other' && address.test(expression.text ?? '')) {
            for (const part of walkExpression(expression)) {
                const name = part.kind === 'name' ? this.#held.get(lastWord(part.name)) : bareRead(part);
                if (name !== undefined && !this.#tested.has(name) && !(part.kind === 'name' && this.#tested.has(lastWord(part.name)))) {
                    this.#found.push({ name, how: 'demanded', file: this.file, line: part.line });
                }
            }
        }
    }
}

function targetNames(statement: PyStatement): string[] {
    return statement.kind === 'assign' ? statement.targets.flatMap((target) => (target.kind === 'name' ? [target.name] : [])) : [];
}

/** The words that some condition asks for: those behind its first word in a line, and those before its next. */
function testedNames(text: string): ReadonlySet<string> {
    const behind = text.split('\n').flatMap((line) => {
        const [, condition = ''] = /\b(?:if|elif|not|or|and|all|any|assert)\b(.*)/.exec(line) ?? [];
        return condition.match(/\w+/g) ?? [];
    });
    const before = text.matchAll(/\b(\w+)\b["')\]]*(?:\s*(?:or|and)|[ \t]*(?:is|if|else|==|!=))(?:\s|$)/g);
    return new Set([...behind, ...[...before].map(([, name = '']) => name)]);
}

function bareRead(expression: PyExpression | undefined): string | undefined {
    const first =
        expression?.kind === 'call' && expression.args.length === 1 && /(^|\.)(environ\.get|getenv)$/.test(calleeName(expression) ?? '')
            ? positional(expression, 0)
            : undefined;
    return first?.kind === 'string' && /^\w+$/.test(first.value) ? first.value : undefined;
}

function lastWord(name: string): string {
    return name.split('.').at(-1) ?? name;
}
