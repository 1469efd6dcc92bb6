import type { AppBinding } from './appFinder';
import { calleeName, callsIn, isMainGuard, walkStatements } from './expressions';
import { frameworks } from './frameworks';
import { isAside } from './isAside';
import type { PyModule } from './pythonModules';
import { completedByImporting } from './servingByRunning';

/** How much a module's name says that it is the one to start; wsgi and asgi are there for nothing else. */
export const nameScores: Readonly<Record<string, number>> = {
    wsgi: 50, asgi: 50, runserver: 36, run_server: 36, run_app: 36, runapp: 36, serve: 34, start_server: 34, app: 40, main: 40, application: 40, server: 36, run: 36, startup: 38, start: 34, entrypoint: 36, entry_point: 36, index: 32, manage: 20, web: 30, webapp: 30, api: 28, autoapp: 36, streamlit_app: 45, home: 34, function_app: 60, dashboard: 30, site: 20, webui: 28, gui: 24, ui: 22, __main__: 30, views: -5, routes: -5, models: -10, utils: -10, config: -10, extensions: -15, celery: -20, celery_app: -20, worker: -15, make_celery: -25,
}; // prettier-ignore

const objectScores: Readonly<Record<string, number>> = { app: 12, application: 12, api: 5, server: 10, asgi: 4, wsgi: 4, create_app: 8, make_app: 7, get_app: 4, init_app: 2, fastapi_app: 6, flask_app: 6, web_app: 6, mcp: 8, demo: 8 }; // prettier-ignore

/** The name of a module without its folder and its ending, in small letters. */
export function stemOf(path: string): string {
    return (path.split('/').at(-1) ?? '').replace(/\.py$/, '').toLowerCase();
}

/** True when running the module runs an application of another one: `BH.run(port=5555)`. */
function runsInGuard(module: PyModule, object: string): boolean {
    const guards = module.statements.filter(isMainGuard);
    return [...callsIn(walkStatements(guards))].some((call) => {
        const [holder, method] = (calleeName(call) ?? '').split('.');
        return holder === object && (method === 'run' || method === 'run_server');
    });
}

/** How much a module says, by its name and its place, that it is the one to start. */
export function scoreFile(module: PyModule, base: string): number {
    const stem = stemOf(module.path);
    const depth = module.path.split('/').length - 1 - (base === '' ? 0 : base.split('/').length);
    let total = stem === '__init__' ? 18 : (nameScores[stem.replace(/^\d*[^\w]*_?/, '')] ?? nameScores[stem] ?? (/^(start|run|serve|launch)_\w+$/.test(stem) ? 32 : 10)); // prettier-ignore
    total -= depth * 6 + (base === '' ? 0 : 3);
    total -= isAside(module.path) ? 100 : 0;
    total += module.statements.some(isMainGuard) ? 6 : 0;
    return total;
}

/** True for a module that puts an application together out of the parts of others while it is imported. */
function assembles({ text }: PyModule, object: string): boolean {
    return (
        /^\w+$/.test(object) && new RegExp(String.raw`^${object}\.(register_blueprint|include_router|add_url_rule|mount)\(`, 'm').test(text)
    );
}

/** How much an object of a module is the application to serve: by its name, where it comes from, and what hangs on it. */
export function scoreObject(module: PyModule, base: string, object: string, binding: AppBinding, routes: 'some' | 'none'): number {
    let total = scoreFile(module, base) + (objectScores[object] ?? 0);
    total -= binding.form === 'factory' ? 14 : 0;
    // Objects that a module only borrows to hang routes on.
    const completes = binding.origin === 'imported' && completedByImporting(module, object);
    const runs = binding.origin === 'imported' && runsInGuard(module, object);
    total -=
        binding.origin === 'imported' && !completes && (!(stemOf(module.path) in nameScores) || stemOf(module.path) === 'manage') ? 25 : 0;
    total += completes && module.statements.some(isMainGuard) ? 30 : 0;
    total += runs && !(stemOf(module.path) in nameScores) ? 12 : 0;
    // `application = app` of a module that imports it is there for the server.
    total += binding.origin === 'imported' && !module.imports.has(object) ? 3 : 0;
    // What a module wraps around its applications is what it serves.
    total += binding.origin === 'wrapped' ? 14 : 0;
    total += assembles(module, object) ? 12 : 0;
    total += frameworks[binding.framework].weight / 4;
    total -= object.startsWith('_') ? 10 : 0;
    total += routes === 'some' ? 10 : -8;
    return total;
}
