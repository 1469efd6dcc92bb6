/** A path without the `./` that scripts and manifests may begin it with. */
export function cleanPath(path: string): string {
    return path.replace(/^\.\//, '');
}
