import type { PriorDiscovery } from '@modelcontextprotocol/client';
import { SdkError, SdkErrorCode, UnauthorizedError } from '@modelcontextprotocol/client';
import type { Operation } from '../../base/operation';
import { pause } from '../../base/operation';
import type { McpNotice } from '../../core/mcp/notice';
import type { McpMemory } from '../../ports/mcp';
import { httpStatus } from './failures';
import type { Approach, Link, LinkOptions } from './openLink';
import { openLink } from './openLink';
import type { ProbeAnswer } from './probeWatch';

interface Negotiation {
    readonly options: LinkOptions;
    readonly prior: McpMemory | undefined;
    /** What the server said to `server/discover` in this negotiation, when it said anything. */
    readonly probeAnswer: () => ProbeAnswer | undefined;
    readonly onNotice: (notice: McpNotice) => void;
}

/** A server of 2026-07-28 without `server/discover`: what it would have to say at least. */
const assumedModern: PriorDiscovery = {
    kind: 'modern',
    discover: {
        resultType: 'complete',
        supportedVersions: ['2026-07-28'],
        capabilities: { tools: {}, resources: {}, prompts: {} },
        ttlMs: 0,
        cacheScope: 'private',
    },
};

/**
 * Finds a way to speak with a server. First what is remembered, then a probe; after that only what the answers suggest: a starting app is waited for, a silent
 * one is tried with the older handshake, one that knows 2026-07-28 but not `server/discover` is taken at its word, and HTTP+SSE of 2024 comes last.
 * Throws the SDK's most telling error.
 */
export async function negotiate(op: Operation, negotiation: Negotiation): Promise<Link> {
    const { options, prior, onNotice } = negotiation;
    if (prior !== undefined) {
        try {
            return await openLink(options, approachOf(prior), op.signal);
        } catch (error) {
            if (op.signal.aborted || needsPerson(error)) {
                throw error;
            }
            onNotice({ code: 'stale-memory', detail: `connecting as a ${prior.kind} server no longer works` });
        }
    }
    let failed: unknown;
    try {
        return await askPatiently(op, negotiation);
    } catch (error) {
        failed = error;
    }
    for (const next of fallBacks(failed, negotiation.probeAnswer())) {
        if (op.signal.aborted || needsPerson(failed)) {
            break;
        }
        try {
            const link = await openLink(options, next.approach, op.signal);
            if (next.confirm) {
                await confirm(link, op.signal, options.limits.requestTimeoutMs);
            }
            onNotice(next.notice);
            return link;
        } catch (error) {
            if (needsPerson(error)) {
                throw error;
            }
            if (next.notice.code === 'probe-timeout' && httpStatus(error) === 400) {
                // It was only slow, as a cold start is, and is awake now: a refused `initialize` is how the newer kind answers.
                return await openLink(options, { kind: 'ask' }, op.signal);
            }
        }
    }
    throw failed;
}

/** Probes; while the app answers as a starting one does, waits and probes again. */
async function askPatiently(op: Operation, { options, onNotice }: Negotiation): Promise<Link> {
    const until = Date.now() + options.limits.coldStartMs;
    for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 8000)) {
        try {
            return await openLink(options, { kind: 'ask' }, op.signal);
        } catch (error) {
            const status = httpStatus(error);
            const isStarting = status === 502 || status === 503 || status === 504;
            if (!isStarting || op.signal.aborted || Date.now() + waitMs > until) {
                throw error;
            }
            if (waitMs === 500) {
                onNotice({ code: 'cold-start', detail: `HTTP ${String(status)} while connecting` });
            }
            op.report('Waiting for the app to start…');
            await pause(op, waitMs);
        }
    }
}

interface FallBack {
    readonly approach: Approach;
    readonly notice: McpNotice;
    /** The link was opened without a word from the server: ask it something. */
    readonly confirm?: 'list tools';
}

function fallBacks(failed: unknown, probe: ProbeAnswer | undefined): readonly FallBack[] {
    const sse: FallBack = { approach: { kind: 'sse' }, notice: { code: 'legacy-sse', detail: 'only HTTP+SSE of 2024-11-05 works' } };
    if (failed instanceof SdkError && failed.code === SdkErrorCode.RequestTimeout) {
        return [
            {
                approach: { kind: 'known', prior: { kind: 'legacy' } },
                notice: { code: 'probe-timeout', detail: 'server/discover was not answered; initialize was' },
            },
            sse,
        ];
    }
    if (probe?.errorCode !== undefined) {
        // A JSON-RPC error to the probe, and then a refused `initialize`: a server of the newer kind that is particular.
        const code = probe.errorCode === -32601 ? 'no-discover' : 'discover-refused';
        const notice: McpNotice = { code, detail: `server/discover answered ${String(probe.errorCode)}`, method: 'server/discover' };
        return [{ approach: { kind: 'known', prior: assumedModern }, notice, confirm: 'list tools' }, sse];
    }
    const status = httpStatus(failed);
    if (status === 500) {
        return [
            {
                approach: { kind: 'known', prior: { kind: 'legacy' } },
                notice: { code: 'discover-refused', detail: 'server/discover answered HTTP 500' },
            },
        ];
    }
    return status !== undefined && [400, 404, 405, 406, 415].includes(status) ? [sse] : [];
}

async function confirm(link: Link, signal: AbortSignal, timeout: number): Promise<void> {
    try {
        await link.client.listTools(undefined, { signal, timeout });
    } catch (error) {
        await link.client.close().catch(() => undefined);
        throw error;
    }
}

function approachOf(memory: McpMemory): Approach {
    switch (memory.kind) {
        case 'sse':
            return { kind: 'sse' };
        case 'legacy':
            return { kind: 'known', prior: { kind: 'legacy' } };
        case 'modern':
            // Stored by an earlier session as the SDK gave it; the SDK checks it again.
            return { kind: 'known', prior: { kind: 'modern', discover: memory.discover as never } };
    }
}

/** Refused for who is asking: trying another protocol would only hide that. */
function needsPerson(error: unknown): boolean {
    const status = httpStatus(error);
    return (
        error instanceof UnauthorizedError || status === 401 || status === 403 || (status !== undefined && status >= 300 && status < 400)
    );
}
