import type { EngineFailure } from '../../core/failures/engine';
import type { Wording } from './wording';

export const engineWords: Record<EngineFailure, Wording> = {
    'engine/not-found': {
        what: 'No Docker engine answers.',
        next: 'Check your setup to see why.',
        remedies: () => [{ kind: 'command', title: 'Check My Setup', command: 'slipway.engine.checkSetup' }],
    },
};
