/** What can go wrong here, by code; the words are in views/words/build.ts. */
export const buildFailures = ['build/failed'] as const;

export type BuildFailure = (typeof buildFailures)[number];
