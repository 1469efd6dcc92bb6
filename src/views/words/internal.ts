import type { InternalFailure } from '../../core/failures/internal';
import type { Wording } from './wording';

export const internalWords: Record<InternalFailure, Wording> = {
    'internal/unexpected': {
        what: 'Something unexpected went wrong: {reason}.',
        next: 'Try again; the output has the details for a report.',
        remedies: () => [{ kind: 'command', title: 'Show Output', command: 'slipway.output.show' }],
    },
};
