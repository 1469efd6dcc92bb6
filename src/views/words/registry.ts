import type { RegistryFailure } from '../../core/failures/registry';
import type { Wording } from './wording';

export const registryWords: Record<RegistryFailure, Wording> = {
    'registry/unauthorized': { what: 'The registry {server} refused the sign-in.', next: 'Check that your account may push to it.' },
};
