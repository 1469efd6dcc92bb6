import { distributionOf } from '../../requirements/distributionOf';
import { normalizeName } from '../../requirements/normalizeName';
import { standardModule } from '../../requirements/standardLibrary';
import type { Folder } from '../folder';
import { isAside } from './isAside';

/** Of a folder's own sources: more would say the same. */
const most = 300;

/**
 * The dotted name under which a folder's code imports itself from the outside, such as `backend` where `backend/main.py` says `from backend.models import …`:
 * such an app is started from the folder around it. undefined where the name is that of something inside, or of somebody else's, such as one of `declared`.
 */
export async function ownPackage(folder: Folder, declared: ReadonlyMap<string, unknown>): Promise<string | undefined> {
    const sources = folder.files.filter((file) => file.endsWith('.py'));
    const read = sources.filter((file) => !isAside(file)).slice(0, most);
    await folder.prefetch(read);
    const texts = await Promise.all(read.map((file) => folder.text(file)));
    const parts = folder.path === '' ? [] : folder.path.split('/');
    const named = parts.map((_, at) => parts.slice(at).join('.')).filter((name) => /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name));
    const imported = new Set(texts.flatMap((text) => importedNames(text ?? '')));
    const inside = modulesOf(sources);
    const isOwn = (name: string, dotted: string) => dotted.startsWith(`${name}.`) && isInside(inside, dotted.slice(name.length + 1));
    const byFolder = named.find((name) => {
        const [head = ''] = name.split('.');
        const meant = [...imported].filter((dotted) => dotted.startsWith(`${name}.`));
        const isKnown = distributionOf(head) !== undefined;
        return (
            !inside.has(head) &&
            !isOthers(head, declared) &&
            (isKnown ? meant.length > 0 && meant.every((dotted) => isOwn(name, dotted)) : meant.some((dotted) => isOwn(name, dotted)))
        );
    });
    if (byFolder !== undefined || folder.path !== '') {
        return byFolder;
    }
    // The name of the folder that is opened is not known: it is the only one that is nobody else's, and has two and more modules of the folder, and no others.
    const heads = new Map<string, string[]>();
    for (const dotted of imported) {
        const [head = '', ...rest] = dotted.split('.');
        if (rest.length > 0) {
            const names = heads.get(head) ?? [];
            names.push(dotted);
            heads.set(head, names);
        }
    }
    const found = [...heads].filter(
        ([head, names]) =>
            names.length > 1 &&
            !inside.has(head) &&
            !isOthers(head, declared) &&
            distributionOf(head) === undefined &&
            names.every((dotted) => isOwn(head, dotted)),
    );
    return found.length === 1 ? found[0]?.[0] : undefined;
}

/** True for a module of Python itself, and one of a distribution that is listed: what the image installs under that name would be taken for the folder. */
export function isOthers(module: string, declared: ReadonlyMap<string, unknown>): boolean {
    return (
        standardModule(module, '3.13') !== 'no' || [module, distributionOf(module) ?? ''].some((name) => declared.has(normalizeName(name)))
    );
}

/** The dotted names of the modules and packages of a folder, from the folder itself. */
function modulesOf(sources: readonly string[]): ReadonlySet<string> {
    const found = new Set<string>();
    for (const file of sources) {
        const parts = file.replace(/\.py$/, '').split('/');
        for (let end = 1; end <= parts.length; end += 1) {
            found.add(parts.slice(0, end).join('.'));
        }
    }
    return found;
}

/** True for a module, a package, and a name that a module has. */
function isInside(inside: ReadonlySet<string>, dotted: string): boolean {
    const at = dotted.lastIndexOf('.');
    return inside.has(dotted) || (at > 0 && inside.has(dotted.slice(0, at)));
}

/** `a.b` of `import a.b` and `from a.b import …`, and of `from a import b`. */
function importedNames(text: string): string[] {
    return [...text.matchAll(/^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\w+)?|import[ \t]+(\w[\w.]*))/gm)].flatMap(
        ([, from, name, plain]) =>
            plain !== undefined
                ? [plain]
                : from === undefined || from.startsWith('.')
                  ? []
                  : from.includes('.') || name === undefined
                    ? [from]
                    : [`${from}.${name}`],
    );
}
