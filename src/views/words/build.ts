import type { BuildFailure } from '../../core/failures/build';
import type { Wording } from './wording';

export const buildWords: Record<BuildFailure, Wording> = {
    'build/failed': { what: 'The image could not be built.', why: '{reason}', next: 'See the output for the failing step.' },
};
