/** When `firstWheel` was read from the Python Package Index, and the borders of `leastPython` were tried with pip (a dry run on either side of each). */
export const wheelsAsOf = '2026-11-22';

/**
 * Packages written in C, C++, Fortran or Rust: the first version that has a ready wheel for Linux x86_64 by Python. An older pin is compiled in the
 * build, for which slim images have no compiler.
 */
export const firstWheel: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    numpy: { '3.10': '1.21.2', '3.11': '1.23.2', '3.12': '1.26.0', '3.13': '2.1.0', '3.14': '2.3.2' },
    pandas: { '3.10': '1.3.3', '3.11': '1.5.0', '3.12': '2.1.1', '3.13': '2.2.3', '3.14': '2.3.3' },
    scipy: { '3.10': '1.7.2', '3.11': '1.9.2', '3.12': '1.11.2', '3.13': '1.14.1', '3.14': '1.16.1' },
    'psycopg2-binary': { '3.10': '2.9.1', '3.11': '2.9.5', '3.12': '2.9.9', '3.13': '2.9.10', '3.14': '2.9.11' },
    greenlet: { '3.10': '1.1.0', '3.11': '1.1.3', '3.12': '3.0.0', '3.13': '3.1.0', '3.14': '3.2.3' },
    gevent: { '3.10': '21.12.0', '3.11': '22.10.1', '3.12': '23.7.0', '3.13': '24.10.1', '3.14': '25.8.1' },
    pillow: { '3.10': '8.3.2', '3.11': '9.2.0', '3.12': '10.0.0', '3.13': '10.4.0', '3.14': '11.3.0' },
    lxml: { '3.10': '4.6.3', '3.11': '4.9.1', '3.12': '4.9.3', '3.13': '5.3.0', '3.14': '6.0.1' },
    aiohttp: { '3.10': '3.8.0', '3.11': '3.8.2', '3.12': '3.9.0', '3.13': '3.10.5', '3.14': '3.13.0' },
    pyyaml: { '3.10': '6.0', '3.11': '6.0', '3.12': '6.0.1', '3.13': '6.0.2', '3.14': '6.0.3' },
    grpcio: { '3.10': '1.41.0', '3.11': '1.49.0', '3.12': '1.59.0', '3.13': '1.66.2', '3.14': '1.75.1' },
    tensorflow: { '3.10': '2.8.0', '3.11': '2.12.0', '3.12': '2.16.1', '3.13': '2.20.0' },
    torch: { '3.10': '1.11.0', '3.11': '1.13.0', '3.12': '2.2.0', '3.13': '2.5.0', '3.14': '2.9.0' },
    cffi: { '3.10': '1.15.0', '3.11': '1.15.1', '3.12': '1.16.0', '3.13': '1.17.0', '3.14': '2.0.0' },
    orjson: { '3.10': '3.4.7', '3.11': '3.7.7', '3.12': '3.9.3', '3.13': '3.10.7', '3.14': '3.11.1' },
    'pydantic-core': { '3.10': '0.1.0', '3.11': '0.7.0', '3.12': '2.1.2', '3.13': '2.20.0', '3.14': '2.35.0' },
};

/** From this version on (first), a package asks for this Python or newer (second). Newest first. */
export const leastPython: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    django: [['6.0', '3.12'], ['5.0', '3.10'], ['4.0', '3.8']],
    numpy: [['2.3', '3.11'], ['2.1', '3.10'], ['2.0', '3.9']],
    flask: [['3.1', '3.9'], ['2.3', '3.8']],
    pandas: [['3.0', '3.11'], ['2.1', '3.9']],
    scipy: [['1.16', '3.11'], ['1.14', '3.10']],
}; // prettier-ignore

/** Compares versions of plain numbers; undefined when either has more than numbers. */
export function compareVersions(a: string, b: string): number | undefined {
    if (![a, b].every((version) => /^\d+(\.\d+)*$/.test(version))) {
        return undefined;
    }
    const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
    for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
        const difference = (left[at] ?? 0) - (right[at] ?? 0);
        if (difference !== 0) {
            return difference;
        }
    }
    return 0;
}
