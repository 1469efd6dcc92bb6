/** What can go wrong here, by code; the words are in views/words/azure.ts. */
export const azureFailures = ['azure/not-signed-in'] as const;

export type AzureFailure = (typeof azureFailures)[number];
