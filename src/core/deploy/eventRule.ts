import { redact, redactValue } from '../../base/redact';
import { looksSecret } from './looksSecret';

/**
 * What starts a job by itself: a scaler of KEDA, such as `azure-queue`, with its metadata. A parameter that is a secret names a setting of the job, whose
 * value the scaler is given; no value of a secret is in it.
 */
export interface EventRule {
    readonly type: string;
    readonly metadata: Readonly<Record<string, string>>;
    readonly secrets: readonly { readonly parameter: string; readonly setting: string }[];
}

/** Reads `azure-queue accountName=shop queueName=orders connection=@STORAGE_CONNECTION_STRING`; undefined when it is no rule, or tells a secret to everybody. */
export function readEventRule(text: string): EventRule | undefined {
    const [type = '', ...words] = text.trim().split(/\s+/);
    const pairs = words.map((word) => /^([A-Za-z][\w.]*)=(.+)$/.exec(word)?.slice(1));
    const given = pairs.filter((pair): pair is [string, string] => pair?.length === 2);
    if (!/^[a-z][a-z0-9-]*$/i.test(type) || words.length === 0 || given.length < words.length) {
        return undefined;
    }
    const secrets = given.flatMap(([parameter, value]) => (value.startsWith('@') ? [{ parameter, setting: value.slice(1) }] : []));
    const metadata = Object.fromEntries(given.filter(([, value]) => !value.startsWith('@')));
    // What Azure keeps as a secret of the job are the settings whose names say so.
    return secrets.some(({ setting }) => !/^[A-Za-z_]\w*$/.test(setting) || !looksSecret(setting)) ||
        Object.entries(metadata).some(([name, value]) => isSecretInClear(name, value))
        ? undefined
        : { type, metadata, secrets };
}

/** Metadata is read by everybody who sees the job. */
function isSecretInClear(name: string, value: string): boolean {
    // `passwordFromEnv` names a variable, and Kafka's `sasl` a way of signing in.
    const shown = /FromEnv$|^sasl$/.test(name) ? redact(value) : redactValue(name, value);
    return shown !== value;
}

/** What `readEventRule` reads. */
export function eventRuleText({ type, metadata, secrets }: EventRule): string {
    return [
        type,
        ...Object.entries(metadata).map(([name, value]) => `${name}=${value}`),
        ...secrets.map(({ parameter, setting }) => `${parameter}=@${setting}`),
    ].join(' ');
}

export function sameEvents(one: EventRule, other: EventRule | 'other' | undefined): boolean {
    const parts = (rule: EventRule) => eventRuleText(rule).split(' ').sort().join(' ');
    return typeof other === 'object' && parts(one) === parts(other);
}

/** When a job starts: by a clock, by events, or by hand alone. */
interface JobStart {
    /** A cron expression in UTC. */
    readonly schedule: string | undefined;
    readonly events: EventRule | undefined;
}

/** How many replicas of a job run at a time in each execution, and how many of them have to end well. */
export interface RunScale {
    readonly parallelism: number;
    readonly replicaCompletionCount: number;
}

/** The same of a job that events start, and how many executions they start. */
export interface EventScale extends RunScale {
    readonly minExecutions: number;
    readonly maxExecutions: number;
    /** In seconds. */
    readonly pollingInterval: number;
}

/** Azure's own bounds are 0 and 100: a first burst of events is not to start a hundred containers that somebody pays for. */
const freshScale: EventScale = { parallelism: 1, replicaCompletionCount: 1, minExecutions: 0, maxExecutions: 10, pollingInterval: 30 };

/**
 * The part of a job's configuration that says when it starts, as Azure takes it. `secretName` names the secret that holds a setting; `scale` is what a job that
 * is there has.
 */
export function jobTrigger(
    { schedule = '', events }: JobStart,
    secretName: (setting: string) => string,
    scale: RunScale & Partial<EventScale> = freshScale,
) {
    const { parallelism, replicaCompletionCount, ...bounds } = { ...freshScale, ...scale };
    const replicas = { parallelism, replicaCompletionCount };
    if (events !== undefined) {
        const { type, metadata, secrets } = events;
        const auth = secrets.map(({ parameter, setting }) => ({ secretRef: secretName(setting), triggerParameter: parameter }));
        return {
            triggerType: 'Event',
            eventTriggerConfig: {
                ...replicas,
                scale: { ...bounds, rules: [{ name: type, type, metadata, auth }] },
            },
        };
    }
    return schedule === ''
        ? { triggerType: 'Manual', manualTriggerConfig: replicas }
        : { triggerType: 'Schedule', scheduleTriggerConfig: { ...replicas, cronExpression: schedule } };
}

/**
 * When the job is to start: as was asked for, else as it does. `schedule` is '' for by hand; both are undefined where nothing changes.
 */
export function askedStart(
    { schedule, events }: { readonly schedule?: string; readonly events?: string },
    existing: { readonly schedule: string | undefined; readonly events?: EventRule | 'other' | undefined } | undefined,
): JobStart {
    const rule = events === undefined ? undefined : readEventRule(events);
    if (rule !== undefined) {
        return { schedule: undefined, events: rule };
    }
    const cron = schedule?.trim();
    if (cron !== undefined && cron !== '') {
        return { schedule: cron, events: undefined };
    }
    const leaves = (cron === '' && existing?.schedule !== undefined) || (events?.trim() === '' && existing?.events !== undefined);
    return { schedule: existing === undefined || leaves ? '' : undefined, events: undefined };
}
