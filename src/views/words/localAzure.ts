import type { LocalAzureFailure } from '../../core/failures/localAzure';
import type { Wording } from './wording';

export const localAzureWords: Record<LocalAzureFailure, Wording> = {
    'localAzure/not-running': {
        what: 'The local Azure does not answer.',
        why: '{reason}',
        next: 'Start it again with Slipway: Try with a Local Azure.',
        remedies: () => [{ kind: 'command', title: 'Try with a Local Azure', command: 'slipway.localAzure.start' }],
    },
};
