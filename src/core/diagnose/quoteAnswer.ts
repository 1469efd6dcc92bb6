import type { EvidenceLine } from './verdictFinding';
import type { RequestOutcome } from './verdictProbes';

/** The status of an answer and up to `bodyLetters` of its body, or why none came; nothing where not even that is known. */
export function quoteAnswer({ status, error, body }: RequestOutcome, bodyLetters = 160): Pick<EvidenceLine, 'quoted'> {
    return status > 0 ? { quoted: `HTTP ${status} ${body.slice(0, bodyLetters)}`.trim() } : error === undefined ? {} : { quoted: error };
}

/** True when nothing came, and nobody says why. */
export function isSilent({ status, error }: RequestOutcome): boolean {
    return status === 0 && error === undefined;
}
