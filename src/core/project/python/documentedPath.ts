import { calleeName, callsIn, keyword, positional, walkStatements } from './expressions';
import type { PyCall } from './expressions';
import type { PyModule } from './pythonModules';
import type { PyExpression } from './syntax';

/**
 * Where a FastAPI app answers a visitor when it has no page at `/`: the documentation that it makes by itself (`/docs`, or where `docs_url` puts it).
 * undefined when something answers at `/` (a router's own `/` counts where no router has a prefix), when there is no documentation, and when the code leaves it
 * open. `modules` are the entry and what it imports.
 */
export function documentedPath(modules: readonly PyModule[]): string | undefined {
    const calls = modules.map((module) => ({ module, calls: [...callsIn(walkStatements(module.statements))] }));
    const made = calls.flatMap(({ module, calls: all }) => all.filter((call) => originOf(module, call) === 'fastapi.FastAPI'));
    const [app] = made;
    if (
        app === undefined ||
        made.length > 1 ||
        app.args.some(({ name }) => name?.startsWith('*')) ||
        keyword(app, 'openapi_url') !== undefined
    ) {
        return undefined;
    }
    const prefixed = calls.some(({ calls: all }) => all.some((call) => keyword(call, 'prefix') !== undefined));
    const atRoot = calls.some(({ module, calls: all }) =>
        all.some((call) => servesRoot(call, prefixed ? applications(module) : undefined)),
    );
    const stated = keyword(app, 'docs_url');
    return atRoot
        ? undefined
        : stated === undefined
          ? '/docs'
          : stated.kind === 'string' && stated.value.startsWith('/')
            ? stated.value
            : undefined;
}

/** The names that FastAPI objects have in a module: a router's `/` may lie below a prefix, theirs does not. */
function applications(module: PyModule): ReadonlySet<string> {
    const made = [...walkStatements(module.statements)].flatMap((statement) =>
        statement.kind === 'assign' && statement.value?.kind === 'call' && originOf(module, statement.value) === 'fastapi.FastAPI'
            ? statement.targets.flatMap((target) => (target.kind === 'name' ? [target.name] : []))
            : [],
    );
    return new Set([...made, 'app', 'application']);
}

function originOf(module: PyModule, call: PyCall): string {
    const [head = '', ...rest] = (calleeName(call) ?? '').split('.');
    const name = [module.imports.get(head) ?? head, ...rest].join('.');
    return name === 'fastapi.applications.FastAPI' ? 'fastapi.FastAPI' : name;
}

/** True for a call that puts something at `/`, or at every path; with `holders`, only where it is called on one of them. */
function servesRoot(call: PyCall, holders: ReadonlySet<string> | undefined): boolean {
    const name = calleeName(call) ?? '';
    const [holder = ''] = name.split('.');
    const method = name.split('.').at(-1) ?? '';
    if (/^(mount_gradio_app|run_with|Route|Mount)$/.test(method)) {
        return method === 'run_with' || call.args.some(({ value }) => isRoot(value));
    }
    const adds = /^(get|head|api_route|route|mount|add_route|add_api_route|frontend)$/.test(method);
    const path = positional(call, 0) ?? keyword(call, 'path');
    return adds && path !== undefined && isRoot(path) && (holders === undefined || holders.has(holder));
}

function isRoot(path: PyExpression): boolean {
    return path.kind === 'string' && /^\/?(\{\w+:path\})?$/.test(path.value);
}
