import { containerAppRules } from './rules/containers';

// The parts of a container app's template that plans let one choose, as Azure takes them: for creating, updating and exporting alike.

/** When another replica is added: for so many requests at a time, or at so many percent of the CPU or the memory. */
export interface ScaleRule {
    readonly kind: 'http' | 'cpu' | 'memory';
    readonly value: number;
}

/** `none`: Azure's own look at the port; `ready`: start-up on the port and readiness at the path; `live`: liveness at the path as well. */
export type ProbeSet = (typeof probeSets)[number];
export const probeSets = ['ready', 'live', 'none'] as const;

type Values<Value> = Readonly<Record<string, Value>>;
/** One rule or probe: fields, with fields of their own below. */
export type TemplatePart = Values<string | number | Values<string | number | Values<string | number>>>;

export const defaultScaleRule: ScaleRule = { kind: 'http', value: 50 };

export function scaleRuleText({ kind, value }: ScaleRule): string {
    return `${kind} ${value.toString()}`;
}

export function sameRule(one: ScaleRule, other: ScaleRule | 'other' | undefined): boolean {
    return typeof other === 'object' && other.kind === one.kind && other.value === one.value;
}

/** Reads `http 50`, `cpu 70` or `memory 80`; undefined when it is no rule. */
export function readScaleRule(text: string): ScaleRule | undefined {
    const match = /^\s*(http|cpu|memory)\s+(\d{1,4})\s*(?:%\s*)?$/i.exec(text);
    const value = Number(match?.[2]);
    const kind = match?.[1]?.toLowerCase() as ScaleRule['kind'] | undefined;
    return kind === undefined || value < 1 || (kind !== 'http' && value > 100) ? undefined : { kind, value };
}

export function readProbeSet(text: string | undefined): ProbeSet | undefined {
    return probeSets.find((name) => name === text);
}

export function scaleRules({ kind, value }: ScaleRule): readonly TemplatePart[] {
    return [
        kind === 'http'
            ? { name: 'http', http: { metadata: { concurrentRequests: value.toString() } } }
            : { name: kind, custom: { type: kind, metadata: { type: 'Utilization', value: value.toString() } } },
    ];
}

/** The rule that these come to: undefined when there is none, `other` when it is not one of ours. */
export function scaleRuleOf(
    rules: readonly {
        readonly http?: { readonly metadata?: Readonly<Record<string, string>> | null | undefined } | null | undefined;
        readonly custom?:
            | { readonly type?: string | null | undefined; readonly metadata?: Readonly<Record<string, string>> | null | undefined }
            | null
            | undefined;
    }[],
): ScaleRule | 'other' | undefined {
    const [rule, ...more] = rules;
    if (rule === undefined) {
        return undefined;
    }
    const text = rule.http
        ? `http ${rule.http.metadata?.concurrentRequests ?? ''}`
        : `${rule.custom?.type ?? ''} ${rule.custom?.metadata?.value ?? ''}`;
    return more.length > 0 ? 'other' : (readScaleRule(text) ?? 'other');
}

/** Without a path only the port is asked: a probe counts any answer of 400 or more as a failure. */
export function containerProbes(set: ProbeSet, port: number, path: string | undefined): readonly TemplatePart[] {
    if (set === 'none') {
        return [];
    }
    const asked = { ...(path === undefined ? { tcpSocket: { port } } : { httpGet: { path, port } }), periodSeconds: 10 };
    return [
        { type: 'Startup', tcpSocket: { port }, ...containerAppRules.startupProbe },
        { type: 'Readiness', ...asked, failureThreshold: 6 },
        // A slow moment is no reason to start an app anew: it gets longer than the readiness that only takes it out of the traffic.
        ...(set === 'live' ? [{ type: 'Liveness', ...asked, timeoutSeconds: 5, failureThreshold: 12 }] : []),
    ];
}

/** Which of the sets these probes are, whatever their port, path and patience; `other` when they are none. */
export function probeSetOf(probes: readonly { readonly type?: string | null | undefined }[]): ProbeSet | 'other' {
    const types = probes
        .map(({ type }) => (type ?? '').toLowerCase())
        .sort()
        .join(' ');
    return types === '' ? 'none' : types === 'readiness startup' ? 'ready' : types === 'liveness readiness startup' ? 'live' : 'other';
}
