/** One call of the scale check. */
export interface ScaleCall {
    /** `fresh`: a new connection without cookies. `kept`: one connection that answers cookies, as a browser or a gateway does. */
    readonly leg: 'fresh' | 'kept';
    readonly durationMs: number;
    readonly startedMs: number;
    readonly instance?: string;
    /** W3C trace id: what knows of requests by it may tell the instance later. */
    readonly traceId?: string;
    /** Set when the call failed. */
    readonly failureCode?: string;
}

export interface ScaleFacts {
    readonly calls: readonly ScaleCall[];
    readonly affinityCookies: readonly string[];
    readonly lostSessions: number;
    /** What the target says it runs, when it was asked. */
    readonly expectedInstances?: number;
    /** Set when Application Insights was asked for the instances. */
    readonly insights?: InsightsAnswer;
}

/** How many calls Application Insights knew, of those that it was asked for, and how long after the last of them. */
export interface InsightsAnswer {
    readonly known: number;
    readonly asked: number;
    readonly delayMs: number;
}

export interface InstanceShare {
    readonly instance: string;
    readonly calls: number;
    /** 0..1 of the calls whose instance is known. */
    readonly share: number;
    readonly p50Ms: number;
    readonly p90Ms: number;
    readonly p99Ms: number;
}

export type ScaleVerdict =
    'spread' | 'pinned-by-affinity' | 'one-instance' | 'one-of-several' | 'uneven' | 'session-bound' | 'failing' | 'instances-unknown';

export interface ScaleReport {
    readonly verdict: ScaleVerdict;
    readonly calls: number;
    readonly failed: number;
    /** `firstMs` and `lastMs`: when the first and the last of these calls began, after the first call of all. */
    readonly failures: readonly { readonly code: string; readonly count: number; readonly firstMs: number; readonly lastMs: number }[];
    readonly fresh: readonly InstanceShare[];
    readonly kept: readonly InstanceShare[];
    readonly affinityCookies: readonly string[];
    readonly lostSessions: number;
    readonly insights?: InsightsAnswer;
    /** What would make it better; the shell has a button for each. */
    readonly fixes: readonly ScaleFix[];
}

export type ScaleFix = 'turn-off-affinity' | 'add-instances' | 'use-explicit-handles' | 'add-whoami-tool' | 'open-log';

const fixesOf: Readonly<Record<ScaleVerdict, readonly ScaleFix[]>> = {
    spread: [],
    'pinned-by-affinity': ['turn-off-affinity'],
    'one-instance': ['add-instances'],
    'one-of-several': ['turn-off-affinity', 'open-log'],
    uneven: ['open-log'],
    'session-bound': ['use-explicit-handles'],
    failing: ['open-log'],
    'instances-unknown': ['add-whoami-tool'],
};

/** Says what the calls show about the load balancer, and what to change. */
export function judgeScale(facts: ScaleFacts): ScaleReport {
    const { calls, affinityCookies, lostSessions } = facts;
    const failures = failuresOf(calls);
    const failed = failures.reduce((sum, { count }) => sum + count, 0);
    const fresh = shares(calls.filter(({ leg }) => leg === 'fresh'));
    const kept = shares(calls.filter(({ leg }) => leg === 'kept'));
    const verdict = decide(facts, fresh, kept, failed);
    return {
        verdict,
        calls: calls.length,
        failed,
        failures,
        fresh,
        kept,
        affinityCookies,
        lostSessions,
        ...(facts.insights !== undefined && { insights: facts.insights }),
        // A cookie that pins is worth removing even where this check's other clients were spread.
        fixes: [...new Set([...fixesOf[verdict], ...(affinityCookies.length > 0 ? (['turn-off-affinity'] as const) : [])])],
    };
}

function failuresOf(calls: readonly ScaleCall[]): ScaleReport['failures'] {
    const beganMs = calls.reduce((least, { startedMs }) => Math.min(least, startedMs), Infinity);
    const seen = new Map<string, { readonly count: number; readonly firstMs: number; readonly lastMs: number }>();
    for (const { failureCode, startedMs } of calls) {
        if (failureCode !== undefined) {
            const atMs = startedMs - beganMs;
            const { count, firstMs, lastMs } = seen.get(failureCode) ?? { count: 0, firstMs: atMs, lastMs: atMs };
            seen.set(failureCode, { count: count + 1, firstMs: Math.min(firstMs, atMs), lastMs: Math.max(lastMs, atMs) });
        }
    }
    return [...seen].map(([code, times]) => ({ code, ...times }));
}

function decide(facts: ScaleFacts, fresh: readonly InstanceShare[], kept: readonly InstanceShare[], failed: number): ScaleVerdict {
    const known = new Set([...fresh, ...kept].map(({ instance }) => instance)).size;
    if (facts.calls.length === 0 || failed > facts.calls.length / 20) {
        return facts.lostSessions > 0 ? 'session-bound' : 'failing';
    }
    if (facts.lostSessions > 0) {
        return 'session-bound';
    }
    if (known === 0) {
        return 'instances-unknown';
    }
    if (facts.affinityCookies.length > 0 && kept.length === 1 && (fresh.length > 1 || (facts.expectedInstances ?? 1) > 1)) {
        return 'pinned-by-affinity';
    }
    if (known === 1) {
        return (facts.expectedInstances ?? 1) > 1 ? 'one-of-several' : 'one-instance';
    }
    return isUneven(fresh) ? 'uneven' : 'spread';
}

function shares(calls: readonly ScaleCall[]): readonly InstanceShare[] {
    const byInstance = new Map<string, number[]>();
    for (const { instance, durationMs, failureCode } of calls) {
        if (instance !== undefined && failureCode === undefined) {
            const durations = byInstance.get(instance) ?? [];
            durations.push(durationMs);
            byInstance.set(instance, durations);
        }
    }
    const total = [...byInstance.values()].reduce((sum, { length }) => sum + length, 0);
    return [...byInstance]
        .map(([instance, durations]) => {
            const sorted = [...durations].sort((a, b) => a - b);
            return {
                instance,
                calls: sorted.length,
                share: sorted.length / total,
                p50Ms: percentile(sorted, 0.5),
                p90Ms: percentile(sorted, 0.9),
                p99Ms: percentile(sorted, 0.99),
            };
        })
        .sort((a, b) => b.calls - a.calls || a.instance.localeCompare(b.instance));
}

/** The nearest rank; `sorted` ascending and not empty. */
export function percentile(sorted: readonly number[], fraction: number): number {
    return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? 0;
}

/** Chi-square, p = 0.001, by degrees of freedom: balanced traffic is called uneven once in a thousand checks. */
const critical = [10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32, 26.12, 27.88, 29.59, 31.26, 32.91, 34.53, 36.12, 37.7];

function isUneven(instances: readonly InstanceShare[]): boolean {
    if (instances.length < 2) {
        return false;
    }
    const total = instances.reduce((sum, { calls }) => sum + calls, 0);
    const expected = total / instances.length;
    const statistic = instances.reduce((sum, { calls }) => sum + (calls - expected) ** 2 / expected, 0);
    return statistic > (critical[instances.length - 2] ?? 3 * instances.length);
}
