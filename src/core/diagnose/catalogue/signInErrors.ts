import type { AzureErrorRow } from './azureErrorRow';

/** What the sign-in and Azure's front door say about a token. */
export const signInErrors = {
    'expired-token': { failure: 'azure/token-refused', codes: ['ExpiredAuthenticationToken'] },
    'wrong-tenant': {
        failure: 'azure/token-refused',
        codes: ['InvalidAuthenticationTokenTenant'],
        message: /must match the tenant '(?:https:\/\/[^/']+\/)?(?<tenant>[^/']+)\/?'/i,
    },
    'second-factor': { failure: 'azure/more-proof-needed', message: /AADSTS5007[69]\b/ },
    'second-factor-policy': {
        failure: 'azure/more-proof-needed',
        message: /disallowed by policy\. Reasons: '?MFA is required|multi-?factor authentication is required/i,
    },
    'token-refused': { failure: 'azure/token-refused', codes: ['InvalidAuthenticationToken', 'AuthenticationFailed'] },
} satisfies Record<string, AzureErrorRow>;
