/** What can go wrong here, by code; the words are in views/words/deploy.ts. */
export const deployFailures = ['deploy/not-verified'] as const;

export type DeployFailure = (typeof deployFailures)[number];
