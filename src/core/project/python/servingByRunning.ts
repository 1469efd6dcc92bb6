import type { AppBinding } from './appFinder';
import { calleeName, callsIn, importedStatements, isMainGuard, walkStatements } from './expressions';
import type { PyCall } from './expressions';
import { serverCalls } from './frameworks';
import type { FrameworkId } from './frameworks';
import type { PyModule, PythonModules } from './pythonModules';
import type { PyStatement } from './syntax';

/** Methods and functions that open a port. */
export const opening = /^(run|run_server|serve_forever|run_forever|serve|run_simple|run_app|run_async)$/;

/** The application that importing the module already serves: a `run` outside every function and `__main__` guard. An importing server would hang in it. */
export function servedAtImport(
    module: PyModule,
    bindings: ReadonlyMap<string, AppBinding>,
): { object: string; framework: FrameworkId; line: number } | undefined {
    const servers = new Map<string, string>();
    for (const statement of importedStatements(module.statements)) {
        if (isMainGuard(statement) || statement.kind === 'function' || statement.kind === 'class') {
            continue;
        }
        for (const call of callsIn([statement])) {
            const object = servedByServer(module, call, bindings, servers);
            const binding = object === undefined ? undefined : bindings.get(object);
            const served =
                object !== undefined && binding?.form === 'object'
                    ? { object, framework: binding.framework, line: call.line }
                    : servedBy(call, bindings);
            if (served !== undefined) {
                return served;
            }
        }
        const made = statement.kind === 'assign' && statement.value?.kind === 'call' ? givenToServer(module, statement.value, bindings, servers) : undefined; // prettier-ignore
        for (const target of made === undefined || statement.kind !== 'assign' ? [] : statement.targets) {
            if (made !== undefined && target.kind === 'name') {
                servers.set(target.name, made);
            }
        }
    }
    return undefined;
}

/** The application that a call serves through a server of another library: `WSGIServer(address, app).serve_forever()`, also of one that has a name; `wsgi.server(socket, app)`. */
function servedByServer(
    module: PyModule,
    call: PyCall,
    bindings: ReadonlyMap<string, AppBinding>,
    servers: ReadonlyMap<string, string>,
): string | undefined {
    const { callee } = call;
    if (callee.kind === 'attribute') {
        return callee.object.kind === 'call' && opening.test(callee.name)
            ? givenToServer(module, callee.object, bindings, servers)
            : undefined;
    }
    const [, holder = '', method = ''] = /^(.+)\.(\w+)$/.exec(calleeName(call) ?? '') ?? [];
    return opening.test(method) && servers.has(holder)
        ? servers.get(holder)
        : dottedName(module, call) === 'eventlet.wsgi.server'
          ? givenToServer(module, call, bindings, servers)
          : undefined;
}

/** The application that a server is made with, also through another object of that server's: `Server(Config(app))`. */
function givenToServer(
    module: PyModule,
    call: PyCall,
    bindings: ReadonlyMap<string, AppBinding>,
    servers: ReadonlyMap<string, string>,
): string | undefined {
    const names = call.args.flatMap(({ value }) => (value.kind === 'name' ? [value.name] : []));
    const app = serverCalls.test(dottedName(module, call)) ? names.find((name) => bindings.has(name)) : undefined;
    return app ?? names.map((name) => servers.get(name)).find((each) => each !== undefined);
}

function dottedName(module: PyModule, call: PyCall): string {
    const [head = '', ...rest] = (calleeName(call) ?? '').split('.');
    return [module.imports.get(head) ?? head, ...rest].join('.');
}

/** `app.run()`, `App().run()`, `uvicorn.run(app)`, `serve(app)`. */
function servedBy(
    call: PyCall,
    bindings: ReadonlyMap<string, AppBinding>,
): { object: string; framework: FrameworkId; line: number } | undefined {
    const name = calleeName(call) ?? (call.callee.kind === 'attribute' ? call.callee.name : '');
    const method = name.split('.').at(-1) ?? '';
    if (!opening.test(method)) {
        return undefined;
    }
    const holder = name.slice(0, -method.length - 1);
    const given = call.args.find(({ value, name: key }) => key === undefined && value.kind === 'name' && bindings.has(value.name))?.value;
    const object = bindings.has(holder) ? holder : given?.kind === 'name' ? given.name : undefined;
    const binding = object === undefined ? undefined : bindings.get(object);
    return object === undefined || binding?.form !== 'object' ? undefined : { object, framework: binding.framework, line: call.line };
}

/** A class of the project's own that is an application and that the module makes and runs in one go, as in `App().run()`. */
export function classRunHere(
    module: PyModule,
    bindings: ReadonlyMap<string, AppBinding>,
): { framework: FrameworkId; line: number } | undefined {
    for (const call of callsIn(walkStatements(module.statements))) {
        const made = call.callee.kind === 'attribute' && opening.test(call.callee.name) ? call.callee.object : undefined;
        const binding = made?.kind === 'call' ? bindings.get(calleeName(made) ?? '') : undefined;
        if (binding?.form === 'class') {
            return { framework: binding.framework, line: call.line };
        }
    }
    return undefined;
}

const registering =
    /^(register_blueprint|blueprint|include_router|add_url_rule|add_route|add_routes|add_api|add_api_route|mount|register|add_resource|add_namespace)$/;

/** True when importing the module gives an application of another module its layout or its routes: what the other one holds alone is not the app. */
export function completedByImporting(module: PyModule, object: string): boolean {
    const top = module.statements.filter((statement) => statement.kind === 'assign' || statement.kind === 'expression');
    return (
        top.some(
            (statement) =>
                statement.kind === 'assign' &&
                statement.targets.some((target) => target.kind === 'name' && target.name === `${object}.layout`),
        ) ||
        [...callsIn(top)].some((call) => {
            const name = calleeName(call) ?? '';
            return name.startsWith(`${object}.`) && registering.test(name.split('.').at(-1) ?? '');
        })
    );
}

/**
 * True when running the module does more to its application than open the port: the `__main__` guard, or a function that it calls, hands the application to the
 * project's own code, registers routes, or sets its layout. A server that imports the object would serve it without all that.
 */
export function completedByRunning(modules: PythonModules, module: PyModule, object: string): boolean {
    return module.statements.some(
        (statement) =>
            statement.kind === 'block' &&
            isMainGuard(statement) &&
            statement.suites.some((suite) => completes(modules, module, suite, object)),
    );
}

/** True when these statements, or a function of the module that they call, complete the application before it is served. */
export function completes(
    modules: PythonModules,
    module: PyModule,
    statements: readonly PyStatement[],
    object: string,
    /** The functions that led here: what `configure()` of the guard calls is followed, too, each function once. */
    within: readonly string[] | 'follow none' = [],
): boolean {
    const functions = new Map(
        module.statements.flatMap((statement) => (statement.kind === 'function' ? [[statement.name, statement.body] as const] : [])),
    );
    const all = [...walkStatements(statements)];
    const setsLayout = all.some(
        (statement) =>
            statement.kind === 'assign' && statement.targets.some((target) => target.kind === 'name' && target.name === `${object}.layout`),
    );
    return (
        setsLayout ||
        [...callsIn(all)].some((call) => {
            const name = calleeName(call) ?? '';
            const method = name.split('.').at(-1) ?? '';
            const given = call.args.some(({ value }) => value.kind === 'name' && value.name === object);
            const before = within === 'follow none' || within.includes(name) || within.length > 4 ? undefined : within;
            const body = before === undefined ? undefined : functions.get(name);
            return (
                (given && (method === 'init_app' || ((functions.has(name) || isOwn(modules, module, name)) && !opening.test(method)))) ||
                (name.startsWith(`${object}.`) && registering.test(method)) ||
                (before !== undefined && body !== undefined && completes(modules, module, body, object, [...before, name]))
            );
        })
    );
}

/** True for a function of another module of the project. */
function isOwn(modules: PythonModules, module: PyModule, name: string): boolean {
    const [head = ''] = name.split('.');
    const origin = module.imports.get(head);
    const parts = origin === undefined ? [] : [origin, ...name.split('.').slice(1)].join('.').split('.');
    return [-1, -2].some((end) => parts.length > 0 && modules.find(parts.slice(0, end).join('.'), module.path) !== undefined);
}
