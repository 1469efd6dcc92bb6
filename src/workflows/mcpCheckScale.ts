import type { Operation } from '../base/operation';
import { judgeScale, type ScaleCall, type ScaleFacts, type ScaleReport } from '../core/mcp/judgeScale';
import type { ConnectMcp } from '../ports/mcp';
import { mcpMeasureScale, type ScaleRequest } from './mcpMeasureScale';

export interface ScaleCheckRequest extends ScaleRequest {
    /** Finds out which instances answered where the answers do not say; undefined when nobody knows. Called with the report so far. */
    readonly nameInstances?: (facts: ScaleFacts, soFar: ScaleReport) => Promise<ScaleFacts | undefined>;
}

/** Calls one tool many times over fresh and over kept connections, and says how the load balancer spread the calls. */
export async function mcpCheckScale(
    op: Operation,
    connect: ConnectMcp,
    { nameInstances, ...request }: ScaleCheckRequest,
    onCall: (call: ScaleCall) => void = () => undefined,
): Promise<ScaleReport> {
    const facts = await mcpMeasureScale(op, connect, request, onCall);
    const report = judgeScale(facts);
    const named = report.verdict === 'instances-unknown' ? await nameInstances?.(facts, report) : undefined;
    return named === undefined ? report : judgeScale(named);
}
