/** Tools that take a distribution's version from git's tags, and the variable by which they are told one where there is no git. */
const tools: readonly (readonly [tool: RegExp, variable: string])[] = [
    [/\b(?:setuptools[-_]scm|hatch[-_]vcs)\b/, 'SETUPTOOLS_SCM_PRETEND_VERSION'],
    [/\bpbr\b/, 'PBR_VERSION'],
    [/\buv[-_]dynamic[-_]versioning\b/, 'UV_DYNAMIC_VERSIONING_BYPASS'],
    [/\bpoetry[-_]dynamic[-_]versioning\b/, 'POETRY_DYNAMIC_VERSIONING_BYPASS'],
    [/\[tool\.pdm\.version\][^[]*\bsource\s*=\s*["']scm["']/, 'PDM_BUILD_SCM_VERSION'],
];

/** What building a distribution has to be told in an image, which has no `.git`, where its manifests leave the version to git: otherwise it stops. */
export function gitVersion(manifests: readonly string[]): Readonly<Record<string, string>> {
    return Object.fromEntries(
        tools.filter(([tool]) => manifests.some((text) => tool.test(text))).map(([, variable]) => [variable, '0.0.0'] as const),
    );
}
