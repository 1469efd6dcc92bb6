/** What bundlers put into the pages that they make, for everybody to read, by the promise of their documentation. */
const publicNames =
    /^(VITE_|REACT_APP_|NEXT_PUBLIC_|NUXT_PUBLIC_|GATSBY_|VUE_APP_|PUBLIC_|EXPO_PUBLIC_|STORYBOOK_)\w+$|^(NODE_ENV|PUBLIC_URL|BASE_URL|GENERATE_SOURCEMAP|INLINE_RUNTIME_CHUNK|BROWSER|CI|TZ)$/;

/** What the build puts into the pages, so that a value counts only while it runs; Nuxt reads its own again at the start. */
const inlined = /^(VITE_|REACT_APP_|NEXT_PUBLIC_|GATSBY_|VUE_APP_|PUBLIC_|EXPO_PUBLIC_)\w+$/;

/** The names that a file such as `.env.production` gives a value to, and that are not meant for the public by their name. Each once, in order. */
export function privateVariables(envFile: string): readonly string[] {
    const names = envFile
        .split(/\r?\n/)
        .map((line) => /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(\S?)/.exec(line))
        .flatMap((match) => (match?.[1] === undefined || match[2] === '' || match[2] === '#' ? [] : [match[1]]));
    return [...new Set(names)].filter((name) => !publicNames.test(name));
}

/** True for lines of names and values, comments and nothing else: what is not understood is no public file. */
export function isEnvFile(text: string): boolean {
    return text.split(/\r?\n/).every((line) => /^\s*(#.*)?$|^\s*(?:export\s+)?[\w.-]+\s*=/.test(line));
}

/** True for a name whose value ends up in pages that everybody reads. */
export function isPublicName(name: string): boolean {
    return publicNames.test(name);
}

/** True for a name whose value a build takes into the pages that it makes. */
export function isInlinedName(name: string): boolean {
    return inlined.test(name) && name !== 'PUBLIC_URL';
}
