/** Fills `{0}`, `{1}` … of a sentence in the user's language; a place without a value stays, as it may be in somebody else's words. */
export type Say = (sentence: string, ...values: readonly string[]) => string;

let spoken: Say = (sentence, ...values) => sentence.replace(/\{(\d)\}/g, (whole, index: string) => values[Number(index)] ?? whole);

/** A sentence in the language that the window speaks; English until `speak` was called, as in tests and on the command line. */
export const say: Say = (sentence, ...values) => spoken(sentence, ...values);

/** Sets the language once, when the window starts. */
export function speak(translate: Say): void {
    spoken = translate;
}
