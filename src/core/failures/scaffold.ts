/** What can go wrong here, by code; the words are in views/words/scaffold.ts. */
export const scaffoldFailures = [
    'scaffold/nothing-to-run',
    'scaffold/not-a-web-app',
    'scaffold/no-such-fact',
    'scaffold/declined',
    'scaffold/bad-project-file',
] as const;

export type ScaffoldFailure = (typeof scaffoldFailures)[number];
