import type { Operation } from '../base/operation';
import { evidenceLine } from '../core/diagnose/checkEvidence';
import type { DiagnosedRequest } from '../core/diagnose/checksPrelude';
import type { RequestOutcome } from '../core/diagnose/verdictProbes';
import { isGreen, isRed } from '../core/diagnose/verdictSymptoms';
import type { ProbeUrl } from '../ports/ssh';

/** The requests as visitors make them. */
export interface AskedOutside {
    /** By request, asked at once. Rejects with Cancelled. */
    readonly first: Promise<readonly RequestOutcome[]>;
    /**
     * Once it is known what came inside: what failed outside and is answered well inside is asked once more, because an app that was just starting then is
     * none that nobody reaches; what may change something (POST, PUT, DELETE) is not. All outcomes, or undefined when nothing was asked.
     */
    again(inside: readonly (RequestOutcome | undefined)[]): Promise<readonly RequestOutcome[] | undefined>;
    /** What there is to show so far: plain, masked lines, and the milliseconds of the slowest answer. */
    told(): { readonly durationMs: number; readonly lines: readonly string[] };
}

const timeoutMs = 35_000;

/** Sends each of the requests to the public address `url`, and those that say nothing certain and change nothing a second time. */
export function askOutside(op: Operation, probeUrl: ProbeUrl, url: string, requests: readonly DiagnosedRequest[]): AskedOutside {
    const lines: string[] = [];
    let durationMs = 0;
    const ask = async (request: DiagnosedRequest): Promise<RequestOutcome> => {
        const probe = await probeUrl(op, new URL(request.path, url).href, request, timeoutMs);
        return probe.kind === 'answer'
            ? { status: probe.status, durationMs: probe.durationMs, body: probe.body.slice(0, 2000) }
            : { status: 0, durationMs: probe.durationMs, body: '', error: probe.reason };
    };
    const tell = (request: DiagnosedRequest, outcome: RequestOutcome) => {
        durationMs = Math.max(durationMs, outcome.durationMs);
        lines.push(
            evidenceLine(
                `${request.method} ${request.path}: ${outcome.error ?? `HTTP ${outcome.status}`}, ${Math.round(outcome.durationMs)} ms`,
            ),
            evidenceLine(outcome.body.slice(0, 300)),
        );
    };
    const first = Promise.all(requests.map(ask)).then((outcomes) => {
        outcomes.forEach((outcome, n) => requests[n] !== undefined && tell(requests[n], outcome));
        return outcomes;
    });
    return {
        first,
        again: async (inside) => {
            const before = await first;
            const doubtful = ({ method }: DiagnosedRequest, n: number) =>
                (method === 'GET' || method === 'HEAD') &&
                before[n] !== undefined &&
                isRed(before[n]) &&
                inside[n] !== undefined &&
                isGreen(inside[n]);
            if (!requests.some(doubtful)) {
                return undefined;
            }
            return await Promise.all(
                before.map(async (outcome, n) => {
                    const request = requests[n];
                    if (request === undefined || !doubtful(request, n)) {
                        return outcome;
                    }
                    const second = await ask(request);
                    tell(request, second);
                    return second;
                }),
            );
        },
        told: () => ({ durationMs, lines: [...lines] }),
    };
}
