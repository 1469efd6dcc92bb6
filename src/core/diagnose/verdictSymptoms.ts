import type { Probes, RequestOutcome } from './verdictProbes';

/** Red is a server's failure or no answer; a refusal (4xx) is an answer, and says nothing about health. */
export function isRed(outcome: RequestOutcome): boolean {
    return outcome.status === 0 || outcome.status >= 500;
}

/** What answered well enough to prove something: neither a failure nor a refusal. */
export function isGreen(outcome: RequestOutcome): boolean {
    return outcome.status > 0 && outcome.status < 400;
}

export interface Symptoms {
    readonly outsideRed: boolean;
    readonly outsideGreen: boolean;
    readonly insideRed: boolean;
    /** Every request that was made inside was answered well. */
    readonly insideGreen: boolean;
    /** More than the health path was asked inside, and was answered well. */
    readonly proven: boolean;
    /** A request that a person called failing was refused (4xx): an answer, but not as it should be. */
    readonly refused: boolean;
    /** Asked by the same request, the app answers well inside, and something says outside that it is not there. */
    readonly differs: boolean;
    /** The app does not listen at the address by which it was asked inside: that it did not answer there says nothing while visitors get through. */
    readonly insideVoid: boolean;
    /** The app itself answered something, be it a failure: it runs. */
    readonly alive: boolean;
    /** The texts in which a failing app may have said why: bodies of red answers first, then log lines, newest last. */
    readonly bodies: readonly { readonly check: 'local' | 'outside'; readonly text: string }[];
    readonly logs: readonly string[];
}

/** Neither found nor understood: not a refusal, which access restrictions and sign-in in front of the app answer. */
function isMissing(outcome: RequestOutcome | undefined): boolean {
    return outcome !== undefined && [400, 404, 405, 410].includes(outcome.status);
}

/** Inside it is asked at 127.0.0.1. */
function listensElsewhere({ listeners = [], appPort, insideSix }: Probes): boolean {
    const own = listeners.filter(({ port }) => port === appPort);
    return (insideSix?.status ?? 0) > 0 || (own.length > 0 && own.every(({ scope }) => scope === 'one'));
}

/** What is wrong, before anything is said about why. */
export function readSymptoms(probes: Probes): Symptoms {
    const outside = probes.requests.flatMap((request) => (request.outside === undefined ? [] : [request.outside]));
    const all = probes.requests.flatMap((request) => (request.inside === undefined ? [] : [request.inside]));
    const insideVoid = outside.some(isGreen) && all.every(({ status }) => status === 0) && listensElsewhere(probes);
    const inside = insideVoid ? [] : all;
    const insideRed = inside.some(isRed);
    const refused = (outcome: RequestOutcome | undefined) => outcome !== undefined && outcome.status >= 400 && outcome.status < 500;
    const named = probes.requests.slice(1);
    return {
        outsideRed: outside.some(isRed),
        outsideGreen: outside.length > 0 && !outside.some(isRed),
        insideRed,
        insideGreen: inside.length > 0 && !insideRed,
        proven: named.some((request) => request.inside !== undefined && isGreen(request.inside)) && !insideRed,
        refused: named.some((request) => refused(request.inside) || refused(request.outside)),
        differs: probes.requests.some((request) => request.inside !== undefined && isGreen(request.inside) && isMissing(request.outside)),
        insideVoid,
        // Bad gateway and the like are what a server in front of the app says when the app does not answer.
        alive: outside.some(isGreen) || inside.some(({ status }) => status > 0 && (status < 502 || status > 504)),
        bodies: (['inside', 'outside'] as const).flatMap((side) =>
            probes.requests.flatMap((request, n) => {
                const outcome = request[side];
                return outcome !== undefined && (isRed(outcome) || (n > 0 && refused(outcome))) && !(insideVoid && side === 'inside')
                    ? [{ check: side === 'inside' ? ('local' as const) : ('outside' as const), text: outcome.body }]
                    : [];
            }),
        ),
        logs: [...(probes.platform?.logLines ?? []), ...(probes.logLines ?? [])],
    };
}

/** The name of an error or exception: by its ending, by its package, or Node's plain one. */
export const errorName = /\b[A-Za-z]\w+(?:Error|Exception)\b|\b[a-z_]\w*\.[A-Z]\w+:|\bError:/;
const errorLine = /\b\w+(?:Error|Exception)\b\s*:|\bError:/;

/** True when a red answer names an error by itself: then the log, which may be of yesterday, is not asked. */
export function speaks(symptoms: Symptoms): boolean {
    return symptoms.bodies.some((body) => errorName.test(body.text));
}

/** The newest error of the log, where no red answer names one. */
export function newestErrors(symptoms: Symptoms): readonly string[] {
    return speaks(symptoms) ? [] : symptoms.logs.filter((line) => errorLine.test(line)).slice(-1);
}

/**
 * The first body that matches; else a line of the log. `newest-error` reads only the newest error in it: older ones are of faults that are gone.
 * `any-line` is for what the kernel and supervisors say, which is not repeated.
 */
export function findText(
    symptoms: Symptoms,
    pattern: RegExp,
    where: 'newest-error' | 'any-line' = 'newest-error',
): { readonly match: RegExpExecArray; readonly check: 'local' | 'outside' | 'logs'; readonly text: string } | undefined {
    for (const { check, text } of symptoms.bodies) {
        const match = pattern.exec(text);
        if (match !== null) {
            return { match, check, text: excerpt(text, match.index) };
        }
    }
    const lines = where === 'any-line' ? symptoms.logs.slice(-400).reverse() : newestErrors(symptoms);
    for (const text of lines) {
        const match = pattern.exec(text);
        if (match !== null) {
            return { match, check: 'logs', text: excerpt(text, match.index) };
        }
    }
    return undefined;
}

function excerpt(text: string, at: number): string {
    return text.slice(Math.max(0, at - 60), at + 240);
}
