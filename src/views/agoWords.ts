const units: readonly (readonly [name: string, ms: number])[] = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
];

/** How long ago, in one unit: `just now`, `3 minutes ago`. `ms` below zero (clock skew) counts as now. */
export function agoWords(ms: number): string {
    for (const [name, length] of units) {
        const count = Math.floor(ms / length);
        if (count >= 1) {
            return `${count} ${name}${count === 1 ? '' : 's'} ago`;
        }
    }
    return 'just now';
}
