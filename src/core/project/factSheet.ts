import type { Evidence, Profile } from './profile';

/** The facts that `--set` and the settings panel may overrule. */
export const settableFacts = [
    'kind',
    'language',
    'framework',
    'entry',
    'server',
    'startCommand',
    'port',
    'packageManager',
    'runtimeVersion',
    'healthPath',
] as const;

export type SettableFact = (typeof settableFacts)[number];
export type Overrides = Readonly<Partial<Record<SettableFact, string>>>;

export interface Place {
    readonly file: string;
    readonly line?: number;
}

const rank: Readonly<Record<Evidence['confidence'], number>> = { certain: 0, likely: 1, guess: 2 };

/**
 * What was read, fact by fact. Detectors offer values with where they were read; the sheet answers the best one: what the user set, then the surest,
 * then the first offered. What lost is kept, so that it can be shown as a choice.
 */
export class FactSheet {
    readonly #offers: Evidence[] = [];

    constructor(
        readonly overrides: Overrides,
        /** Put before every file, so that evidence is relative to the source's root. */
        readonly folder: string,
    ) {
        for (const [fact, value] of Object.entries(overrides)) {
            this.#offers.push({ fact, value, file: '', confidence: 'certain' });
        }
    }

    offer(fact: string, value: string | number, place: Place, confidence: Evidence['confidence']): void {
        this.#offers.push({
            fact,
            value: String(value),
            file: this.locate(place.file),
            ...(place.line !== undefined && { line: place.line }),
            confidence,
        });
    }

    get(fact: string): string | undefined {
        return this.best(fact)?.value;
    }

    best(fact: string): Evidence | undefined {
        const offers = this.#offers.filter((offer) => offer.fact === fact);
        return fact in this.overrides ? offers[0] : offers.sort((a, b) => rank[a.confidence] - rank[b.confidence])[0];
    }

    /** What was read as the language, whatever the user set. */
    readLanguage(): string | undefined {
        return this.#offers.find((offer) => offer.fact === 'language' && offer.file !== '')?.value;
    }

    /** Relative to the source's root; `../` leads to the folders above this one. */
    locate(file: string): string {
        const [, ups = '', inner = ''] = /^((?:\.\.\/)*)(.*)$/s.exec(file) ?? [];
        const above = ups.length / 3;
        const folder = above === 0 ? this.folder : this.folder.split('/').slice(0, -above).join('/');
        return folder === '' || file === '' ? inner : `${folder}/${inner}`;
    }

    /** Every reading that agrees with the answer. */
    evidence(): Evidence[] {
        return this.#offers.filter((offer) => offer.value === this.get(offer.fact)).filter(unlikeBefore);
    }

    /** Every reading that another one outranked. */
    alternatives(): Profile['alternatives'] {
        return this.#offers
            .filter((offer) => offer.value !== this.get(offer.fact))
            .filter((offer, at, all) => all.findIndex((other) => other.fact === offer.fact && other.value === offer.value) === at)
            .map(({ fact, value, file, line }) => ({ fact, value, file, ...(line !== undefined && { line }) }));
    }
}

function unlikeBefore(offer: Evidence, at: number, all: readonly Evidence[]): boolean {
    return (
        all.findIndex(
            (other) => other.fact === offer.fact && other.value === offer.value && other.file === offer.file && other.line === offer.line,
        ) === at
    );
}
