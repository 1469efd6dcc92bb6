import { countRoutes } from './appFinder';
import { walkStatements } from './expressions';
import type { PyModule, PythonModules } from './pythonModules';

/** The project's own modules that importing this one imports, also through others. */
export async function importedFrom(modules: PythonModules, start: PyModule): Promise<ReadonlySet<string>> {
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

/** Whether importing the module adds routes somewhere: its own, or those of what it imports from the project. */
export async function routesReachable(modules: PythonModules, start: PyModule): Promise<'some' | 'none'> {
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

/** What a module imports, at its top and inside of functions, by dotted names. */
export function localImports(module: PyModule): string[] {
    const inner = [...walkStatements(module.statements)].flatMap((statement) =>
        statement.kind === 'import' && statement.level === 0
            ? statement.names.map(({ name }) => (name === undefined || name === '*' ? statement.module : `${statement.module}.${name}`))
            : [],
    );
    return [...new Set([...module.imports.values(), ...module.stars, ...inner])];
}
