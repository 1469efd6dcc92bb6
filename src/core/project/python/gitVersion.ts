/** Tools that take a distribution's version from git's tags, and the variable by which they are told one where there is no git. */
const tools: readonly (readonly [tool: RegExp, variable: string])[] = [
    [/\bhatch[-_]vcs\b/, 'SETUPTOOLS_SCM_PRETEND_VERSION'],
    [/\bpbr\b/, 'PBR_VERSION'],
    [/\buv[-_]dynamic[-_]versioning\b/, 'UV_DYNAMIC_VERSIONING_BYPASS'],
    [/\bpoetry[-_]dynamic[-_]versioning\b/, 'POETRY_DYNAMIC_VERSIONING_BYPASS'],
    [/\[tool\.pdm\.version\][^[]*\bsource\s*=\s*["']scm["']/, 'PDM_BUILD_SCM_VERSION'],
];

const setuptoolsScm = /\bsetuptools[-_]scm\b/;
const named = /^[ \t]*name[ \t]*=[ \t]*["']?([A-Za-z0-9][\w.-]{0,100})|\bname[ \t]*=[ \t]*["']([A-Za-z0-9][\w.-]{0,100})["']/m;

/**
 * What building a distribution has to be told in an image, which has no `.git`, where its manifests leave the version to git: otherwise it stops. setuptools-scm is
 * told that of the one alone: what is built of others along with it has a version, which pip insists on.
 */
export function gitVersion(manifests: readonly string[]): Readonly<Record<string, string>> {
    const scm = manifests.filter((text) => setuptoolsScm.test(text));
    const names = scm.map((text) => nameIn(text) ?? manifests.map(nameIn).find((name) => name !== undefined));
    const variables = [
        ...names.map(
            (name) => `SETUPTOOLS_SCM_PRETEND_VERSION${name === undefined ? '' : `_FOR_${name.replace(/[-_.]+/g, '_').toUpperCase()}`}`,
        ),
        ...tools.filter(([tool]) => manifests.some((text) => tool.test(text))).map(([, variable]) => variable),
    ];
    return Object.fromEntries(variables.map((variable) => [variable, '0.0.0'] as const));
}

function nameIn(manifest: string): string | undefined {
    const [, line, call] = named.exec(manifest) ?? [];
    return line ?? call;
}
