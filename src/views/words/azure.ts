import type { AzureFailure } from '../../core/failures/azure';
import type { Wording } from './wording';

export const azureWords: Record<AzureFailure, Wording> = {
    'azure/not-signed-in': {
        what: 'You are not signed in to Azure.',
        next: 'Sign in and try again.',
        remedies: () => [{ kind: 'command', title: 'Sign In', command: 'slipway.azure.signIn' }],
    },
};
