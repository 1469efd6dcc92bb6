type Version = readonly [major: number, minor: number, patch: number];

/** False when a version certainly lies outside of a manifest's range; what is no plain range (a tag, an address, a prerelease) is taken to hold. */
export function rangeHolds(range: string, version: string): boolean {
    const found = readVersion(version);
    return (
        found === undefined ||
        range.split('||').some(
            (part) =>
                // npm reads `>= 4.0.0` as `>=4.0.0`; `1.0.0 - 2.0.0` is no list of two versions.
                / - |~>/.test(part) ||
                part
                    .trim()
                    .replace(/([<>=~^]{1,2})\s+/g, '$1')
                    .split(/\s+/)
                    .every((each) => holds(each, found)),
        )
    );
}

function holds(comparator: string, [major, minor, patch]: Version): boolean {
    const [, operator = '', text = ''] = /^(\^|~|>=|=)?v?(\d+\.\d+\.\d+)$/.exec(comparator) ?? [];
    const wanted = readVersion(text);
    if (wanted === undefined) {
        return true;
    }
    const [a, b, c] = wanted;
    const isLower = major < a || (major === a && (minor < b || (minor === b && patch < c)));
    switch (operator) {
        case '>=':
            return !isLower;
        case '~':
            return !isLower && major === a && minor === b;
        case '^':
            return !isLower && major === a && (a > 0 || (minor === b && (b > 0 || patch === c)));
        default:
            return major === a && minor === b && patch === c;
    }
}

function readVersion(text: string): Version | undefined {
    const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
    return patch === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}
