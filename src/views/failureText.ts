import type { Facts } from '../base/failure';
import { isFailure } from '../base/failure';
import { redact } from '../base/redact';
import type { AzureErrorId } from '../core/diagnose/catalogue/azureErrors';
import type { FailureCode } from '../core/failureCode';
import type { Remedy, Wording } from './words/wording';
import { say } from './say';
import { fill, words } from './words';
import { azureErrorWords } from './words/azureErrors';

/** A failure ready to be shown: plain sentences and buttons. */
export interface FailureText {
    readonly code: FailureCode;
    readonly what: string;
    readonly why?: string;
    readonly next: string;
    readonly remedies: readonly Remedy[];
}

/** Translates one English sentence; the identity where there is no translation. */
export type Translate = (sentence: string) => string;

/** Words for anything that was thrown. Errors that are nobody's Failure become 'internal/unexpected' with their message as the reason. */
export function failureText(error: unknown, translate: Translate = (sentence) => sentence): FailureText {
    const [code, facts] = codeOf(error);
    const wording = rowWords(facts) ?? words[code];
    const told = toldFacts(facts);
    const filled = (sentence: string) => redact(fill(translate(sentence), told));
    const why = wording.why === undefined ? '' : filled(wording.why);
    return {
        code,
        what: filled(wording.what),
        ...(why === '' || why === '.' ? {} : { why }),
        next: filled(wording.next),
        remedies: (wording.remedies?.(facts) ?? []).map((remedy) => ({ ...remedy, title: translate(remedy.title) })),
    };
}

/** A reason or an advice is often a sentence of the product's own: it is said in the user's language too. */
function toldFacts(facts: Facts): Facts {
    return Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' && value.includes(' ') ? say(value) : value]),
    );
}

/** A row of the catalogue of Azure's errors says more than the failure that it means. */
function rowWords({ row }: Facts): Wording | undefined {
    return typeof row === 'string' && Object.hasOwn(azureErrorWords, row) ? azureErrorWords[row as AzureErrorId] : undefined;
}

function codeOf(error: unknown): readonly [FailureCode, Facts] {
    if (isFailure(error) && error.code in words) {
        return [error.code as FailureCode, error.facts];
    }
    return ['internal/unexpected', { reason: error instanceof Error ? error.message : String(error) }];
}

/** One paragraph, for a notification or the command line. */
export function failureSentence(text: FailureText): string {
    // A reason is somebody else's words, which often end without a full stop.
    return [text.what, text.why, text.next]
        .filter((part): part is string => part !== undefined && part !== '')
        .map((part) => (/[\p{L}\p{N})\]'"]$/u.test(part) ? `${part}.` : part))
        .join(' ');
}

export type { Remedy };
