import type { Folder } from '../folder';
import type { AppBinding, AppFinder } from './appFinder';
import { countRoutes } from './appFinder';
import { callsIn, isMainGuard, walkStatements } from './expressions';
import { frameworkPackages, frameworks } from './frameworks';
import { directoryOf } from './pythonModules';
import type { PyModule, PythonModules } from './pythonModules';

/** An application object that a server could import. */
export interface EntryCandidate {
    readonly module: PyModule;
    readonly object: string;
    readonly binding: AppBinding;
    readonly score: number;
}

const aside =
    /(^|\/)(tests?|testing|examples?|samples?|demos?|docs?|docs_src|benchmarks?|fixtures|migrations|snippets|tutorials?|e2e|notebooks?|templates?|cookiecutter[^/]*|\{\{[^/]*|scripts?|tools|contrib|venv|env|virtualenv|site-packages|build|dist)\//i;
const asideFile = /(^|\/)(test_[^/]*|[^/]*_tests?|conftest|setup|tests?|noxfile|fabfile|locustfile|tasks|example\w*|demo\w*)\.py$/i;

/** True for files that belong to tests, examples, documentation and tooling: an app in them is not what the folder is about. */
export function isAside(path: string): boolean {
    return aside.test(path) || asideFile.test(path);
}

/** How much a module's name says that it is the one to start; wsgi and asgi are there for nothing else. */
const nameScores: Readonly<Record<string, number>> = {
    wsgi: 50, asgi: 50, app: 40, main: 40, application: 40, server: 36, run: 36, startup: 38, start: 34, index: 32, manage: 20, web: 30, webapp: 30, api: 28, autoapp: 36, streamlit_app: 45, function_app: 60, dashboard: 25, home: 22, site: 20, views: -5, routes: -5, models: -10, utils: -10, config: -10, extensions: -15, celery: -20, celery_app: -20, worker: -15, make_celery: -25,
}; // prettier-ignore

const objectScores: Readonly<Record<string, number>> = {
    app: 12,
    application: 12,
    api: 5,
    server: 8,
    asgi: 4,
    wsgi: 4,
    create_app: 8,
    make_app: 7,
    get_app: 4,
    init_app: 2,
    fastapi_app: 6,
    flask_app: 6,
    web_app: 6,
    mcp: 8,
    demo: 8,
};

/** The files worth parsing: those that name a framework, and those whose name says that they start something; nearest first. */
export async function interestingFiles(folder: Folder, modules: PythonModules, most = 400): Promise<string[]> {
    const byDepth = [...modules.paths].sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b)).slice(0, 3000);
    const pattern = new RegExp(String.raw`^\s*(?:from|import)\s+(?:\w+\s*,\s*)*(?:${frameworkPackages.join('|')})\b`, 'm');
    const found: string[] = [];
    for (const path of byDepth) {
        if (found.length >= most) {
            break;
        }
        const stem = path.split('/').at(-1)?.replace(/\.py$/, '') ?? '';
        const text = await folder.text(path);
        if (text !== undefined && (pattern.test(text) || (stem in nameScores && path.split('/').length <= 4))) {
            found.push(path);
        }
    }
    return found;
}

/** Every application that a server could import, best first. */
export async function findCandidates(modules: PythonModules, finder: AppFinder, files: readonly string[]): Promise<EntryCandidate[]> {
    const candidates: EntryCandidate[] = [];
    for (const path of files) {
        const module = await modules.at(path);
        if (module === undefined) {
            continue;
        }
        for (const [object, binding] of await finder.bindings(path)) {
            if (binding.form !== 'class') {
                candidates.push({ module, object, binding, score: await score(modules, module, object, binding) });
            }
        }
    }
    return candidates.sort((a, b) => b.score - a.score || a.module.path.length - b.module.path.length);
}

async function score(modules: PythonModules, module: PyModule, object: string, binding: AppBinding): Promise<number> {
    const stem = module.path.split('/').at(-1)?.replace(/\.py$/, '') ?? '';
    const isPackage = stem === '__init__';
    const depth = modules.nameOf(module.path).split('.').length - 1;
    let total = nameScores[isPackage ? '' : stem] ?? (isPackage ? 18 : 10);
    total += objectScores[object] ?? 0;
    total -= depth * 6;
    total -= isAside(module.path) ? 100 : 0;
    total -= binding.form === 'factory' ? 14 : 0;
    // Objects that a module only borrows to hang routes on.
    total -= binding.origin === 'imported' && !(stem in nameScores) ? 25 : 0;
    total += module.statements.some(isMainGuard) ? 6 : 0;
    total += frameworks[binding.framework].weight / 10;
    total += object.startsWith('_') ? -10 : 0;
    total += (await routesReachable(modules, module)) ? 10 : -8;
    return total;
}

/** True when importing the module adds routes somewhere: its own, or those of what it imports from the project. */
async function routesReachable(modules: PythonModules, start: PyModule): Promise<boolean> {
    const seen = new Set<string>();
    const queue = [start];
    for (let module = queue.shift(); module !== undefined && seen.size < 40; module = queue.shift()) {
        if (seen.has(module.path)) {
            continue;
        }
        seen.add(module.path);
        if (countRoutes(module) > 0) {
            return true;
        }
        for (const dotted of localImports(module)) {
            const path = modules.find(dotted, module.path) ?? modules.find(dotted.split('.').slice(0, -1).join('.'), module.path);
            const next = path === undefined ? undefined : await modules.at(path);
            if (next !== undefined) {
                queue.push(next);
            }
        }
    }
    return false;
}

function localImports(module: PyModule): string[] {
    const inner = [...walkStatements(module.statements)].flatMap((statement) =>
        statement.kind === 'import' && statement.level === 0
            ? statement.names.map(({ name }) => (name === undefined || name === '*' ? statement.module : `${statement.module}.${name}`))
            : [],
    );
    return [...new Set([...module.imports.values(), ...module.stars, ...inner])];
}

/** The folder that must be the working folder for the module's own imports to resolve; '' when the project's root does. */
export function importDirectory(modules: PythonModules, module: PyModule): string {
    const directory = directoryOf(module.path);
    if (directory === '' || modules.folder.has(`${directory}/__init__.py`)) {
        const siblings =
            directory === ''
                ? []
                : plainImports(module).filter((name) => isSibling(modules, directory, name) && modules.find(name) === undefined);
        return siblings.length > 0 ? directory : '';
    }
    const needsSibling = plainImports(module).some((name) => isSibling(modules, directory, name) && modules.find(name) === undefined);
    return needsSibling ? directory : '';
}

function plainImports(module: PyModule): string[] {
    return [...walkStatements(module.statements)].flatMap((statement) =>
        statement.kind === 'import' && statement.level === 0 ? [statement.module.split('.')[0] ?? ''] : [],
    );
}

function isSibling(modules: PythonModules, directory: string, name: string): boolean {
    return (
        modules.folder.has(`${directory}/${name}.py`) ||
        modules.folder.files.some((file) => file.startsWith(`${directory}/${name}/`) && file.endsWith('.py'))
    );
}

/** True when importing the module itself opens a port and never comes back. */
export function servesOnImport(module: PyModule, isRunner: (name: string) => boolean): boolean {
    const top = module.statements.filter(
        (statement) => !isMainGuard(statement) && statement.kind !== 'function' && statement.kind !== 'class',
    );
    return [...callsIn(top)].some((call) => call.callee.kind === 'name' && isRunner(call.callee.name));
}
