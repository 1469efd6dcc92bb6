import type { Facts } from '../../base/failure';

/** What a button beside a failure does. `command` is one of package.json's commands; `copy` puts an exact command line on the clipboard. */
export type Remedy =
    | { readonly kind: 'command'; readonly title: string; readonly command: string; readonly args?: readonly unknown[] }
    | { readonly kind: 'copy'; readonly title: string; readonly text: string }
    | { readonly kind: 'open'; readonly title: string; readonly url: string };

/**
 * How a failure is told: what happened, why, what to do. Placeholders `{name}` are filled from the failure's facts, so that the sentences can be translated.
 * Each sentence stands alone and ends with a full stop.
 */
export interface Wording {
    readonly what: string;
    readonly why?: string;
    readonly next: string;
    readonly remedies?: (facts: Facts) => readonly Remedy[];
}
