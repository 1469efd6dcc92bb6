import type { JsonObject } from '../core/mcp/catalog';
import type { McpPanelState } from './mcpPanel';
import type { ScalePanelState } from './mcpScalePanel';

/** What the MCP page is sent: the whole state, and how the server described itself. Every string in it is untrusted and shown as text. */
export interface ToMcpPage {
    readonly kind: 'state';
    readonly state: McpPanelState;
    readonly about: string;
    readonly notices: readonly string[];
    readonly scale?: ScalePanelState;
}

export type FromMcpPage =
    | { readonly kind: 'ready' }
    | { readonly kind: 'select'; readonly tool: string }
    | { readonly kind: 'call'; readonly arguments: JsonObject }
    | { readonly kind: 'again'; readonly index: number }
    | { readonly kind: 'cancel' }
    | { readonly kind: 'checkScale' }
    | { readonly kind: 'checkReadiness' }
    | { readonly kind: 'addToMcpJson' }
    | { readonly kind: 'copyCurl'; readonly exchange: number };

/** Reads a message from the page; undefined when it is not one of ours. */
export function readFromMcpPage(value: unknown): FromMcpPage | undefined {
    if (typeof value !== 'object' || value === null || !('kind' in value)) {
        return undefined;
    }
    const message = value as Record<string, unknown>;
    switch (message.kind) {
        case 'ready':
        case 'cancel':
        case 'checkScale':
        case 'checkReadiness':
        case 'addToMcpJson':
            return { kind: message.kind };
        case 'select':
            return typeof message.tool === 'string' ? { kind: 'select', tool: message.tool } : undefined;
        case 'call':
            return typeof message.arguments === 'object' && message.arguments !== null && !Array.isArray(message.arguments)
                ? { kind: 'call', arguments: message.arguments as JsonObject }
                : undefined;
        case 'again':
            return typeof message.index === 'number' ? { kind: 'again', index: message.index } : undefined;
        case 'copyCurl':
            return typeof message.exchange === 'number' ? { kind: 'copyCurl', exchange: message.exchange } : undefined;
        default:
            return undefined;
    }
}
