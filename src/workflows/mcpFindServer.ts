import { Failure, isFailure } from '../base/failure';
import type { Operation } from '../base/operation';
import { throwIfCancelled } from '../base/operation';
import { candidateUrls } from '../core/mcp/candidateUrls';
import type { McpFailure } from '../core/failures/mcp';
import type { ConnectMcp, McpSession, McpTarget } from '../ports/mcp';

/** The first candidate address that speaks MCP, connected. A server that answers but wants to know who asks is found, too: its failure is thrown. */
export async function mcpFindServer(op: Operation, connect: ConnectMcp, target: McpTarget): Promise<McpSession> {
    const candidates = candidateUrls(target.url);
    if (candidates.length === 0) {
        throw new Failure<McpFailure>('mcp/bad-url', { url: target.url });
    }
    let asked: Failure | undefined;
    for (const url of candidates) {
        throwIfCancelled(op);
        op.report(new URL(url).pathname);
        try {
            return await connect(op, { ...target, url });
        } catch (error) {
            if (!isFailure(error) || error.code === 'mcp/unreachable' || error.code === 'mcp/starting') {
                throw error;
            }
            // 401 on one path may be a rule for the whole site; a later path may still be open.
            asked ??= ['mcp/unauthorized', 'mcp/forbidden', 'mcp/redirected', 'mcp/session-lost'].includes(error.code) ? error : undefined;
        }
    }
    throw (
        asked ??
        new Failure<McpFailure>('mcp/no-server-found', {
            url: target.url,
            tried: candidates.map((url) => new URL(url).pathname).join(', '),
        })
    );
}
