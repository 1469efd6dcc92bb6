/** Whether some patch release of `version` (`3.12`) satisfies a PEP 440 specifier; undefined when the specifier is not understood. */
export function satisfies(version: string, specifier: string): boolean | undefined {
    const own = parts(version);
    const clauses = specifier
        .split(',')
        .map((clause) => clause.trim())
        .filter((clause) => clause !== '');
    const verdicts = clauses.map((clause) => {
        const match = /^(===?|~=|!=|<=|>=|<|>|\^)?\s*(\d+(?:\.\d+)*)(\.\*)?/.exec(clause);
        return match?.[2] === undefined ? undefined : holds(own, match[1] ?? '==', parts(match[2]), match[3] !== undefined);
    });
    return verdicts.includes(undefined) || own.length === 0 ? undefined : !verdicts.includes(false);
}

function parts(version: string): readonly number[] {
    return /^\d+(\.\d+)*$/.test(version) ? version.split('.').map(Number) : [];
}

/** Compares on the length of `own`: what comes after is a patch number that some image has. */
function holds(own: readonly number[], operator: string, other: readonly number[], wild: boolean): boolean {
    const order = compare(own, other.slice(0, own.length));
    const exact = other.length > own.length;
    switch (operator) {
        case '>=':
            return order >= 0;
        case '>':
            return exact ? order >= 0 : order > 0;
        case '<=':
            return order <= 0;
        case '<':
            return exact && other.slice(own.length).some((part) => part > 0) ? order <= 0 : order < 0;
        case '!=':
            return order !== 0 || (exact && !wild);
        case '~=':
            return order >= 0 && compare(own, other.slice(0, Math.max(1, other.length - 1))) === 0;
        case '^':
            return order >= 0 && own[0] === other[0];
        default:
            return order === 0;
    }
}

function compare(a: readonly number[], b: readonly number[]): number {
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
        const difference = (a[at] ?? 0) - (b[at] ?? 0);
        if (difference !== 0) {
            return difference;
        }
    }
    return 0;
}
