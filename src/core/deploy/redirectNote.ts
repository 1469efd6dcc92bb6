import type { Site } from './resources';
import { type Sentence, sentence } from './sentence';
import { siteAddress } from './siteAddress';

/** What is left to do in Entra, which sends visitors back to addresses only that the app registration names. */
export function redirectNote(site: Site, clientId: string): Sentence {
    return sentence('The Entra app {clientId} needs the redirect URI {url}, and ID tokens switched on.', {
        clientId,
        url: `${siteAddress(site)}/.auth/login/aad/callback`,
    });
}
