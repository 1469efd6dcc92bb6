/** Those variables of an entry in mcp.json whose values tell of this computer or its user: a workspace that is not trusted learns none of them. */
export function tellingVariables(names: readonly string[]): readonly string[] {
    return names.filter((name) => /^(?:env|input|command|config):|^userHome$/.test(name));
}
