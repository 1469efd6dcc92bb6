import { say } from './say';

const units: readonly (readonly [lengthMs: number, one: () => string, many: (count: string) => string])[] = [
    [86_400_000, () => say('1 day ago'), (count) => say('{0} days ago', count)],
    [3_600_000, () => say('1 hour ago'), (count) => say('{0} hours ago', count)],
    [60_000, () => say('1 minute ago'), (count) => say('{0} minutes ago', count)],
];

/** How long ago, in one unit: `just now`, `3 minutes ago`. `ms` below zero (clock skew) counts as now. */
export function agoWords(ms: number): string {
    for (const [length, one, many] of units) {
        const count = Math.floor(ms / length);
        if (count >= 1) {
            return count === 1 ? one() : many(count.toString());
        }
    }
    return say('just now');
}
