/** A relative path without its detours: `a/./b/../c` is `a/c`; what leaves the folder keeps its `..` in front. '' is the folder itself. */
export function normalPath(path: string): string {
    const parts: string[] = [];
    for (const part of path.split('/')) {
        if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') {
            parts.pop();
        } else if (part !== '.' && part !== '') {
            parts.push(part);
        }
    }
    return parts.join('/');
}

/** The same for a path that is written from `directory`; undefined when it leaves the root. */
export function pathInside(directory: string, path: string): string | undefined {
    const normal = normalPath(`${directory}/${path}`);
    return leaves(normal) ? undefined : normal;
}

/** True for a path whose way goes out of the folder that it is written from. */
export function leaves(path: string): boolean {
    return path === '..' || path.startsWith('../');
}
