/** Fills `{0}`, `{1}` … of a sentence in the user's language. */
export type Say = (sentence: string, ...values: readonly string[]) => string;

let spoken: Say = (sentence, ...values) => sentence.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '');

/** A sentence in the language that the window speaks; English until `speak` was called, as in tests and on the command line. */
export const say: Say = (sentence, ...values) => spoken(sentence, ...values);

/** Sets the language once, when the window starts. */
export function speak(translate: Say): void {
    spoken = translate;
}
