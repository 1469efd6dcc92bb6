import type { Folder } from '../folder';
import { countRoutes } from './appFinder';
import type { AppBinding, AppFinder } from './appFinder';
import { calleeName, callsIn, isMainGuard, keyword, positional, walkStatements } from './expressions';
import type { ConsoleScript } from './consoleScripts';
import { constructors, frameworkPackages, frameworks, scriptImports, serverCalls } from './frameworks';
import type { FrameworkId } from './frameworks';
import { moduleName } from './pythonModules';
import type { PasteApp } from './pasteApp';
import type { PyModule, PythonModules } from './pythonModules';
import type { PyExpression } from './syntax';
import { functionOf, runnerOf, runStatements, servedByCalls } from './servedByCalls';
import { classRunHere, completedByImporting, completedByRunning, servedAtImport } from './servingByRunning';

/** Something that could be started: an object that a server imports, or a script that opens the port itself. */
export interface EntryCandidate {
    readonly module: PyModule;
    readonly framework: FrameworkId;
    /** The object's name, with `()` for a factory; undefined for a script. */
    readonly object?: string;
    /** The folder to start in. */
    readonly base: string;
    readonly line: number;
    readonly score: number;
    /** The module whose code opens the port, when a script calls a function of another one that does. */
    readonly opens?: PyModule;
    /** The function that a console script calls, when running the module by itself would serve nothing. */
    readonly calls?: string;
    /** The project's own modules that these take settings from, for an MCP server that may have to be told to serve. */
    readonly settings?: readonly PyModule[];
    /** The name of an MCP server that the module makes and nothing runs. */
    readonly unrun?: string;
    /** The PasteDeploy file that calls the factory with its settings. */
    readonly paste?: PasteApp;
}

const aside = /(^|\/)(tests?|testing|unit_?tests?|examples?|samples?|demos?|docs?|docs_src|doc|benchmarks?|fixtures|migrations|snippets|tutorials?|e2e|notebooks?|cookiecutter[^/]*|\{\{[^/]*|scripts?|tools|contrib|env|virtualenv|site-packages|build|dist|exercises?|lessons?|old|backups?|archived?|deprecated|\.[^/]+)\//i; // prettier-ignore
const asideFile =
    /(^|\/)(test_[^/]*|[^/]*_tests?|conftest|setup|tests?|noxfile|fabfile|locustfile|tasks|examples?|example_\w+|load_?test\w*)\.py$/i;

/** True for files that belong to tests, examples, documentation and tooling: an app in them is not what the folder is about. */
export function isAside(path: string): boolean {
    return aside.test(path) || asideFile.test(path);
}

/** How much a module's name says that it is the one to start; wsgi and asgi are there for nothing else. */
const nameScores: Readonly<Record<string, number>> = {
    wsgi: 50, asgi: 50, runserver: 36, run_server: 36, run_app: 36, runapp: 36, serve: 34, start_server: 34, app: 40, main: 40, application: 40, server: 36, run: 36, startup: 38, start: 34, entrypoint: 36, entry_point: 36, index: 32, manage: 20, web: 30, webapp: 30, api: 28, autoapp: 36, streamlit_app: 45, home: 34, function_app: 60, dashboard: 30, site: 20, webui: 28, gui: 24, ui: 22, __main__: 30, views: -5, routes: -5, models: -10, utils: -10, config: -10, extensions: -15, celery: -20, celery_app: -20, worker: -15, make_celery: -25,
}; // prettier-ignore

const objectScores: Readonly<Record<string, number>> = { app: 12, application: 12, api: 5, server: 10, asgi: 4, wsgi: 4, create_app: 8, make_app: 7, get_app: 4, init_app: 2, fastapi_app: 6, flask_app: 6, web_app: 6, mcp: 8, demo: 8 }; // prettier-ignore

/** The files worth parsing: those that name a framework, and those whose name says that they start something; nearest first. */
export async function interestingFiles(folder: Folder, modules: PythonModules, most = 400): Promise<string[]> {
    const byDepth = [...modules.paths].sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b)).slice(0, 3000);
    const pattern = new RegExp(
        String.raw`^[ \t]*(?:from|import)\s+(?:[\w.]+(?:\s+as\s+\w+)?\s*,\s*)*(?:${frameworkPackages.join('|')})\b`,
        'm',
    );
    const found: string[] = [];
    for (const [at, path] of byDepth.entries()) {
        if (found.length >= most) {
            break;
        }
        if (at % 500 === 0) {
            await folder.prefetch(byDepth.slice(at, at + 500));
        }
        const text = await folder.text(path);
        const depth = path.split('/').length;
        if (
            text !== undefined &&
            (pattern.test(text) || (stemOf(path) in nameScores && depth <= 4) || (depth <= 2 && text.includes('__main__')))
        ) {
            found.push(path);
        }
    }
    return found;
}

/** Where nothing else serves: files that define an application in the plain form of WSGI or ASGI, whatever they are called, near the top. */
export async function plainServers(folder: Folder, modules: PythonModules): Promise<string[]> {
    const near = modules.paths.filter((path) => path.split('/').length <= 2 && !isAside(path)).slice(0, 500);
    const defines = /^(?:async )?def (?=\w{0,60}app)\w{1,80}\((?:environ|env|scope)\b/m;
    const texts = await Promise.all(near.map(async (path) => ({ path, text: (await folder.text(path)) ?? '' })));
    return texts.filter(({ text }) => defines.test(text)).map(({ path }) => path);
}

function stemOf(path: string): string {
    return (path.split('/').at(-1) ?? '').replace(/\.py$/, '').toLowerCase();
}

/** Every application that a server could import and every script that serves, best first. */
export async function findCandidates(
    modules: PythonModules,
    finder: AppFinder,
    files: readonly string[],
    scripts: readonly ConsoleScript[],
): Promise<EntryCandidate[]> {
    const candidates: EntryCandidate[] = [];
    for (const path of files) {
        const module = await modules.at(path);
        if (module === undefined) {
            continue;
        }
        const base = modules.baseOf(module);
        const routes = await routesReachable(modules, module);
        const bindings = await finder.bindings(path);
        const atImport = servedAtImport(module, bindings);
        const guarded = module.statements.some(isMainGuard);
        for (const [object, binding] of [...bindings].filter(([name]) => !name.includes('.'))) {
            const framework = frameworks[binding.framework];
            const onlyByRunning =
                atImport !== undefined ||
                modules.isShadowed(path) ||
                (guarded &&
                    binding.form === 'object' &&
                    (completedByRunning(modules, module, object) ||
                        readsCommandLine(module) ||
                        (framework.interface === 'asgi' && runsLoop(module))));
            if (modules.isShadowed(path) && !guarded && atImport === undefined) {
                continue; // neither imported nor run it serves anything
            }
            if (stemOf(path) === '__main__' && binding.form === 'factory' && binding.home !== path) {
                continue; // it is called where it is defined
            }
            if (onlyByRunning && binding.form === 'object' && framework.interface !== 'script') {
                candidates.push({
                    module,
                    framework: binding.framework,
                    base,
                    line: atImport?.line ?? binding.line,
                    // A factory elsewhere is served better than a script that opens the port while it is imported.
                    score:
                        scoreFile(module, base) +
                        framework.weight / 4 +
                        (atImport === undefined || framework.interface === 'own' ? 15 : -15),
                });
            } else if (
                binding.form !== 'class' &&
                binding.form !== 'maker' &&
                (framework.interface === 'wsgi' || framework.interface === 'asgi' || binding.framework === 'sanic')
            ) {
                const name = binding.form === 'factory' ? `${object}()` : object;
                candidates.push({
                    module,
                    framework: binding.framework,
                    object: name,
                    base,
                    line: binding.line,
                    score: scoreObject(module, base, object, binding, routes),
                });
            }
        }
        for (const [object, binding] of importedByGunicorn(bindings, guarded || atImport !== undefined)) {
            candidates.push({
                module,
                framework: binding.framework,
                object,
                base,
                line: binding.line,
                score: scoreFile(module, base) - 20,
            });
        }
        const script = scriptOf(module, bindings);
        const called = atImport === undefined ? await servedByCalls(finder, module, runStatements(module)) : undefined;
        if (script !== undefined && (called === undefined || called.home === module)) {
            candidates.push({
                module,
                ...script,
                base,
                score:
                    scoreFile(module, base) +
                    frameworks[script.framework].weight / 4 +
                    script.bonus -
                    (called === undefined && onlyInFunctions(module, script.line) ? 25 : 0),
            });
        } else if (called !== undefined && !(candidates.at(-1)?.module === module && candidates.at(-1)?.object === undefined)) {
            const line = called.home === module ? called.line : (module.statements.find(isMainGuard)?.line ?? 1);
            const { framework, home } = called;
            const score = scoreFile(module, base) + frameworks[framework].weight / 4 + 12;
            candidates.push({ module, framework, base, line, score, ...(home !== module && { opens: home }) });
        }
    }
    candidates.push(...(await scriptCandidates(modules, finder, scripts, candidates)));
    await startersOf(modules, files, candidates);
    if (!candidates.some(({ module }) => !isAside(module.path))) {
        candidates.push(...(await leadingToServers(modules, scripts, files)));
    }
    if (!candidates.some(({ module }) => !isAside(module.path))) {
        candidates.push(...(await unrunServers(modules, finder, files)));
    }
    if (!candidates.some(({ module }) => !isAside(module.path))) {
        candidates.push(...(await unrunFactories(modules, finder, files)));
    }
    const named = new Set<string>();
    for (const path of files) {
        const module = await modules.at(path);
        for (const target of module === undefined ? [] : namedTargets(module)) {
            named.add(target);
        }
    }
    // Where the folder itself is the package, that has no name inside of it.
    const nameless = ({ module, base, object }: EntryCandidate) => module.path === '__init__.py' && base === '' && object !== undefined;
    const usable = candidates.every(nameless) ? candidates : candidates.filter((candidate) => !nameless(candidate));
    const stated = usable.map((candidate) =>
        named.has(entryOf(candidate).replace('()', '')) ? { ...candidate, score: candidate.score + 20 } : candidate,
    );
    return preferDashServer(stated).sort((a, b) => b.score - a.score || a.module.path.length - b.module.path.length);
}

/** True when importing the module reads the command line: it would read the server's. */
function readsCommandLine(module: PyModule): boolean {
    const top = module.statements.filter((statement) => statement.kind === 'assign' || statement.kind === 'expression');
    return [...callsIn(top)].some((call) =>
        /(^|\.)parse_args$/.test(calleeName(call) ?? (call.callee.kind === 'attribute' ? call.callee.name : '')),
    );
}

/** True when importing the module runs an event loop: an ASGI server imports it inside of its own, where no other one may run. */
function runsLoop(module: PyModule): boolean {
    const top = module.statements.filter((statement) => statement.kind === 'assign' || statement.kind === 'expression');
    return [...callsIn(top)].some((call) => /(^asyncio\.run|\.run_until_complete)$/.test(calleeName(call) ?? ''));
}

/** aiohttp's applications have a worker of gunicorn's: a module that only makes one is served by it. */
function importedByGunicorn(bindings: ReadonlyMap<string, AppBinding>, runs: boolean): (readonly [string, AppBinding])[] {
    return runs
        ? []
        : [...bindings].filter(([name, each]) => each.framework === 'aiohttp' && each.form === 'object' && !name.includes('.'));
}

/** What a module tells a server to import: `uvicorn.run("shop.web:app")`. */
function namedTargets(module: PyModule): string[] {
    return isAside(module.path) || !/["'][\w.]+:\w+["']/.test(module.text)
        ? []
        : [...callsIn(walkStatements(module.statements))].flatMap((call) => {
              const [head = '', ...rest] = (calleeName(call) ?? '').split('.');
              const name = [module.imports.get(head) ?? head, ...rest].join('.');
              const first = positional(call, 0) ?? keyword(call, 'app') ?? keyword(call, 'target');
              return serverCalls.test(name) && first?.kind === 'string' ? [first.value] : [];
          });
}

/** True when running the module runs an application of another one: `BH.run(port=5555)`. */
function runsInGuard(module: PyModule, object: string): boolean {
    const guards = module.statements.filter(isMainGuard);
    return [...callsIn(walkStatements(guards))].some((call) => {
        const [holder, method] = (calleeName(call) ?? '').split('.');
        return holder === object && (method === 'run' || method === 'run_server');
    });
}

/** Where what serves only waits in a function or a method, the guarded modules that import it are what is run. Changes `candidates`. */
async function startersOf(modules: PythonModules, files: readonly string[], candidates: EntryCandidate[]): Promise<void> {
    const waiting = candidates.filter(
        ({ module, object, line, calls }) =>
            object === undefined && calls === undefined && !isAside(module.path) && onlyInFunctions(module, line),
    );
    for (const path of waiting.length === 0 ? [] : files.filter((file) => !isAside(file))) {
        const module = await modules.at(path);
        if (module?.statements.some(isMainGuard) !== true || candidates.some((each) => each.module === module)) {
            continue;
        }
        const reached = await importedFrom(modules, module);
        const opens = waiting.find((each) => reached.has(each.module.path));
        if (opens !== undefined) {
            const base = modules.baseOf(module);
            const line = module.statements.find(isMainGuard)?.line ?? 1;
            const score = scoreFile(module, base) + frameworks[opens.framework].weight / 4 + 12;
            candidates.push({ module, framework: opens.framework, base, line, score, opens: opens.module });
        }
    }
}

/** The project's own modules that importing this one imports, also through others. */
async function importedFrom(modules: PythonModules, start: PyModule): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    const queue = [start];
    for (let module = queue.shift(); module !== undefined && seen.size < 80; module = queue.shift()) {
        for (const dotted of localImports(module)) {
            const path = modules.find(dotted, module.path) ?? modules.find(dotted.split('.').slice(0, -1).join('.'), module.path);
            const next = path === undefined || seen.has(path) ? undefined : await modules.at(path);
            if (next !== undefined) {
                seen.add(next.path);
                queue.push(next);
            }
        }
    }
    return seen;
}

/** True when the module does nothing by itself: what serves in it waits in a function or a method to be called. */
function onlyInFunctions(module: PyModule, line: number): boolean {
    const guarded = module.statements.some(isMainGuard);
    const functions = module.statements.flatMap(
        (statement) =>
        statement.kind === 'class' ? statement.body.filter((each) => each.kind === 'function') : statement.kind === 'function' ? [statement] : [], // prettier-ignore
    );
    const names = new Set(functions.map(({ name }) => name));
    const inside = functions.some((each) => each.line <= line && [...callsIn(walkStatements(each.body))].some((call) => call.line === line)); // prettier-ignore
    return inside && !guarded && ![...callsIn(walkStatements(runStatements(module)))].some((call) => names.has(calleeName(call) ?? ''));
}

/** Console scripts of the project whose function serves: a module without a guard is started by calling it. */
async function scriptCandidates(
    modules: PythonModules,
    finder: AppFinder,
    scripts: readonly ConsoleScript[],
    known: readonly EntryCandidate[],
): Promise<EntryCandidate[]> {
    const found: EntryCandidate[] = [];
    for (const { module: dotted, calls } of scripts.slice(0, 12)) {
        const path = modules.find(dotted) ?? modules.find(`src.${dotted}`);
        const module = path === undefined ? undefined : await modules.at(path);
        const called = module === undefined ? undefined : await functionOf(finder, module, calls);
        if (module === undefined || called === undefined || module.statements.some(isMainGuard)) {
            continue;
        }
        const script = known.find((each) => each.module === module && each.object === undefined);
        const served = await servedByCalls(finder, called.module, called.body);
        const framework = served?.framework ?? (called.module === module ? script?.framework : undefined);
        if (framework !== undefined) {
            const base = modules.baseOf(module);
            const line = called.module === module ? called.line : 1;
            const score = scoreFile(module, base) + frameworks[framework].weight / 4 + 18;
            const home = served?.home ?? module;
            found.push({ module, framework, base, line, score, calls, ...(home !== module && { opens: home }) });
        }
    }
    return found;
}

/** MCP servers that a module makes for a command line tool to run (`mcp run server.py`). */
async function unrunServers(modules: PythonModules, finder: AppFinder, files: readonly string[]): Promise<EntryCandidate[]> {
    const found: EntryCandidate[] = [];
    for (const path of files.filter((file) => !isAside(file))) {
        const module = await modules.at(path);
        const [server] = [...(await finder.bindings(path))].filter(
            ([name, each]) =>
                each.framework === 'fastmcp' && each.form === 'object' && each.origin === 'made' && /^[A-Za-z_]\w*$/.test(name),
        );
        if (module !== undefined && server !== undefined) {
            const [unrun, { line }] = server;
            const base = modules.baseOf(module);
            found.push({ module, framework: 'fastmcp', base, line, score: scoreFile(module, base), unrun });
        }
    }
    return found;
}

/**
 * Functions that make an aiohttp application and that nothing calls to run it: gunicorn's worker does. It awaits a coroutine itself, and must be told to
 * call any other function. The last of a module is made of those before it.
 */
async function unrunFactories(modules: PythonModules, finder: AppFinder, files: readonly string[]): Promise<EntryCandidate[]> {
    const found: EntryCandidate[] = [];
    for (const path of files.filter((file) => !isAside(file))) {
        const module = await modules.at(path);
        const last = [...(await finder.bindings(path))].findLast(
            ([name, each]) => each.framework === 'aiohttp' && each.form === 'factory' && each.home === path && !name.includes('.'),
        );
        if (module !== undefined && last !== undefined) {
            const [name, { line }] = last;
            const isAsync = module.statements.some((each) => each.kind === 'function' && each.name === name && each.isAsync);
            const base = modules.baseOf(module);
            found.push({ module, framework: 'aiohttp', object: isAsync ? name : `${name}()`, base, line, score: scoreFile(module, base) });
        }
    }
    return found;
}

/** Where nothing else serves: console scripts and guarded modules that lead, through whatever classes, to code that opens a port over HTTP. */
async function leadingToServers(
    modules: PythonModules,
    scripts: readonly ConsoleScript[],
    files: readonly string[],
): Promise<EntryCandidate[]> {
    const starts = [
        ...scripts.map(({ module, calls }) => ({ path: modules.find(module), calls })),
        ...files.filter((path) => !isAside(path)).map((path) => ({ path, calls: undefined })),
    ];
    for (const { path, calls } of starts) {
        const module = path === undefined ? undefined : await modules.at(path);
        const guarded = module?.statements.some(isMainGuard) === true || path?.endsWith('__main__.py') === true;
        if (module === undefined || (!guarded && calls === undefined)) {
            continue;
        }
        const opens = await serverBelow(modules, module);
        if (opens !== undefined) {
            const base = modules.baseOf(module);
            const line = module.statements.find(isMainGuard)?.line ?? 1;
            return [{ module, framework: opens.framework, base, line, score: 0, opens: opens.module, ...(!guarded && calls !== undefined && { calls }) }]; // prettier-ignore
        }
    }
    return [];
}

/** The module, of those that this one imports, whose code hands an application to a server; and what it is made with. */
async function serverBelow(modules: PythonModules, start: PyModule): Promise<{ module: PyModule; framework: FrameworkId } | undefined> {
    const seen = new Set<string>([start.path]);
    const queue = [start];
    const made: FrameworkId[] = [];
    let opens: PyModule | undefined;
    for (let module = queue.shift(); module !== undefined; module = queue.shift()) {
        const resolved = (name: string) => {
            const [head = '', ...rest] = name.split('.');
            return [innerImports(module).get(head) ?? module.imports.get(head) ?? head, ...rest].join('.');
        };
        // `self.app = Flask(…)` of a constructor, `settings.app = Bottle()`: what another function runs.
        const kept = new Map<string, FrameworkId>();
        for (const statement of walkStatements(module.statements)) {
            const made = statement.kind === 'assign' && statement.value?.kind === 'call' ? constructors[resolved(calleeName(statement.value) ?? '')] : undefined; // prettier-ignore
            for (const target of statement.kind === 'assign' ? statement.targets : []) {
                if (made !== undefined && target.kind === 'name' && target.name.includes('.')) {
                    kept.set(target.name, made);
                }
            }
        }
        for (const call of callsIn(walkStatements(module.statements))) {
            const [, holder = '', method = ''] = /^(.+)\.(\w+)$/.exec(calleeName(call) ?? '') ?? [];
            if (kept.has(holder) && /^(run|run_server|run_async|launch)$/.test(method)) {
                opens ??= module;
            }
            const name = resolved(calleeName(call) ?? '');
            const framework = constructors[name];
            if (framework !== undefined) {
                made.push(framework);
            }
            const transport = keyword(call, 'transport');
            const speaksHttp = call.callee.kind === 'name' && /\.(run|run_async)$/.test(call.callee.name) && (servesHttp(transport) || /\.run_(streamable_http|http|sse)_async$/.test(call.callee.name)); // prettier-ignore
            opens ??= serverCalls.test(name) || speaksHttp ? module : undefined;
        }
        for (const dotted of localImports(module)) {
            const path = modules.find(dotted, module.path) ?? modules.find(dotted.split('.').slice(0, -1).join('.'), module.path);
            const next = path === undefined || seen.has(path) || seen.size > 80 ? undefined : await modules.at(path);
            if (next !== undefined && path !== undefined) {
                seen.add(path);
                queue.push(next);
            }
        }
    }
    const framework = made.find((each) => each === 'fastmcp') ?? made[0];
    return opens === undefined || framework === undefined ? undefined : { module: opens, framework };
}

function innerImports(module: PyModule): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const statement of walkStatements(module.statements)) {
        for (const { name, alias } of statement.kind === 'import' && statement.level === 0 ? statement.names : []) {
            found.set(alias, statement.kind !== 'import' || name === undefined ? alias : `${statement.module}.${name}`);
        }
    }
    return found;
}

/** `app = Dash(…)` is served through its Flask object when the module names that (`server = app.server`), also where it imports both. */
function preferDashServer(candidates: EntryCandidate[]): EntryCandidate[] {
    return candidates.map((candidate) => {
        const { module, framework, object } = candidate;
        const beside = framework === 'dash' ? candidates.filter((other) => other.module === module && other.framework === 'dash') : [];
        if (object === 'server' && beside.includes(candidate)) {
            // What completes the one completes the other.
            return { ...candidate, score: Math.max(...beside.filter((other) => other.object !== undefined).map(({ score }) => score)) };
        }
        return beside.some((other) => other.object === 'server') ? { ...candidate, score: candidate.score - 30 } : candidate;
    });
}

function scoreFile(module: PyModule, base: string): number {
    const stem = stemOf(module.path);
    const depth = module.path.split('/').length - 1 - (base === '' ? 0 : base.split('/').length);
    let total = stem === '__init__' ? 18 : (nameScores[stem.replace(/^\d*[^\w]*_?/, '')] ?? nameScores[stem] ?? 10);
    total -= depth * 6 + (base === '' ? 0 : 3);
    total -= isAside(module.path) ? 100 : 0;
    total += module.statements.some(isMainGuard) ? 6 : 0;
    return total;
}

function scoreObject(module: PyModule, base: string, object: string, binding: AppBinding, routes: 'some' | 'none'): number {
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
    total += frameworks[binding.framework].weight / 4;
    total -= object.startsWith('_') ? 10 : 0;
    total += routes === 'some' ? 10 : -8;
    return total;
}

/** What a module serves by being run: the call that opens the port, or the import that says so. */
function scriptOf(
    module: PyModule,
    bindings: ReadonlyMap<string, AppBinding>,
): { framework: FrameworkId; line: number; bonus: number } | undefined {
    const resolved = (name: string) => {
        const [head = '', ...rest] = name.split('.');
        const origin = module.imports.get(head);
        return origin === undefined ? name : [origin, ...rest].join('.');
    };
    let best: { framework: FrameworkId; line: number; bonus: number } | undefined;
    const offer = (framework: FrameworkId, line: number, bonus: number) => {
        if (best === undefined || frameworks[framework].weight + bonus > frameworks[best.framework].weight + best.bonus) {
            best = { framework, line, bonus };
        }
    };
    const imports = [...module.imports.values(), ...module.stars];
    for (const call of callsIn(walkStatements(module.statements))) {
        const name = calleeName(call) ?? '';
        const runner = runnerOf(module, name);
        if (runner !== undefined) {
            offer(runner, call.line, 20);
        }
        // `demo.queue().launch()` calls an attribute of what a call answered.
        const method = call.callee.kind === 'attribute' ? call.callee.name : (name.split('.').at(-1) ?? '');
        const holder = bindings.get(name.split('.').slice(0, -1).join('.'));
        if (
            method === 'launch' &&
            (imports.some((origin) => origin.split('.')[0] === 'gradio') ||
                keyword(call, 'server_name') !== undefined ||
                keyword(call, 'server_port') !== undefined)
        ) {
            offer('gradio', call.line, 20);
        } else if (/^(listen|bind)$/.test(method) && imports.some((origin) => origin.startsWith('tornado'))) {
            offer('tornado', call.line, 20);
        } else if (/^(run|run_async|run_streamable_http_async|run_sse_async)$/.test(method) && holder?.framework === 'fastmcp') {
            const transport = keyword(call, 'transport') ?? positional(call, 0);
            const overHttp = transport !== undefined && !(transport.kind === 'string' && transport.value === 'stdio');
            offer('fastmcp', call.line, overHttp || method.includes('http') ? 20 : 5);
        } else if (
            /^(run|run_async)$/.test(method) &&
            holder === undefined &&
            servesHttp(keyword(call, 'transport')) &&
            imports.some((origin) => /^(fastmcp|mcp)(\.|$)/.test(origin))
        ) {
            offer('fastmcp', call.line, 18);
        } else if (
            method === 'create_server' &&
            imports.some((origin) => origin.split('.')[0] === 'aiohttp') &&
            /\bweb\.Application\(/.test(module.text)
        ) {
            offer('aiohttp', call.line, 10);
        } else if ((method === 'start' || method === 'run') && holder?.framework === 'robyn') {
            offer('robyn', call.line, 20);
        } else if (call.callee.kind === 'attribute' && method === 'run_app') {
            offer('aiohttp', call.line, 10);
        }
    }
    const own = classRunHere(module, bindings);
    if (own !== undefined) {
        offer(own.framework, own.line, 15);
    }
    for (const { framework, line } of madeAndRunInside(module, resolved)) {
        if (![...bindings.values()].some((binding) => binding.framework === framework)) {
            offer(framework, line, 12);
        }
    }
    const hung = hungOnEvents(module);
    if (hung !== undefined) {
        offer('chainlit', hung, 14);
    }
    for (const origin of imports) {
        const framework = scriptImports[origin.split('.')[0] ?? ''];
        const line = module.statements.find((statement) => statement.kind === 'import')?.line ?? 1;
        if (
            framework !== undefined &&
            !/(^|\/)(pages|components|utils|lib|src\/(utils|components))\//.test(module.path) &&
            usesAtTop(module, origin)
        ) {
            offer(framework, line, module.text.includes('set_page_config') ? 14 : 4);
        }
    }
    for (const binding of bindings.values()) {
        if (
            binding.origin === 'made' &&
            binding.form === 'object' &&
            frameworks[binding.framework].interface === 'own' &&
            binding.framework !== 'sanic'
        ) {
            offer(binding.framework, binding.line, 5);
        }
    }
    return best;
}

/** The line of a function that a Chainlit app hangs on an event (`@cl.on_message`): only its app has them. */
function hungOnEvents(module: PyModule): number | undefined {
    const names = new Set([...module.imports].filter(([, origin]) => /^chainlit(\.|$)/.test(origin)).map(([alias]) => alias));
    const marks = (decorator: PyExpression): boolean =>
        decorator.kind === 'call'
            ? marks(decorator.callee)
            : decorator.kind === 'name' && names.has(decorator.name.split('.')[0] ?? '') && /(^|\.)(on_\w+|set_\w+)$/.test(decorator.name);
    return module.statements.find((statement) => statement.kind === 'function' && statement.decorators.some(marks))?.line;
}

function servesHttp(transport: PyExpression | undefined): boolean {
    return transport?.kind === 'string' && /^(http|streamable-http|sse)$/.test(transport.value);
}

/** Applications that a function makes and runs without giving them away: only running the script serves them. */
function madeAndRunInside(module: PyModule, resolved: (name: string) => string): { framework: FrameworkId; line: number }[] {
    const found: { framework: FrameworkId; line: number }[] = [];
    for (const statement of walkStatements(module.statements)) {
        if (statement.kind !== 'function') {
            continue;
        }
        const made = new Map<string, FrameworkId>();
        for (const inner of walkStatements(statement.body)) {
            const target = inner.kind === 'assign' ? inner.targets[0] : undefined;
            const call = inner.kind === 'assign' && inner.value?.kind === 'call' ? inner.value : undefined;
            const framework = call === undefined ? undefined : constructors[resolved(calleeName(call) ?? '')];
            if (target?.kind === 'name' && framework !== undefined) {
                made.set(target.name, framework);
            }
        }
        for (const call of made.size === 0 ? [] : callsIn(walkStatements(statement.body))) {
            const [holder = '', method] = (calleeName(call) ?? '').split('.');
            const framework = method === 'run' || method === 'run_server' ? made.get(holder) : undefined;
            if (framework !== undefined) {
                found.push({ framework, line: call.line });
            }
        }
    }
    return found;
}

/** True when the module calls the import while it is imported or run, not only inside helpers of others. */
function usesAtTop(module: PyModule, origin: string): boolean {
    const names = [...module.imports].filter(([, value]) => value === origin || value.startsWith(`${origin}.`)).map(([alias]) => alias);
    const outside = module.statements.filter((statement) => statement.kind !== 'class');
    // A page may be a class that the module makes and asks to draw itself.
    const made = new Set([...callsIn(walkStatements(outside))].map((call) => calleeName(call) ?? ''));
    const top = module.statements.filter((statement) => statement.kind !== 'class' || made.has(statement.name));
    const runs = module.statements.some(
        (statement) => statement.kind === 'expression' || isMainGuard(statement) || statement.kind === 'block',
    );
    return runs && [...callsIn(walkStatements(top))].some((call) => names.includes((calleeName(call) ?? '').split('.')[0] ?? ''));
}

/** Whether importing the module adds routes somewhere: its own, or those of what it imports from the project. */
async function routesReachable(modules: PythonModules, start: PyModule): Promise<'some' | 'none'> {
    const seen = new Set<string>();
    const queue = [start];
    for (let module = queue.shift(); module !== undefined && seen.size < 40; module = queue.shift()) {
        if (seen.has(module.path)) {
            continue;
        }
        seen.add(module.path);
        if (countRoutes(module) > 0) {
            return 'some';
        }
        for (const dotted of localImports(module)) {
            const path = modules.find(dotted, module.path) ?? modules.find(dotted.split('.').slice(0, -1).join('.'), module.path);
            const next = path === undefined ? undefined : await modules.at(path);
            if (next !== undefined) {
                queue.push(next);
            }
        }
    }
    return 'none';
}

function localImports(module: PyModule): string[] {
    const inner = [...walkStatements(module.statements)].flatMap((statement) =>
        statement.kind === 'import' && statement.level === 0
            ? statement.names.map(({ name }) => (name === undefined || name === '*' ? statement.module : `${statement.module}.${name}`))
            : [],
    );
    return [...new Set([...module.imports.values(), ...module.stars, ...inner])];
}

/** `module:object`, or a script's path relative to the project. */
export function entryOf(candidate: EntryCandidate): string {
    return candidate.object === undefined
        ? candidate.module.path
        : `${moduleName(candidate.module.path, candidate.base)}:${candidate.object}`;
}
