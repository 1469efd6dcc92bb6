/** Fills in `$NAME`, `${NAME}`, `${NAME:-word}` and `${NAME:+word}`; a name without a value stays as written, so that callers can see it. */
export function expand(text: string, values: ReadonlyMap<string, string>): string {
    if (!text.includes('$')) {
        return text;
    }
    return text.replace(
        /\\\$|\$(?:(\w+)|\{(\w+)(?::?([-+])([^{}]*))?\})/g,
        (whole, plain: string | undefined, braced: string | undefined, operator: string | undefined, word: string | undefined) => {
            const name = plain ?? braced;
            if (name === undefined) {
                return whole;
            }
            const value = values.get(name);
            if (operator === '+') {
                return value === undefined ? '' : (word ?? '');
            }
            return value ?? (operator === '-' ? (word ?? '') : whole);
        },
    );
}
