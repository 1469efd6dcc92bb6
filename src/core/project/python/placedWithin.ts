import type { EntryCandidate } from './entryCandidate';
import { isOthers } from './ownPackage';
import type { PythonModules } from './pythonModules';

/** Where the image keeps a folder that is imported by its own name, and starts the app. */
export interface Within {
    /** Below the folder that imports start from. */
    readonly path: string;
    /** True when the app names its own files from the folder around it. */
    readonly startsOutside: boolean;
}

/**
 * The entry as it is imported from around the project's folder, where the code imports that folder by its name, or the entry imports what stands beside it by
 * a dot: both need a package around them.
 */
export function withinPackage(chosen: EntryCandidate, modules: PythonModules, declared: ReadonlyMap<string, unknown>): EntryCandidate {
    const { module, object, base } = chosen;
    if (base !== '' || chosen.paste !== undefined || chosen.framework === 'django') {
        return chosen;
    }
    const isTop = object !== undefined && !module.path.includes('/') && module.path !== '__init__.py';
    const byDot = isTop && module.statements.some((each) => each.kind === 'import' && each.level === 1);
    const within = modules.own ?? (byDot ? nameAround(modules, declared) : undefined);
    return within === undefined ? chosen : { ...chosen, within };
}

/** The folder's own name, or another one, that nothing else is imported by: the app starts inside, where its own modules are found first. */
function nameAround(modules: PythonModules, declared: ReadonlyMap<string, unknown>): string {
    const folder = modules.folder.path.split('/').at(-1) ?? '';
    const taken = new Set(modules.paths.map((path) => path.split('/')[0]?.replace(/\.py$/, '')));
    const isFree = (name: string) => /^[A-Za-z_]\w*$/.test(name) && !taken.has(name) && !isOthers(name, declared);
    return [folder, 'app', 'application'].find(isFree) ?? 'outermost';
}

/** The place of a folder in the image that is imported by its own name; undefined when it is not. */
export async function placeOf({ within }: EntryCandidate, modules: PythonModules): Promise<Within | undefined> {
    if (within === undefined) {
        return undefined;
    }
    const path = within.replaceAll('.', '/');
    const texts = await Promise.all(modules.paths.slice(0, 200).map((file) => modules.folder.text(file)));
    const there = new Set(modules.folder.files.map((file) => file.split('/')[0]));
    const named = new RegExp(String.raw`["'](?:\./)?${path}/([\w.-]+)([\w./-]*)["'/{]`, 'g');
    // `"api/users"` is more often a route than a folder, unless there is one, or the name ends as those of files do.
    const isFile = (first: string, rest: string) => there.has(first) || /\w\.[a-z]\w{0,6}$/i.test(first + rest);
    return {
        path,
        startsOutside: texts.some((text) => [...(text ?? '').matchAll(named)].some(([, first = '', rest = '']) => isFile(first, rest))),
    };
}
