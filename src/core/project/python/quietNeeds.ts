import { broughtBy } from '../../requirements/distributionOf';
import { distributionIn, isListed } from '../../requirements/isListed';
import { quietMethods, quietNames, quietWords } from '../../requirements/quietRules';
import type { QuietRule } from '../../requirements/quietRules';
import { databaseDrivers } from './databaseDrivers';
import { calleeName, callsIn, walkExpression, walkStatements } from './expressions';
import { lastName } from './lastName';
import type { PyCall } from './expressions';
import { lineUsing } from './lineUsing';
import type { PyModule } from './pythonModules';
import type { QuietNeed } from './quietNeed';

/** What the modules that the app reaches use of libraries and the list lacks, one for each distribution, what stops the start first. */
export function quietNeeds(
    reached: readonly PyModule[],
    others: readonly QuietNeed[],
    listed: ReadonlySet<string>,
    lockText: string,
    server: string,
    python: string,
): QuietNeed[] {
    const brought = broughtBy(listed);
    const all = [
        ...others,
        ...reached.flatMap((module) => [...usedNames(module), ...calledWith(module)]),
        ...databaseDrivers(reached, brought),
        ...(server === 'uvicorn' ? reached.flatMap(webSockets) : []),
        ...reached.flatMap(asyncViews),
        ...(Number(/^3\.(\d+)/.exec(python)?.[1]) >= 13 ? reached.flatMap(soundOperations) : []),
    ];
    const found = new Map<string, QuietNeed>();
    for (const need of all.sort((a, b) => Number(a.fails === 'used') - Number(b.fails === 'used'))) {
        const name = distributionIn(need.requirement);
        if (!found.has(name) && !isListed(need.requirement, brought, lockText) && !need.insteadOf?.some((each) => brought.has(each))) {
            found.set(name, need);
        }
    }
    return [...found.values()];
}

function needOf({ requirement, insteadOf, fails }: QuietRule, uses: string, module: PyModule, line: number): QuietNeed {
    return { uses, requirement, ...(insteadOf !== undefined && { insteadOf }), fails, file: module.path, line };
}

/** Names that are imported, or reached through their module, and that the text uses beside its imports. */
function usedNames(module: PyModule): QuietNeed[] {
    return Object.entries(quietNames).flatMap(([dotted, rule]) => {
        const line = lineUsing(module, dotted);
        return line === undefined ? [] : [needOf(rule, dotted.split('.').at(-1) ?? dotted, module, line)];
    });
}

/** Calls whose words, or whose own names, make a library import something. */
function calledWith(module: PyModule): QuietNeed[] {
    const libraries = new Set([...module.imports.values(), ...module.stars].map((name) => name.split('.')[0]));
    const found: QuietNeed[] = [];
    for (const call of callsIn(walkStatements(module.statements))) {
        const last = lastName(call);
        const method = Object.hasOwn(quietMethods, last) ? quietMethods[last] : undefined;
        if (method !== undefined && call.callee.kind !== 'call' && libraries.has(method.of)) {
            found.push(needOf(method, `${last}()`, module, call.line));
        }
        const callee = resolved(module, calleeName(call) ?? '');
        for (const rule of quietWords.filter(({ callee: pattern }) => pattern.test(callee))) {
            const word = stringsIn(call).find((each) => rule.word.test(each));
            if (word !== undefined) {
                found.push(needOf(rule, `${last}(${word.includes('://') ? word.replace(/:\/\/.*$/, '://…') : word})`, module, call.line));
            }
        }
    }
    return found;
}

function resolved(module: PyModule, name: string): string {
    const [head = '', ...rest] = name.split('.');
    return [module.imports.get(head) ?? head, ...rest].join('.');
}

function stringsIn(call: PyCall): string[] {
    return call.args.flatMap(({ value }) => [...walkExpression(value)].flatMap((part) => (part.kind === 'string' ? [part.value] : [])));
}

/** Flask runs a view that is `async def` through asgiref, which it does not bring. */
function asyncViews(module: PyModule): QuietNeed[] {
    if (![...module.imports.values()].some((name) => /^flask\.(Flask|Blueprint)$|^flask$/.test(name))) {
        return [];
    }
    const lines = module.text.split('\n');
    for (const statement of walkStatements(module.statements)) {
        const routed = statement.kind === 'function' && statement.decorators.some((each) => each.kind === 'call' && /^(route|get|post|put|patch|delete)$/.test(lastName(each))); // prettier-ignore
        if (routed && /^[ \t]*async\s+def\b/.test(lines[statement.line - 1] ?? '')) {
            return [{ uses: `async def ${statement.name}`, requirement: 'asgiref', insteadOf: ['flask-async', 'django', 'quart'], fails: 'used', file: module.path, line: statement.line }]; // prettier-ignore
        }
    }
    return [];
}

/** pydub imports audioop, which left Python 3.13. */
function soundOperations(module: PyModule): QuietNeed[] {
    const line = module.statements.find(
        (each) => each.kind === 'import' && each.level === 0 && /^pydub\b/.test(each.module || (each.names[0]?.alias ?? '')),
    )?.line;
    return line === undefined ? [] : [{ uses: 'pydub', requirement: 'audioop-lts', fails: 'starting', file: module.path, line }];
}

/** uvicorn by itself answers 404 to a WebSocket. */
function webSockets(module: PyModule): QuietNeed[] {
    if (![...module.imports.values()].some((name) => /^(fastapi|starlette)\b/.test(name))) {
        return [];
    }
    for (const statement of walkStatements(module.statements)) {
        const uses =
            statement.kind === 'function'
                ? statement.decorators
                : statement.kind === 'assign' && statement.value !== undefined
                  ? [statement.value]
                  : statement.kind === 'expression'
                    ? [statement.value]
                    : [];
        for (const part of uses.flatMap((use) => [...walkExpression(use)])) {
            const name = part.kind === 'call' ? lastName(part) : '';
            if (/^(websocket|websocket_route|add_websocket_route|add_api_websocket_route|WebSocketRoute)$/.test(name)) {
                return [
                    {
                        uses: name,
                        requirement: 'websockets',
                        insteadOf: ['uvicorn-standard', 'fastapi-standard', 'fastapi-all', 'wsproto', 'gradio', 'litestar-standard', 'nicegui', 'sanic', 'chainlit'], // prettier-ignore
                        fails: 'used',
                        file: module.path,
                        line: part.line,
                    },
                ];
            }
        }
    }
    return [];
}
