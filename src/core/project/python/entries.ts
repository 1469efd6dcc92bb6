import type { Folder } from '../folder';
import type { AppBinding, AppFinder } from './appFinder';
import type { ConsoleScript } from './consoleScripts';
import { entryOf } from './entryCandidate';
import type { EntryCandidate } from './entryCandidate';
import { nameScores, scoreFile, scoreObject, stemOf } from './entryScores';
import { calleeName, callsIn, isMainGuard, keyword, positional, walkStatements } from './expressions';
import { frameworkPackages, frameworks, serverCalls } from './frameworks';
import { isAside } from './isAside';
import { leadingToServers } from './leadingToServers';
import { routesReachable } from './localImports';
import type { PyModule, PythonModules } from './pythonModules';
import { scriptOf } from './scriptEntry';
import { runStatements, servedByCalls } from './servedByCalls';
import { completedByRunning, servedAtImport } from './servingByRunning';
import { onlyInFunctions, scriptCandidates, startersOf } from './startingScripts';
import { unrunFactories, unrunServers } from './unrunEntries';

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
                binding.form !== 'held' &&
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
