/** Paths of what was written and did not come back; `hidden` are names of what never comes back. Names in any case, locations in either spelling. */
export function notGivenBack(wanted: unknown, got: unknown, hidden: readonly string[] = [], at = ''): readonly string[] {
    if (Array.isArray(wanted)) {
        return Array.isArray(got) && got.length >= wanted.length
            ? wanted.flatMap((one, index) => notGivenBack(one, got[index], hidden, `${at}[${index}]`))
            : [`${at}: no such list`];
    }
    if (typeof wanted === 'object' && wanted !== null) {
        const entries = Object.entries((got ?? {}) as Record<string, unknown>);
        return Object.entries(wanted).flatMap(([key, value]) => {
            if (hidden.includes(key)) {
                return [];
            }
            const found = entries.find(([name]) => name.toLowerCase() === key.toLowerCase());
            return found === undefined ? [`${at}.${key} is missing`] : notGivenBack(value, found[1], hidden, `${at}.${key}`);
        });
    }
    const same = (one: unknown) => (typeof one === 'string' ? one.toLowerCase().replaceAll(' ', '') : one);
    return same(wanted) === same(got) ? [] : [`${at}: ${JSON.stringify(got)} for ${JSON.stringify(wanted)}`];
}
