/** What can go wrong here, by code; the words are in views/words/azure.ts. */
export const azureFailures = [
    'azure/not-signed-in',
    'azure/token-refused',
    'azure/more-proof-needed',
    'azure/foreign-host',
    'azure/unreachable',
    'azure/throttled',
    'azure/server-error',
    'azure/forbidden',
    'azure/policy',
    'azure/locked',
    'azure/no-subscription',
    'azure/subscription-disabled',
    'azure/provider-not-registered',
    'azure/quota',
    'azure/region-unavailable',
    'azure/sku-unavailable',
    'azure/not-found',
    'azure/name-taken',
    'azure/invalid-name',
    'azure/conflict',
    'azure/always-on-refused',
    'azure/refused',
    'azure/operation-failed',
    'azure/unreadable-answer',
] as const;

export type AzureFailure = (typeof azureFailures)[number];
