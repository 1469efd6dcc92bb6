import type { StartHint } from '../hints/startHint';
import type { Site } from '../stack';
import { isAside } from './isAside';
import type { EntryCandidate } from './entryCandidate';
import { joinPath } from './joinPath';
import type { PythonModules } from './pythonModules';
import type { PyModule } from './pythonModules';

/** The candidate that a start command names. */
export async function statedEntry(
    hint: StartHint,
    candidates: readonly EntryCandidate[],
    modules: PythonModules,
): Promise<EntryCandidate | undefined> {
    const target = modules.inside(hint.target ?? '');
    const directory = hint.directory ?? '';
    const colon = target.indexOf(':');
    if (
        hint.program === 'python' ||
        hint.program === 'streamlit' ||
        hint.program === 'chainlit' ||
        hint.program === 'fastapi' ||
        (/^(flask|quart)$/.test(hint.program) && target.endsWith('.py'))
    ) {
        const file = target.endsWith('.py')
            ? scriptPath(modules, directory, target)
            : (modules.findFrom(directory, target) ?? modules.findFrom(directory, `${target}.__main__`) ?? '');
        // Django's own: what it starts is in its settings.
        if (hint.program === 'python' && /(^|\/)manage\.py$/.test(file)) {
            return undefined;
        }
        const inFile = candidates.filter((candidate) => candidate.module.path === file);
        const copied =
            inFile.length === 0 && hint.source === 'dockerfile' && directory === '' ? copiedScript(candidates, target) : undefined;
        if (copied !== undefined) {
            return copied;
        }
        const [best] = candidates.filter(({ module }) => !isAside(module.path));
        const own =
            inFile.length > 0 || best === undefined || hint.program !== 'python' || hint.port === undefined
                ? undefined
                : await modules.at(file);
        if (own !== undefined && best !== undefined) {
            // It is told a port, so that it serves, through whatever commands of its own.
            return { module: own, framework: best.framework, base: modules.baseOf(own), line: 1, score: 0, opens: best.module };
        }
        // A development server behind `python app.py` is replaced by a real one when there is an object to import.
        const given = inFile.find((candidate) => candidate.object !== undefined && !candidate.object.endsWith('()')) ?? inFile[0];
        return given === undefined || hint.program !== 'fastapi' ? given : { ...given, base: modules.packageRoot(file) };
    }
    const name = colon < 0 ? target : target.slice(0, colon);
    const object = colon < 0 ? undefined : target.slice(colon + 1);
    // A package in a src layout is named as it is installed.
    const path = modules.findFrom(directory, name) ?? modules.find(name) ?? modules.findFrom('src', name);
    if (path === undefined) {
        return undefined;
    }
    const tail = path.endsWith('/__init__.py') ? '/__init__.py' : '.py';
    const realBase = path.slice(0, path.length - name.length - tail.length).replace(/\/$/, '');
    const inFile = candidates.filter((candidate) => candidate.module.path === path && candidate.object !== undefined);
    const bare = object?.replace(/\(.*\)$/, '');
    const same =
        inFile.find((candidate) => candidate.object === object) ??
        inFile.find((candidate) => candidate.object?.replace('()', '') === bare) ??
        (object === undefined ? inFile[0] : undefined);
    if (same !== undefined) {
        // A factory is called, also where its command only says its name.
        const given = object !== undefined && same.object === `${object}()` ? same.object : object;
        return { ...same, base: realBase, ...(given !== undefined && { object: given }) };
    }
    const module = await modules.at(path);
    const framework = inFile[0]?.framework ?? candidates.find((candidate) => !isAside(candidate.module.path))?.framework;
    if (module === undefined || object === undefined || framework === undefined || !mayHold(module, bare ?? object)) {
        return undefined;
    }
    return { module, framework, object, base: realBase, line: 1, score: 0 };
}

/** False for a name that its module never says: a command that was copied from another project starts nothing here. */
function mayHold(module: PyModule, object: string): boolean {
    const [name = ''] = object.split('.');
    const words = new Set(module.text.split(/[^\p{L}\p{N}_]+/u));
    return module.stars.length > 0 || ['__getattr__', 'globals', 'exec', name].some((word) => words.has(word));
}

/** The app of a script that an image runs from a folder whose content it copied (`COPY app/ .`, `CMD python app.py`): what stands beside it is imported from there. */
function copiedScript(candidates: readonly EntryCandidate[], target: string): EntryCandidate | undefined {
    const tail = `/${target.replace(/^\.?\//, '')}`;
    const inside = candidates.filter(({ module }) => module.path.endsWith(tail) && !isAside(module.path));
    const [path, ...more] = [...new Set(inside.map(({ module }) => module.path))];
    const best = inside.find(({ object }) => object !== undefined && !object.endsWith('()')) ?? inside[0];
    return path === undefined || more.length > 0 || best === undefined ? undefined : { ...best, base: path.slice(0, -tail.length) };
}

/** The modules that start commands name, whatever they are called and import. */
export function startedFiles({ hints }: Site, modules: PythonModules): string[] {
    return hints.commands.flatMap(({ target = '', directory = '' }) => {
        const [name = ''] = modules.inside(target).split(':');
        const file = name.endsWith('.py') ? scriptPath(modules, directory, name) : modules.findFrom(directory, name);
        return file !== undefined && modules.paths.includes(file) ? [file] : [];
    });
}

/** A script that a command names: from its folder, or by its place in the image (`/app/src/main.py`). */
function scriptPath(modules: PythonModules, directory: string, target: string): string {
    const parts = target.replace(/^\.?\//, '').split('/');
    const tails = target.startsWith('/') ? parts.map((_, at) => parts.slice(at).join('/')) : [parts.join('/')];
    return (
        tails.map((tail) => joinPath(directory, tail)).find((path) => modules.paths.includes(path)) ?? joinPath(directory, parts.join('/'))
    );
}
