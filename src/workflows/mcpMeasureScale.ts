import { Failure, isCancelled, isFailure } from '../base/failure';
import type { Operation } from '../base/operation';
import { throwIfCancelled } from '../base/operation';
import type { McpFailure } from '../core/failures/mcp';
import type { JsonObject, McpTool } from '../core/mcp/catalog';
import { identifyInstance } from '../core/mcp/identifyInstance';
import type { ScaleCall, ScaleFacts } from '../core/mcp/judgeScale';
import type { ConnectMcp, McpSession, McpTarget } from '../ports/mcp';

export interface ScaleRequest {
    readonly target: McpTarget;
    /** Absent: a tool that says which instance it runs on, or any that reads and needs no arguments. */
    readonly tool?: string;
    readonly arguments?: JsonObject;
    /** Of both legs together. */
    readonly calls: number;
    readonly concurrency: number;
    /** Goes on for this long, whatever `calls` says: to watch a slot swap. */
    readonly durationMs?: number;
    readonly expectedInstances?: number;
}

/** Calls one tool many times over fresh and over kept connections. */
export async function mcpMeasureScale(
    op: Operation,
    connect: ConnectMcp,
    request: ScaleRequest,
    onCall: (call: ScaleCall) => void = () => undefined,
): Promise<ScaleFacts> {
    const calls: ScaleCall[] = [];
    const cookies = new Set<string>();
    let lostSessions = 0;
    for (const leg of ['fresh', 'kept'] as const) {
        throwIfCancelled(op);
        const startedMs = Date.now();
        // A balancer sets its cookie once, mostly while connecting: later answers say nothing more of it.
        let held: string | undefined;
        const session = await connectLeg(op, connect, {
            ...request.target,
            connections: leg,
            cookies: leg === 'kept' ? 'keep' : 'drop',
            onExchange: (exchange) => {
                exchange.affinity.forEach(({ name }) => cookies.add(name));
                held = exchange.affinity[0]?.digest ?? held;
                lostSessions += exchange.status === 404 && exchange.rpcMethod === 'tools/call' && session404(exchange.responseBody) ? 1 : 0;
                request.target.onExchange?.(exchange);
            },
        });
        if (session === 'lost') {
            lostSessions++;
            continue;
        }
        if (isFailure(session)) {
            // It could be reached a moment ago: what happens to it meanwhile is what the check is about.
            if (calls.length === 0) {
                throw session;
            }
            const call: ScaleCall = { leg, startedMs, durationMs: Date.now() - startedMs, failureCode: session.code };
            calls.push(call);
            onCall(call);
            continue;
        }
        try {
            const tool = request.tool ?? chooseTool(await session.tools(op), request.target.url);
            await callMany(op, session, { ...request, tool }, leg, (made) => {
                const isHeld = leg === 'kept' && held !== undefined && made.instance === undefined && made.failureCode === undefined;
                const call = isHeld ? { ...made, instance: `cookie ${held}` } : made;
                calls.push(call);
                onCall(call);
                op.report(
                    `${String(calls.length)} calls`,
                    request.durationMs === undefined ? Math.min(calls.length / request.calls, 1) : undefined,
                );
            });
        } finally {
            await session.close();
        }
    }
    return {
        calls,
        affinityCookies: [...cookies].sort(),
        lostSessions,
        ...(request.expectedInstances !== undefined && { expectedInstances: request.expectedInstances }),
    };
}

/** 'lost' when the handshake itself was torn apart between instances: that is a finding, not a failure of the check. Throws Cancelled. */
async function connectLeg(op: Operation, connect: ConnectMcp, target: McpTarget): Promise<McpSession | Failure | 'lost'> {
    try {
        return await connect(op, target);
    } catch (error) {
        if (isFailure(error)) {
            return error.code === 'mcp/session-lost' ? 'lost' : error;
        }
        throw error;
    }
}

/** A 404 that is an answer to a session, not to an unknown method. */
function session404(body: string | undefined): boolean {
    return body?.includes('-32601') !== true;
}

async function callMany(
    op: Operation,
    session: McpSession,
    request: ScaleRequest & { readonly tool: string },
    leg: ScaleCall['leg'],
    onCall: (call: ScaleCall) => void,
): Promise<void> {
    const until = request.durationMs === undefined ? undefined : Date.now() + request.durationMs / 2;
    let left = Math.max(1, Math.floor(request.calls / 2));
    const worker = async () => {
        while (until === undefined ? left-- > 0 : Date.now() < until) {
            throwIfCancelled(op);
            onCall(await callOnce(op, session, request, leg));
        }
    };
    await Promise.all(Array.from({ length: Math.max(1, Math.min(request.concurrency, 50)) }, worker));
}

async function callOnce(
    op: Operation,
    session: McpSession,
    request: ScaleRequest & { readonly tool: string },
    leg: ScaleCall['leg'],
): Promise<ScaleCall> {
    const startedMs = Date.now();
    try {
        const quiet: Operation = { signal: op.signal, report: () => undefined, log: (line) => op.log(line) };
        const { result, durationMs, exchanges, traceId } = await session.call(quiet, {
            tool: request.tool,
            arguments: request.arguments ?? {},
        });
        const instance = identifyInstance(result, exchanges);
        return {
            leg,
            startedMs,
            durationMs,
            traceId,
            ...(instance !== undefined && { instance: instance.name }),
            ...(result.isError && { failureCode: 'tool error' }),
        };
    } catch (error) {
        if (isCancelled(error)) {
            throw error;
        }
        return { leg, startedMs, durationMs: Date.now() - startedMs, failureCode: isFailure(error) ? error.code : 'unknown' };
    }
}

/** Never a tool that may change something: what says who it is, else what says it only reads. */
function chooseTool(tools: readonly McpTool[], url: string): string {
    const free = tools.filter(({ inputSchema }) => !Array.isArray(inputSchema.required) || inputSchema.required.length === 0);
    const chosen =
        free.find(({ name }) => /who_?-?am_?-?i|instance/i.test(name)) ??
        free.find(({ name }) => /^(ping|health|version|hostname|server_?info)$/i.test(name)) ??
        free.find(({ annotations }) => annotations?.readOnlyHint === true);
    if (chosen === undefined) {
        throw new Failure<McpFailure>('mcp/no-probe-tool', { url });
    }
    return chosen.name;
}
