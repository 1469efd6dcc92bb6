/** Built-in roles by their GUID, the same in every tenant. */
export const roles = {
    acrPull: { id: '7f951dda-4ed3-4680-a7ca-43fe172d538d', title: 'AcrPull' },
    acrPush: { id: '8311e382-0749-4cb8-b61a-304f252e45ec', title: 'AcrPush' },
    repositoryReader: { id: 'b93aa761-3e63-49ed-ac28-beffa264f7ac', title: 'Container Registry Repository Reader' },
    repositoryWriter: { id: '2a1e307c-b015-4ebd-883e-5b7698a07328', title: 'Container Registry Repository Writer' },
    acrDelete: { id: 'c2f4ef07-c644-48eb-af81-4b1b4947fb11', title: 'AcrDelete' },
    repositoryContributor: { id: '2efddaa5-3f1f-4df3-97df-af3f13818f4c', title: 'Container Registry Repository Contributor' },
    openAiUser: { id: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd', title: 'Cognitive Services OpenAI User' },
    catalogLister: { id: 'bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7', title: 'Container Registry Repository Catalog Lister' },
} as const;

/** On a registry with repository permissions (ABAC) AcrPull and AcrPush are not honoured at all. */
export function pullRole(mode: 'registry' | 'repository') {
    return mode === 'repository' ? roles.repositoryReader : roles.acrPull;
}

/** The role that an account lacks which is refused this scope of a registry's token, such as `repository:app:pull,push` or `registry:catalog:*`. */
export function roleForScope(mode: 'registry' | 'repository', scope: string) {
    const byRepository = mode === 'repository';
    if (scope.startsWith('registry:catalog')) {
        return byRepository ? roles.catalogLister : roles.acrPull;
    }
    const actions = scope.split(':').at(-1)?.split(',') ?? [];
    if (actions.includes('delete')) {
        return byRepository ? roles.repositoryContributor : roles.acrDelete;
    }
    return actions.includes('push') ? (byRepository ? roles.repositoryWriter : roles.acrPush) : pullRole(mode);
}

/**
 * The name of the role assignment: a GUID that depends on what is assigned to whom, so that asking twice finds the first. `digest` is 32 hexadecimal
 * digits of a hash of scope, role and principal.
 */
export function assignmentName(digest: string): string {
    const [a, b, c, d, e] = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(13, 16), digest.slice(17, 20), digest.slice(20, 32)];
    return `${a}-${b}-4${c}-8${d}-${e}`;
}
