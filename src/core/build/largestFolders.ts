import type { ContextEntry } from './contextEntry';

/** Bytes per top-level folder (and loose files under their own name), largest first. */
export function largestFolders(
    entries: readonly ContextEntry[],
    count: number,
): readonly { readonly path: string; readonly bytes: number }[] {
    const sizes = new Map<string, number>();
    for (const entry of entries) {
        if (entry.sizeBytes > 0) {
            const slash = entry.path.indexOf('/');
            const top = slash < 0 ? entry.path : entry.path.slice(0, slash);
            sizes.set(top, (sizes.get(top) ?? 0) + entry.sizeBytes);
        }
    }
    return [...sizes]
        .map(([path, bytes]) => ({ path, bytes }))
        .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))
        .slice(0, count);
}
