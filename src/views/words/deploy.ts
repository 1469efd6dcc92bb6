import type { DeployFailure } from '../../core/failures/deploy';
import type { Wording } from './wording';

export const deployWords: Record<DeployFailure, Wording> = {
    'deploy/not-verified': { what: '{name} was deployed, but it does not answer at {url}.', why: '{reason}', next: 'Look at its logs.' },
};
