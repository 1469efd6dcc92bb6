import type { CpuScale } from './resources';

/** Reads `1-5 70/30`: from 1 to 5 instances, one more above 70 % of the CPU, one less below 30 %. Undefined when it is no such rule, or one that would flap. */
export function readCpuScale(text: string | undefined): CpuScale | undefined {
    const found = /^([1-9]\d{0,2})-([1-9]\d{0,2}) ([1-9]\d?)\/([1-9]\d?)$/.exec(text?.trim() ?? '');
    const [min = 0, max = 0, outPercent = 0, inPercent = 0] = (found ?? []).slice(1).map(Number);
    // An instance more must not bring the load of each below the line at which one is taken away again.
    return found !== null && min < max && inPercent <= outPercent / 2 ? { min, max, outPercent, inPercent } : undefined;
}

/** What `readCpuScale` reads. */
export function cpuScaleText({ min, max, outPercent, inPercent }: CpuScale): string {
    return `${min.toString()}-${max.toString()} ${outPercent.toString()}/${inPercent.toString()}`;
}

/** `Microsoft.Insights/autoscaleSettings` as Azure Monitor takes it: the mean of ten minutes decides, and an instance goes more slowly than it comes. `plan` is the plan's id. */
export function autoscaleProperties<Plan>(plan: Plan, { min, max, outPercent, inPercent }: CpuScale) {
    const rule = (operator: 'GreaterThan' | 'LessThan', threshold: number, direction: 'Increase' | 'Decrease', cooldown: string) => ({
        metricTrigger: {
            metricName: 'CpuPercentage',
            metricResourceUri: plan,
            timeGrain: 'PT1M',
            statistic: 'Average',
            timeWindow: 'PT10M',
            timeAggregation: 'Average',
            operator,
            threshold,
        },
        scaleAction: { direction, type: 'ChangeCount', value: '1', cooldown },
    });
    return {
        enabled: true,
        targetResourceUri: plan,
        profiles: [
            {
                name: 'CPU',
                capacity: { minimum: min.toString(), maximum: max.toString(), default: min.toString() },
                rules: [rule('GreaterThan', outPercent, 'Increase', 'PT5M'), rule('LessThan', inPercent, 'Decrease', 'PT10M')],
            },
        ],
    };
}
