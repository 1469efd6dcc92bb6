/** Project paths: relative, with `/`, the root being ''. */
export function folderOf(path: string): string {
    return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

export function baseNameOf(path: string): string {
    return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins and cleans; undefined when `..` leaves the root. */
export function joinPath(folder: string, path: string): string | undefined {
    const parts: string[] = [];
    for (const part of `${path.startsWith('/') ? '' : folder}/${path}`.split('/')) {
        if (part === '..') {
            if (parts.pop() === undefined) {
                return undefined;
            }
        } else if (part !== '' && part !== '.') {
            parts.push(part);
        }
    }
    return parts.join('/');
}

const foldersByListing = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Files and folders of a listing, for "is it there" questions; made once for a listing. */
export function knownPaths(paths: readonly string[]): ReadonlySet<string> {
    const known = foldersByListing.get(paths);
    if (known !== undefined) {
        return known;
    }
    const all = new Set<string>(['']);
    for (const path of paths) {
        for (let at = path; at !== '' && !all.has(at); at = folderOf(at)) {
            all.add(at);
        }
    }
    foldersByListing.set(paths, all);
    return all;
}
