import type { PyExpression } from './syntax';

/** True for a transport of an MCP server that speaks HTTP. */
export function servesHttp(transport: PyExpression | undefined): boolean {
    return transport?.kind === 'string' && /^(http|streamable-http|sse)$/.test(transport.value);
}
