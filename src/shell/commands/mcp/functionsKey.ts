import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { McpFailure } from '../../../core/failures/mcp';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';
import type { McpServerKnown } from './mcpServerKnown';
import { siteOf } from './siteOf';

/** The system key that the MCP extension of Functions made for itself, as Azure tells it to who may read it. */
export async function functionsKey(shell: Shell, op: Operation, known: McpServerKnown, url: string): Promise<string> {
    const opened = await openCloud(shell, op);
    const site = await siteOf(op, opened, known, url);
    const key = site === undefined ? undefined : (await opened.azure.functions.systemKeys(op, site.id)).mcp_extension;
    if (key === undefined) {
        throw new Failure<McpFailure>('mcp/no-functions-key', { url });
    }
    return key;
}
