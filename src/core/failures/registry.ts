/** What can go wrong here, by code; the words are in views/words/registry.ts. */
export const registryFailures = [
    'registry/unauthorized',
    'registry/unreachable',
    'registry/not-a-registry',
    'registry/network-restricted',
    'registry/name-taken',
    'registry/invalid-name',
    'registry/tasks-refused',
    'registry/not-found',
    'registry/in-use',
    'registry/several-kept',
    'registry/refused',
] as const;

export type RegistryFailure = (typeof registryFailures)[number];
