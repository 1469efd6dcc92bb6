/**
 * The day of the table: "ended" is measured against it, and rules and hovers name it, since it ages. The dates were compared on that day with stored
 * copies, not with live pages, each copy of the age that stands at its family; `sizesMb` and `advised` are from general knowledge, unchecked.
 */
export const baseImagesAsOf = '2026-11-22';

export interface ReleaseFacts {
    /** First release, `YYYY-MM-DD`. */
    readonly released: string;
    /** The day after which no security fixes come. */
    readonly supportEnds: string;
}

export interface ImageFamily {
    readonly title: string;
    /** By version, the way the tag begins, such as `3.12`. */
    readonly releases: Readonly<Record<string, ReleaseFacts>>;
    /** The version to name in a fix. */
    readonly advised: string;
    /** Rough sizes on disk in MB, by the tag's variant; `` is the plain tag. */
    readonly sizesMb?: Readonly<Record<string, number>>;
    /** The number of version parts that a release has. */
    readonly parts: 1 | 2;
    /** Where current dates are found. */
    readonly source: string;
}

const release = (released: string, supportEnds: string): ReleaseFacts => ({ released, supportEnds });

/** By repository on Docker Hub (without `library/`) or, with its host, elsewhere. */
export const imageFamilies: Readonly<Record<string, ImageFamily>> = {
    // endoflife.date in August 2026 and the devguide's release cycle, from 3.6 on; 2.7 unchecked.
    python: {
        title: 'Python',
        advised: '3.13',
        parts: 2,
        source: 'https://devguide.python.org/versions/',
        sizesMb: { '': 1020, slim: 125, alpine: 50 },
        releases: {
            '2.7': release('2010-07-03', '2020-01-01'),
            '3.6': release('2016-12-23', '2021-12-23'),
            '3.7': release('2018-06-27', '2023-06-27'),
            '3.8': release('2019-10-14', '2024-10-07'),
            '3.9': release('2020-10-05', '2025-10-31'),
            '3.10': release('2021-10-04', '2026-10-31'),
            '3.11': release('2022-10-24', '2027-10-31'),
            '3.12': release('2023-10-02', '2028-10-31'),
            '3.13': release('2024-10-07', '2029-10-31'),
            '3.14': release('2025-10-07', '2030-10-31'),
        },
    },
    // The npm package node-releases 2.0.65, which is made from the release schedule of nodejs/Release.
    node: {
        title: 'Node.js',
        advised: '24',
        parts: 1,
        source: 'https://nodejs.org/en/about/previous-releases',
        sizesMb: { '': 1100, slim: 230, alpine: 160 },
        releases: {
            12: release('2019-04-23', '2022-04-30'),
            14: release('2020-04-21', '2023-04-30'),
            15: release('2020-10-20', '2021-06-01'),
            16: release('2021-04-20', '2023-09-11'),
            17: release('2021-10-19', '2022-06-01'),
            18: release('2022-04-19', '2025-04-30'),
            19: release('2022-10-18', '2023-06-01'),
            20: release('2023-04-18', '2026-04-30'),
            21: release('2023-10-17', '2024-06-01'),
            22: release('2024-04-24', '2027-04-30'),
            23: release('2024-10-16', '2025-06-01'),
            24: release('2025-05-06', '2028-04-30'),
            25: release('2025-10-15', '2026-06-01'),
            26: release('2026-05-05', '2029-04-30'),
        },
    },
    // Security support with LTS: endoflife.date in the middle of 2025, where 9 and 12 differ by days; 13 by two public lists of 2025.
    debian: {
        title: 'Debian (with long-term support)',
        advised: '13',
        parts: 1,
        source: 'https://wiki.debian.org/LTS',
        sizesMb: { '': 120, slim: 75 },
        releases: {
            9: release('2017-06-17', '2022-06-30'),
            10: release('2019-07-06', '2024-06-30'),
            11: release('2021-08-14', '2026-08-31'),
            12: release('2023-06-10', '2028-06-30'),
            13: release('2025-08-09', '2030-06-30'),
        },
    },
    // Standard support: endoflife.date in spring 2026; 16.04 and 22.04 end there within the same month.
    ubuntu: {
        title: 'Ubuntu',
        advised: '24.04',
        parts: 2,
        source: 'https://ubuntu.com/about/release-cycle',
        sizesMb: { '': 78 },
        releases: {
            '16.04': release('2016-04-21', '2021-04-30'),
            '18.04': release('2018-04-26', '2023-05-31'),
            '20.04': release('2020-04-23', '2025-05-31'),
            '22.04': release('2022-04-21', '2027-04-30'),
            '24.04': release('2024-04-25', '2029-05-31'),
            '26.04': release('2026-04-23', '2031-04-30'),
        },
    },
    // endoflife.date in early 2026.
    alpine: {
        title: 'Alpine',
        advised: '3.22',
        parts: 2,
        source: 'https://alpinelinux.org/releases/',
        sizesMb: { '': 8 },
        releases: {
            '3.17': release('2022-11-22', '2024-11-22'),
            '3.18': release('2023-05-09', '2025-05-09'),
            '3.19': release('2023-12-07', '2025-11-01'),
            '3.20': release('2024-05-22', '2026-04-01'),
            '3.21': release('2024-12-05', '2026-11-01'),
            '3.22': release('2025-05-30', '2027-05-01'),
            '3.23': release('2025-12-04', '2027-11-01'),
        },
    },
    // endoflife.date in January 2026.
    ruby: {
        title: 'Ruby',
        advised: '3.4',
        parts: 2,
        source: 'https://www.ruby-lang.org/en/downloads/branches/',
        releases: {
            '3.0': release('2020-12-25', '2024-04-23'),
            '3.1': release('2021-12-25', '2025-03-31'),
            '3.2': release('2022-12-25', '2026-03-31'),
            '3.3': release('2023-12-25', '2027-03-31'),
            '3.4': release('2024-12-24', '2028-03-31'),
            '4.0': release('2025-12-25', '2029-03-31'),
        },
    },
    // endoflife.date in February 2026.
    php: {
        title: 'PHP',
        advised: '8.4',
        parts: 2,
        source: 'https://www.php.net/supported-versions.php',
        releases: {
            '7.4': release('2019-11-28', '2022-11-28'),
            '8.0': release('2020-11-26', '2023-11-26'),
            '8.1': release('2021-11-25', '2025-12-31'),
            '8.2': release('2022-12-08', '2026-12-31'),
            '8.3': release('2023-11-23', '2027-12-31'),
            '8.4': release('2024-11-21', '2028-12-31'),
            '8.5': release('2025-11-20', '2029-12-31'),
        },
    },
    // endoflife.date in February 2026.
    'mcr.microsoft.com/dotnet/aspnet': {
        title: '.NET',
        advised: '10.0',
        parts: 2,
        source: 'https://dotnet.microsoft.com/platform/support/policy/dotnet-core',
        releases: {
            '6.0': release('2021-11-08', '2024-11-12'),
            '7.0': release('2022-11-08', '2024-05-14'),
            '8.0': release('2023-11-14', '2026-11-10'),
            '9.0': release('2024-11-12', '2026-11-10'),
            '10.0': release('2025-11-11', '2028-11-14'),
        },
    },
};

/** Debian's names in tags, with their number. */
export const debianNames: Readonly<Record<string, string>> = { stretch: '9', buster: '10', bullseye: '11', bookworm: '12', trixie: '13' };
