import type { Folder } from '../folder';
import { lineAt } from '../textLines';
import type { EntryCandidate } from './entryCandidate';
import type { PythonModules } from './pythonModules';

const preferred = ['production.ini', 'prod.ini', 'wsgi.ini', 'app.ini', 'paste.ini', 'development.ini'];

/** What the folder's PasteDeploy file starts, with the module of its factory; the file for production before the one for developing. */
export async function pasteCandidate(folder: Folder, modules: PythonModules): Promise<EntryCandidate | undefined> {
    for (const file of preferred.filter((name) => folder.has(name))) {
        const text = (await folder.text(file)) ?? '';
        const used = /^\[(?:app|composite):[^\]\n]+\][^[]*?^use[ \t]*=[ \t]*egg:([\w.-]+)/m.exec(text);
        const factory = used === null ? undefined : await factoryOf(folder, used[1] ?? '');
        const path = factory === undefined ? undefined : modules.find(factory.module);
        const module = path === undefined ? undefined : await modules.at(path);
        if (factory !== undefined && module !== undefined && /\bpyramid\b/.test(module.text)) {
            const listens = /^\[server:[^\]\n]+\][^[]*?^(?:port[ \t]*=[ \t]*|listen[ \t]*=[ \t]*\S*:)(\d{2,5})/m.exec(text);
            const line = module.statements.find((each) => each.kind === 'function' && each.name === factory.name)?.line ?? 1;
            const port =
                listens === null ? undefined : { value: Number(listens[1]), line: lineAt(text, listens.index + listens[0].length) };
            return {
                module,
                framework: 'pyramid',
                object: `${factory.name}()`,
                base: modules.baseOf(module),
                line,
                score: 0,
                paste: { file, ...(port !== undefined && { port }) },
            };
        }
    }
    return undefined;
}

/** The factory that a distribution's entry point `main` names; `main` of the package of its name where the project does not say. */
async function factoryOf(folder: Folder, distribution: string): Promise<{ module: string; name: string }> {
    for (const file of ['pyproject.toml', 'setup.cfg', 'setup.py']) {
        const text = folder.has(file) ? ((await folder.text(file)) ?? '') : '';
        const [, module, name] = /paste\.app_factory[\s\S]{0,200}?\bmain\s*=\s*["']?([\w.]+):(\w+)/.exec(text) ?? [];
        if (module !== undefined && name !== undefined) {
            return { module, name };
        }
    }
    return { module: distribution.replaceAll('-', '_'), name: 'main' };
}
