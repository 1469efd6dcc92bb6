import type { AppFinder } from './appFinder';
import type { ConsoleScript } from './consoleScripts';
import type { EntryCandidate } from './entryCandidate';
import { scoreFile } from './entryScores';
import { calleeName, callsIn, isMainGuard, walkStatements } from './expressions';
import { frameworks } from './frameworks';
import { isAside } from './isAside';
import { importedFrom } from './localImports';
import type { PyModule, PythonModules } from './pythonModules';
import { functionOf, runStatements, servedByCalls } from './servedByCalls';

/** Where what serves only waits in a function or a method, the guarded modules that import it are what is run. Changes `candidates`. */
export async function startersOf(modules: PythonModules, files: readonly string[], candidates: EntryCandidate[]): Promise<void> {
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

/** A script that serves nothing by being run, because nothing in it calls the function that does: that function is what is called. */
export function calledWhereItServes(chosen: EntryCandidate): EntryCandidate {
    const { module, object, calls, line, opens } = chosen;
    const isImportable = /^(?:[A-Za-z_]\w*\/)*[A-Za-z_]\w*\.py$/.test(module.path);
    if (object !== undefined || calls !== undefined || opens !== undefined || !isImportable || !onlyInFunctions(module, line)) {
        return chosen;
    }
    const serving = module.statements.find(
        (each) =>
            each.kind === 'function' &&
            !each.isAsync &&
            !each.parameters.some(({ required }) => required) &&
            [...callsIn(walkStatements(each.body))].some((call) => call.line === line),
    );
    return serving?.kind === 'function' ? { ...chosen, calls: serving.name } : chosen;
}

/** True when the module does nothing by itself: what serves in it waits in a function or a method to be called. */
export function onlyInFunctions(module: PyModule, line: number): boolean {
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
export async function scriptCandidates(
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
