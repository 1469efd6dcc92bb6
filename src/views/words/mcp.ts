import type { McpFailure } from '../../core/failures/mcp';
import type { Wording } from './wording';

export const mcpWords: Record<McpFailure, Wording> = {
    'mcp/unreachable': {
        what: 'The MCP server at {url} does not answer.',
        why: '{reason}',
        next: 'Check that it is running and try again.',
    },
};
