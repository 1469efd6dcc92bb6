/** What can go wrong here, by code; the words are in views/words/localAzure.ts. */
export const localAzureFailures = ['localAzure/not-running'] as const;

export type LocalAzureFailure = (typeof localAzureFailures)[number];
