import { createHash } from 'node:crypto';
import { engineRequest } from '../engine/engineRequest.mjs';

/** Labels of a stand-in: what it stands in for, and the state of recipe and machine it was made from. */
export const standinLabel = 'slipway.standin';
export const madeFromLabel = 'slipway.standin.made-from';

/** A short fingerprint of everything that an image is made from: another certificate bundle or recipe makes another image. */
export function fingerprint(value) {
    return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** What the engine has under a tag: 'none', 'real' (an image that these scripts did not make), 'stale' or 'ready'. */
export async function standinState(dial, tag, madeFrom) {
    const { status, text } = await engineRequest(dial, 'GET', `/images/${encodeURIComponent(tag)}/json`);
    if (status === 404) {
        return 'none';
    }
    const labels = JSON.parse(text).Config?.Labels ?? {};
    if (!(standinLabel in labels)) {
        return 'real';
    }
    return labels[madeFromLabel] === madeFrom ? 'ready' : 'stale';
}
