import type { Facts } from '../../base/failure';

/** Words for people whose `{name}` places are filled from the facts, so that they can be translated. */
export interface Sentence {
    readonly text: string;
    readonly facts: Facts;
}

export function sentence(text: string, facts: Facts = {}): Sentence {
    return { text, facts };
}
