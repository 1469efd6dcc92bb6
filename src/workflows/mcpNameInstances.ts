import { pause, type Operation } from '../base/operation';
import type { ScaleFacts } from '../core/mcp/judgeScale';
import type { Insights } from '../ports/azure';

export interface NameInstances {
    readonly insights: Pick<Insights, 'instancesOf'>;
    /** The resource id of the app that was called. */
    readonly site: string;
    readonly appId: string;
    /** Between two looks; 5 s unless given. */
    readonly pollMs?: number;
    /** How late Application Insights may be; 5 minutes unless given. */
    readonly limitMs?: number;
}

/** Where it samples, some of the calls never arrive: no more of them this many looks in a row are all. */
const sameLooks = 4;

/** One query's worth: the shares of instances are as plain from so many, and a long check makes far more. */
const mostAsked = 400;

/** Asks Application Insights which instance answered each call, or a sample of many, until it knows all of them, no more of them come, or it is too late. Throws what asking throws. */
export async function mcpNameInstances(
    op: Operation,
    facts: ScaleFacts,
    { insights, site, appId, pollMs = 5_000, limitMs = 300_000 }: NameInstances,
    onKnown: (known: number, asked: number) => void,
): Promise<ScaleFacts> {
    const answered = facts.calls.filter(({ failureCode }) => failureCode === undefined).flatMap(({ traceId }) => traceId ?? []);
    // Trace ids are random: the first in their order are a fair sample. Every fourth call is not, where a balancer goes round four instances.
    const asked = answered.sort().slice(0, mostAsked);
    const endedMs = facts.calls.reduce((latest, { startedMs, durationMs }) => Math.max(latest, startedMs + durationMs), 0);
    const known = new Map<string, string>();
    for (let same = 0; ;) {
        const before = known.size;
        const missing = asked.filter((id) => !known.has(id));
        (await insights.instancesOf(op, site, appId, missing)).forEach((instance, id) => known.set(id, instance));
        onKnown(known.size, asked.length);
        same = known.size > 0 && known.size === before ? same + 1 : 0;
        const delayMs = Date.now() - endedMs;
        if (known.size >= asked.length || same === sameLooks || delayMs > limitMs) {
            return named(facts, known, { known: known.size, asked: asked.length, delayMs });
        }
        await pause(op, pollMs);
    }
}

function named(facts: ScaleFacts, known: ReadonlyMap<string, string>, insights: NonNullable<ScaleFacts['insights']>): ScaleFacts {
    const calls = facts.calls.map((call) => {
        const instance = call.instance ?? known.get(call.traceId ?? '');
        return instance === undefined ? call : { ...call, instance };
    });
    return { ...facts, calls, insights };
}
