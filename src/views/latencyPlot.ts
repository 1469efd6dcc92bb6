import { say } from './say';

/** One series of a small bar plot: heights are 0..1 of the highest value of all series. */
export interface LatencySeries {
    readonly label: string;
    readonly bars: readonly { readonly height: number; readonly title: string }[];
    readonly summary: string;
}

export interface LatencyPlot {
    readonly maxMs: number;
    readonly series: readonly LatencySeries[];
}

/** Undefined when nothing was measured. */
export function latencyPlot(
    measured: readonly { readonly label: string; readonly valuesMs: readonly number[] }[],
): LatencyPlot | undefined {
    const series = measured.filter((one) => one.valuesMs.length > 0);
    const maxMs = Math.max(0, ...series.flatMap((one) => one.valuesMs));
    if (series.length === 0) {
        return undefined;
    }
    return {
        maxMs,
        series: series.map(({ label, valuesMs }) => ({
            label,
            bars: valuesMs.map((ms) => ({ height: maxMs === 0 ? 0 : ms / maxMs, title: `${Math.round(ms)} ms` })),
            summary: say(
                '{0} ms on average, {1} to {2} ms',
                ...[valuesMs.reduce((sum, ms) => sum + ms, 0) / valuesMs.length, Math.min(...valuesMs), Math.max(...valuesMs)].map((ms) =>
                    String(Math.round(ms)),
                ),
            ),
        })),
    };
}
