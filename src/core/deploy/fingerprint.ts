import { hash } from './hash';

/** Tells whether settings are the same as before without keeping their values. */
export function fingerprint(settings: Readonly<Record<string, string>>): string {
    const entries = Object.entries(settings).sort(([one], [other]) => (one < other ? -1 : 1));
    return hash(JSON.stringify(entries));
}
