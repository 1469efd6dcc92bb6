import { decimal } from '../base/decimal';
import type { Rehearsal } from '../core/image/rehearsal';

/** What came of a rehearsal, as a person is told. `{name}` places are filled by the caller's translator. */
export interface RehearsalWords {
    readonly tone: 'good' | 'bad';
    readonly sentence: string;
    readonly next: string;
}

export function rehearsalWords(rehearsal: Rehearsal): RehearsalWords {
    switch (rehearsal.kind) {
        case 'answers': {
            const words = `The app answered ${rehearsal.status} for ${rehearsal.path} on port ${rehearsal.port} after ${decimal(rehearsal.ms / 1000, 1)} s.`;
            return rehearsal.status >= 500
                ? { tone: 'bad', sentence: words, next: 'Look at its log for the error behind the status.' }
                : { tone: 'good', sentence: words, next: 'It is ready to be deployed.' };
        }
        case 'notHttp':
            return bad(`Port ${rehearsal.port} is open, but nothing there speaks HTTP.`, 'Check which server listens on it.');
        case 'loopbackOnly':
            return bad(
                `The app listens on ${rehearsal.address}:${rehearsal.port}, which nobody outside its container can reach.`,
                'Bind it to 0.0.0.0 in the command of the Dockerfile.',
            );
        case 'wrongPort':
            return bad(
                `The app listens on port ${rehearsal.port}, but Azure will look on port ${rehearsal.expected}.`,
                `Set the port to ${rehearsal.port} in the plan, or let the app listen on the PORT variable.`,
            );
        case 'crashed': {
            const cause = rehearsal.outOfMemory ? 'It ran out of memory.' : (rehearsal.reason ?? '');
            return bad(
                `The app ended with code ${rehearsal.exitCode}. ${cause}`.trim(),
                rehearsal.advice ?? 'Its last lines are in the output.',
            );
        }
        case 'timeout':
            return bad(
                `The app did not answer within ${Math.round(rehearsal.limitMs / 1000)} s.`,
                rehearsal.listeners.length === 0
                    ? 'It listens on no port at all; its last lines are in the output.'
                    : 'Its last lines are in the output.',
            );
        case 'wrongPlatform':
            return bad(`The image is for ${rehearsal.platform}; Azure runs ${rehearsal.wanted}.`, `Build it for ${rehearsal.wanted}.`);
    }
}

function bad(sentence: string, next: string): RehearsalWords {
    return { tone: 'bad', sentence, next };
}
