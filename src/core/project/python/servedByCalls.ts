import { answersOnce } from './answersOnce';
import type { AppBinding, AppFinder } from './appFinder';
import { calleeName, callsIn, isMainGuard, keyword, walkStatements } from './expressions';
import type { PyCall } from './expressions';
import { frameworks, scriptRunners, serverCalls } from './frameworks';
import type { FrameworkId } from './frameworks';
import type { PyModule } from './pythonModules';
import { completes, opening } from './servingByRunning';
import type { PyExpression, PyStatement } from './syntax';

/** What running some statements serves. */
export interface ServedByCalls {
    readonly framework: FrameworkId;
    /** The module whose code opens the port, and where in it. */
    readonly home: PyModule;
    readonly line: number;
}

const deepest = 4;

/**
 * What these statements of a module serve, by themselves or through the functions of the project that they call: an application that exists only while they
 * run. What a server could import instead (an object of a module, what a factory without arguments makes) is not meant.
 */
export async function servedByCalls(
    finder: AppFinder,
    module: PyModule,
    statements: readonly PyStatement[],
    seen: ReadonlySet<string> = new Set(),
): Promise<ServedByCalls | undefined> {
    const { made, scope } = await finder.inside(module, onlyRun(statements));
    const outer = await finder.bindings(module.path);
    const calls = [...callsIn(walkStatements(statements))];
    for (const call of calls) {
        const framework = (await opened(finder, scope, call, made, outer)) ?? (await completedHere(finder, scope, call, made, statements));
        if (framework !== undefined) {
            return { framework, home: module, line: call.line };
        }
    }
    for (const name of seen.size < deepest ? calls.flatMap(calledNames) : []) {
        const called = await functionOf(finder, scope, name);
        const key = called === undefined ? '' : `${called.module.path}:${name}`;
        const found = called === undefined || seen.has(key) ? undefined : await servedByCalls(finder, called.module, called.body, new Set([...seen, key])); // prettier-ignore
        if (found !== undefined) {
            return found;
        }
    }
    return undefined;
}

/** The statements that running a module executes: neither the bodies of functions nor those of classes. */
export function runStatements(module: PyModule): PyStatement[] {
    return module.statements.filter((statement) => statement.kind !== 'function' && statement.kind !== 'class');
}

/** The framework whose port a call opens itself. */
async function opened(
    finder: AppFinder,
    scope: PyModule,
    call: PyCall,
    made: ReadonlyMap<string, AppBinding>,
    outer: ReadonlyMap<string, AppBinding>,
): Promise<FrameworkId | undefined> {
    const name = calleeName(call) ?? (call.callee.kind === 'attribute' ? call.callee.name : '');
    const method = name.split('.').at(-1) ?? '';
    const dotted = resolved(scope, name);
    const runner = runnerOf(scope, name);
    if (runner !== undefined) {
        return runner;
    }
    if (serverCalls.test(dotted)) {
        for (const value of [keyword(call, 'app'), keyword(call, 'application'), ...call.args.map((arg) => arg.value)]) {
            const binding = value === undefined ? undefined : await onlyHere(finder, scope, value, made, outer);
            if (binding !== undefined) {
                return binding.framework;
            }
        }
        return undefined;
    }
    const holder = name.slice(0, -method.length - 1);
    const own = made.get(holder);
    if (own?.form === 'object' && own.origin === 'made' && (opening.test(method) || /^(launch|listen|start)$/.test(method))) {
        return own.framework;
    }
    const script = outer.get(holder);
    return script?.form === 'object' &&
        frameworks[script.framework].interface === 'script' &&
        /^(run|run_async|run_streamable_http_async|run_sse_async|launch|listen)$/.test(method)
        ? script.framework
        : undefined;
}

/**
 * The framework of an application that could be imported, but that these statements complete before they run it; and of one that a factory makes which asks
 * for something, run in one go (`create_app(settings).run()`).
 */
async function completedHere(
    finder: AppFinder,
    scope: PyModule,
    call: PyCall,
    made: ReadonlyMap<string, AppBinding>,
    statements: readonly PyStatement[],
): Promise<FrameworkId | undefined> {
    const { callee } = call;
    if (callee.kind === 'attribute' && callee.object.kind === 'call' && opening.test(callee.name)) {
        const binding = await finder.madeBy(scope, callee.object, made);
        return binding?.form === 'object' && binding.origin === 'made' ? binding.framework : undefined;
    }
    const [, holder, method] = /^(\w+)\.(\w+)$/.exec(calleeName(call) ?? '') ?? [];
    if (
        holder === undefined ||
        method === undefined ||
        !opening.test(method) ||
        !completes(finder.modules, scope, onlyRun(statements), holder, 'follow none')
    ) {
        return undefined;
    }
    const binding = made.get(holder) ?? (await finder.madeBy(scope, { kind: 'name', name: holder, line: call.line }, made));
    return binding?.form === 'object' ? binding.framework : undefined;
}

/** What running these statements does beyond importing them: of a module's, what its guard holds. */
function onlyRun(statements: readonly PyStatement[]): readonly PyStatement[] {
    const guards = statements.filter(isMainGuard);
    return guards.length === 0 ? statements : guards;
}

/** The framework of a function or class that opens a port, also of a class of the module's own that is made from one. */
export function runnerOf(module: PyModule, name: string): FrameworkId | undefined {
    const known = scriptRunners[resolved(module, name)];
    if (known === 'httpServer' && answersOnce(module)) {
        return undefined;
    }
    if (known !== undefined || name.includes('.')) {
        return known;
    }
    for (const statement of module.statements) {
        if (statement.kind === 'class' && statement.name === name) {
            const [base] = statement.bases.flatMap(({ value }) => (value.kind === 'name' && value.name.endsWith("Server") ? [scriptRunners[resolved(module, value.name)]] : [])); // prettier-ignore
            return base;
        }
    }
    return undefined;
}

/** The application that a server is handed, when nothing could import it. */
async function onlyHere(
    finder: AppFinder,
    scope: PyModule,
    value: PyExpression,
    made: ReadonlyMap<string, AppBinding>,
    outer: ReadonlyMap<string, AppBinding>,
): Promise<AppBinding | undefined> {
    if (value.kind === 'name' && (outer.has(value.name) || value.name.includes('.'))) {
        return undefined;
    }
    const binding = value.kind === 'name' ? made.get(value.name) : value.kind === 'call' ? await finder.madeBy(scope, value, made) : undefined; // prettier-ignore
    return binding?.form === 'object' && binding.origin !== 'called' && binding.origin !== 'imported' ? binding : undefined;
}

/** The names that a call calls: its own, and those that it hands on to be called (`asyncio.run(main)`, `typer.run(main)`). */
function calledNames(call: PyCall): string[] {
    const name = calleeName(call);
    const handsOn = name !== undefined && /(^|\.)(run|Fire|run_until_complete|start)$/.test(name);
    return [
        ...(name === undefined ? [] : [name]),
        ...(handsOn ? call.args.flatMap(({ value }) => (value.kind === 'name' ? [value.name] : [])) : []),
    ];
}

/** The function of the project that a name of this scope stands for. */
export async function functionOf(
    finder: AppFinder,
    scope: PyModule,
    name: string,
): Promise<{ readonly module: PyModule; readonly body: readonly PyStatement[]; readonly line: number } | undefined> {
    const own = scope.imports.has(name.split('.')[0] ?? '') ? undefined : bodyOf(scope, name);
    if (own !== undefined) {
        return { module: scope, ...own };
    }
    const dotted = resolved(scope, name);
    const at = dotted.lastIndexOf('.');
    const path = at < 0 || dotted === name ? undefined : finder.modules.find(dotted.slice(0, at), scope.path);
    const module = path === undefined ? undefined : await finder.modules.at(path);
    if (module === undefined) {
        return undefined;
    }
    const last = dotted.slice(at + 1);
    const body = bodyOf(module, last);
    // `__init__.py` often only hands on what a sibling defines.
    return body !== undefined ? { module, ...body } : module.imports.has(last) && module.path !== scope.path ? functionOf(finder, module, last) : undefined; // prettier-ignore
}

function bodyOf(module: PyModule, name: string): { readonly body: readonly PyStatement[]; readonly line: number } | undefined {
    for (const statement of module.statements) {
        if (statement.kind === 'function' && statement.name === name) {
            return { body: statement.body, line: statement.line };
        }
    }
    return undefined;
}

function resolved(module: PyModule, name: string): string {
    const [head = '', ...rest] = name.split('.');
    const origin = module.imports.get(head);
    return origin === undefined ? name : [origin, ...rest].join('.');
}
