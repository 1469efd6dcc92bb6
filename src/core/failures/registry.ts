/** What can go wrong here, by code; the words are in views/words/registry.ts. */
export const registryFailures = ['registry/unauthorized'] as const;

export type RegistryFailure = (typeof registryFailures)[number];
