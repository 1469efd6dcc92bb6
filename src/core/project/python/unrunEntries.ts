import type { AppFinder } from './appFinder';
import type { EntryCandidate } from './entryCandidate';
import { scoreFile } from './entryScores';
import { isAside } from './isAside';
import type { PythonModules } from './pythonModules';

/** MCP servers that a module makes for a command line tool to run (`mcp run server.py`). */
export async function unrunServers(modules: PythonModules, finder: AppFinder, files: readonly string[]): Promise<EntryCandidate[]> {
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
export async function unrunFactories(modules: PythonModules, finder: AppFinder, files: readonly string[]): Promise<EntryCandidate[]> {
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
