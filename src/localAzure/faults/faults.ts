import { empty, json, type Answer } from '../http/answer';
import { jsonBody, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { disturbance } from '../arm/disturbance';
import { numberField } from '../json';
import type { World } from '../world';
import { isFor, readFault, type Fault } from './fault';
import { endedByClock, faultAnswer, notYetThere } from './faultAnswer';

type Raw = Omit<Exchange, 'params' | 'caller'>;

/** Faults on demand. What they answer is marked as injected, and recordings leave it out. */
export interface Faults {
    /** `POST`, `GET` and `DELETE /slipway/local/faults`. */
    readonly routes: readonly Route[];
    /** Answers a request, or lets it be answered and spoils it. */
    around(raw: Raw, proceed: () => Promise<Answer>): Promise<Answer>;
}

interface Standing {
    readonly id: number;
    readonly fault: Fault;
    matched: number;
    hits: number;
}

export function createFaults(world: World): Faults {
    let standing: Standing[] = [];
    let made = 0;
    /** Paths whose latest write is not seen by reads before that time. */
    const hidden = new Map<string, number>();

    function next(raw: Raw): Fault | undefined {
        for (const one of standing) {
            if (one.hits < one.fault.count && isFor(one.fault, raw)) {
                one.matched++;
                if (one.matched > one.fault.after) {
                    one.hits++;
                    return one.fault;
                }
            }
        }
        return undefined;
    }

    async function around(raw: Raw, proceed: () => Promise<Answer>): Promise<Answer> {
        if (standing.length === 0) {
            return proceed();
        }
        const path = raw.url.pathname.toLowerCase();
        if (raw.method === 'GET' && (hidden.get(path) ?? 0) > world.nowMs()) {
            return injected(notYetThere(raw));
        }
        const fault = next(raw);
        if (fault === undefined) {
            return proceed();
        }
        const instead = faultAnswer(world, fault, raw);
        if (instead !== undefined) {
            return injected(instead);
        }
        switch (fault.kind) {
            case 'resetBefore':
                return { ...injected(empty(500)), cut: 'reset' };
            case 'resetAfter':
                return { ...injected(await proceed()), cut: 'reset' };
            case 'truncatedBody':
                return { ...injected(await proceed()), cut: 'truncated' };
            case 'slow':
                await pause(fault.durationMs, raw.signal);
                return raw.signal.aborted ? { ...injected(empty(500)), cut: 'reset' } : proceed();
            case 'stuckOperation':
                return injected(await disturbance.run({ kind: 'stuck' }, proceed));
            case 'failedOperation':
                return injected(await disturbance.run({ kind: 'failed', code: fault.code, message: fault.message }, proceed));
            case 'eventualConsistency': {
                const answer = await proceed();
                if (answer.status < 300) {
                    hidden.set(path, world.nowMs() + fault.durationMs);
                }
                return answer;
            }
            case 'clockSkew':
                return injected(await skewed(raw, fault.seconds * 1000, proceed));
            default:
                return proceed();
        }
    }

    /** Azure's clock is ahead: its Date says so, and tokens end earlier. */
    async function skewed(raw: Raw, aheadMs: number, proceed: () => Promise<Answer>): Promise<Answer> {
        const token = /^Bearer\s+(\S.*)$/i.exec(raw.headers.authorization ?? '')?.[1];
        const expiresMs = (numberField(token === undefined ? undefined : world.tokens.verify(token), 'exp') ?? Infinity) * 1000;
        const answer = expiresMs <= world.nowMs() + aheadMs ? endedByClock(world, expiresMs, aheadMs) : await proceed();
        return { ...answer, headers: { ...answer.headers, date: new Date(world.nowMs() + aheadMs).toUTCString() } };
    }

    const path = '/slipway/local/faults';
    return {
        around,
        routes: [
            {
                method: 'POST',
                path,
                handle: (exchange) => {
                    const fault = readFault(jsonBody(exchange));
                    if (typeof fault === 'string') {
                        return json(400, { error: { code: 'InvalidFault', message: fault } });
                    }
                    const id = ++made;
                    standing.push({ id, fault, matched: 0, hits: 0 });
                    return json(201, { id });
                },
            },
            {
                method: 'GET',
                path,
                handle: () =>
                    json(200, {
                        value: standing.map(({ id, fault, hits }) => ({
                            id,
                            kind: fault.kind,
                            path: fault.path,
                            count: fault.count,
                            hits,
                        })),
                    }),
            },
            {
                method: 'DELETE',
                path,
                handle: () => {
                    standing = [];
                    hidden.clear();
                    return empty(204);
                },
            },
        ],
    };
}

function injected(answer: Answer): Answer {
    return { ...answer, injected: true };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        const stop = () => {
            clearTimeout(timer);
            resolve();
        };
        signal.addEventListener('abort', stop, { once: true });
    });
}
