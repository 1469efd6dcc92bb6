let language = 'en';

/** A number with that many decimals, written as the user's language writes it: `1.5` in English, `1,5` in German. */
export function decimal(value: number, digits: number): string {
    return new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }).format(
        value,
    );
}

/** Sets the language once, when a process or a page starts: one that sentences are said in, as two languages in one sentence would be none. */
export function countIn(spoken: string): void {
    language = spoken;
}
