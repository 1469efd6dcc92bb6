/** Built-in roles by their GUID, the same in every tenant. */
export const roles = {
    acrPull: { id: '7f951dda-4ed3-4680-a7ca-43fe172d538d', title: 'AcrPull' },
    acrPush: { id: '8311e382-0749-4cb8-b61a-304f252e45ec', title: 'AcrPush' },
    repositoryReader: { id: 'b93aa761-3e63-49ed-ac28-beffa264f7ac', title: 'Container Registry Repository Reader' },
    repositoryWriter: { id: '2a1e307c-b015-4ebd-883e-5b7698a07328', title: 'Container Registry Repository Writer' },
} as const;

/** On a registry with repository permissions (ABAC) AcrPull and AcrPush are not honoured at all. */
export function pullRole(mode: 'registry' | 'repository') {
    return mode === 'repository' ? roles.repositoryReader : roles.acrPull;
}

/**
 * The name of the role assignment: a GUID that depends on what is assigned to whom, so that asking twice finds the first. `digest` is 32 hexadecimal
 * digits of a hash of scope, role and principal.
 */
export function assignmentName(digest: string): string {
    const [a, b, c, d, e] = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(13, 16), digest.slice(17, 20), digest.slice(20, 32)];
    return `${a}-${b}-4${c}-8${d}-${e}`;
}
