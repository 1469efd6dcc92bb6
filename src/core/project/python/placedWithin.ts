import type { EntryCandidate } from './entryCandidate';
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
export function withinPackage(chosen: EntryCandidate, modules: PythonModules): EntryCandidate {
    const { module, object, base } = chosen;
    if (base !== '' || chosen.paste !== undefined || chosen.framework === 'django') {
        return chosen;
    }
    const isTop = object !== undefined && !module.path.includes('/') && module.path !== '__init__.py';
    const byDot = isTop && module.statements.some((each) => each.kind === 'import' && each.level === 1);
    const folder = modules.folder.path.split('/').at(-1) ?? '';
    const within = modules.own ?? (byDot ? (/^[A-Za-z_]\w*$/.test(folder) ? folder : 'app') : undefined);
    return within === undefined ? chosen : { ...chosen, within };
}

/** The place of a folder in the image that is imported by its own name; undefined when it is not. */
export async function placeOf({ within }: EntryCandidate, modules: PythonModules): Promise<Within | undefined> {
    if (within === undefined) {
        return undefined;
    }
    const path = within.replaceAll('.', '/');
    const texts = await Promise.all(modules.paths.slice(0, 200).map((file) => modules.folder.text(file)));
    return { path, startsOutside: texts.some((text) => new RegExp(String.raw`["'](?:\./)?${path}/`).test(text ?? '')) };
}
