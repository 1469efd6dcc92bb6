/** What can go wrong here, by code; the words are in views/words/build.ts. */
export const buildFailures = [
    'build/failed',
    'build/step-failed',
    'build/dockerfile-missing',
    'build/dockerfile-invalid',
    'build/base-image',
    'build/bad-tag',
    'build/secret-missing',
    'build/secret-unreadable',
    'build/context-missing',
    'build/context-unreadable',
    'build/context-changed',
    'build/ignore-invalid',
] as const;

export type BuildFailure = (typeof buildFailures)[number];
