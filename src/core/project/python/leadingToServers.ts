import type { ConsoleScript } from './consoleScripts';
import type { EntryCandidate } from './entryCandidate';
import { calleeName, callsIn, isMainGuard, keyword, walkStatements } from './expressions';
import { constructors, serverCalls } from './frameworks';
import type { FrameworkId } from './frameworks';
import { isAside } from './isAside';
import { localImports } from './localImports';
import type { PyModule, PythonModules } from './pythonModules';
import { servesHttp } from './servesHttp';

/** Where nothing else serves: console scripts and guarded modules that lead, through whatever classes, to code that opens a port over HTTP. */
export async function leadingToServers(
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
