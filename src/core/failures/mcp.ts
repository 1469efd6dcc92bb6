/** What can go wrong here, by code; the words are in views/words/mcp.ts. */
export const mcpFailures = ['mcp/unreachable'] as const;

export type McpFailure = (typeof mcpFailures)[number];
