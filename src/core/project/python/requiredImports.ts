import { isMainGuard } from './expressions';
import type { PyModule, PythonModules } from './pythonModules';
import { moduleName } from './pythonModules';
import type { PyStatement } from './syntax';

/** A module of somebody else that must be there for the app to start. */
export interface RequiredImport {
    /** Dotted, as imported. */
    readonly module: string;
    readonly file: string;
    readonly line: number;
}

const most = 300;

/**
 * What the entry imports while it starts, through the project's own modules: imports at the top of modules. Those that are tried, that are only for type
 * checks, or that functions make when called are not required to start and are left out. `reached` are the project's own modules on the way.
 */
export async function requiredImports(
    modules: PythonModules,
    entries: readonly PyModule[],
    /** The function of the first entry that makes the app, such as `create_app`: what it imports is imported, too. */
    factory?: string,
): Promise<{ readonly imports: readonly RequiredImport[]; readonly reached: readonly PyModule[] }> {
    const found = new Map<string, RequiredImport>();
    const reached = new Map<string, PyModule>();
    const queue = [...entries];
    for (let module = queue.shift(); module !== undefined && reached.size < most; module = queue.shift()) {
        if (reached.has(module.path)) {
            continue;
        }
        reached.set(module.path, module);
        for (const statement of demanded(module.statements, module === entries[0] ? factory : undefined)) {
            if (statement.kind !== 'import') {
                continue;
            }
            const from = statement.level === 0 ? statement.module : relative(module, statement.module, statement.level);
            const names = statement.names.map(({ name }) => (name === undefined || name === '*' ? from : `${from}.${name}`));
            const own = [from, ...names].map((name) => modules.find(name, module.path)).filter((path) => path !== undefined);
            for (const path of own) {
                const next = await modules.at(path);
                if (next !== undefined) {
                    queue.push(next);
                }
            }
            if (statement.level === 0 && own.length === 0 && !isOwn(modules, module, from)) {
                for (const name of names) {
                    if (!found.has(name)) {
                        found.set(name, { module: name, file: module.path, line: statement.line });
                    }
                }
            }
        }
    }
    return { imports: [...found.values()], reached: [...reached.values()] };
}

/** The statements that run whenever the module is imported: not those of functions, and none that a condition or `try` guards. */
export function* demanded(statements: readonly PyStatement[], factory?: string): Generator<PyStatement> {
    for (const statement of statements) {
        if (statement.kind !== 'block') {
            yield statement;
            if (statement.kind === 'function' && statement.name === factory) {
                yield* demanded(statement.body);
            }
        } else if (statement.keyword === 'with' || isMainGuard(statement)) {
            for (const suite of statement.suites) {
                yield* demanded(suite, factory);
            }
        }
    }
}

function relative(module: PyModule, name: string, level: number): string {
    const parts = moduleName(module.path, '').split('.');
    const inPackage = module.path.endsWith('/__init__.py') ? parts : parts.slice(0, -1);
    return [...inPackage.slice(0, inPackage.length - level + 1), name].filter((part) => part !== '').join('.');
}

/** True for a folder of the project without `__init__.py`, also one beside the module. */
function isOwn(modules: PythonModules, module: PyModule, dotted: string): boolean {
    const top = dotted.split('.')[0] ?? '';
    return top === modules.own?.split('.')[0] || modules.paths.some((path) => path.startsWith(`${top}/`) || path.includes(`/${top}/`) || path.endsWith(`/${top}.py`) || path === `${top}.py`) || module.path === `${top}.py`; // prettier-ignore
}
