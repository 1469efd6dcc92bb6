/** A workspace's pattern for its members' folders (`packages/*`, `libs/**`) as a regular expression for whole paths. */
export function folderPattern(glob: string): RegExp {
    const parts = glob
        .replace(/^\.\//, '')
        .replace(/\/+$/, '')
        .split('/')
        .map((part) => (part === '**' ? '.+' : part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*')));
    return new RegExp(`^${parts.join('/')}$`);
}
