/** The same data with every `${name}` replaced whose value is known; what is unknown stays as it is. Values are put in as they are, in one pass. */
export function fillVariables<T>(value: T, values: Readonly<Record<string, string>>): T {
    if (typeof value === 'string') {
        return value.replaceAll(/\$\{([\w.:-]+)\}/g, (whole, name: string) => values[name] ?? whole) as T;
    }
    if (Array.isArray(value)) {
        return value.map((item: unknown) => fillVariables(item, values)) as T;
    }
    if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fillVariables<unknown>(inner, values)])) as T;
    }
    return value;
}
