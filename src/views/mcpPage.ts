import type { JsonObject } from '../core/mcp/catalog';
import type { JsonSuggestion } from '../core/mcp/suggestJson';
import type { EntryKind, EntryName, McpPanelState } from './mcpPanel';
import type { ScalePanelState } from './mcpScalePanel';

/** What the MCP page is sent. Every string in it that a server chose is untrusted and shown as text. */
export type ToMcpPage =
    /** The whole state, and how the server described itself. */
    | {
          readonly kind: 'state';
          readonly state: McpPanelState;
          readonly about: readonly AboutFact[];
          readonly notices: readonly string[];
          readonly connection: 'connecting' | 'connected' | 'failed';
          /** A program of this computer has no load balancer, and is VS Code's already. */
          readonly reach: 'http' | 'program';
          /** Why there is no connection, in words. */
          readonly problem?: string;
          readonly scale?: ScalePanelState;
          /** Whether the selected resource is read again when the server says that it changed; absent where the server says no such thing. */
          readonly follow?: 'off' | 'on';
      }
    /** Bytes of one part of the answer that counts `turn`. */
    | {
          readonly kind: 'bytes';
          readonly turn: number;
          readonly index: number;
          readonly mimeType: string;
          readonly base64: string;
      }
    /** Values for one field, as the server completes what was typed into it: `value`. */
    | { readonly kind: 'completions'; readonly name: string; readonly value: string; readonly values: readonly string[] }
    /** What fits at the cursor of the JSON editor. */
    | { readonly kind: 'suggestions'; readonly suggestions: readonly JsonSuggestion[] };

export interface AboutFact {
    readonly name: string;
    readonly value: string;
}

const plainKinds = [
    'ready',
    'cancel',
    'checkScale',
    'checkSwap',
    'checkReadiness',
    'addToMcpJson',
    'bridge',
    'reconnect',
    'key',
    'follow',
] as const;

export type FromMcpPage =
    | { readonly kind: (typeof plainKinds)[number] }
    | ({ readonly kind: 'select' } & { readonly entry: EntryName })
    | { readonly kind: 'call'; readonly arguments: JsonObject }
    | { readonly kind: 'save'; readonly arguments: JsonObject }
    | { readonly kind: 'again' | 'saved' | 'unsave'; readonly index: number }
    | { readonly kind: 'fix'; readonly fix: string }
    | { readonly kind: 'bytes' | 'saveFile'; readonly turn: number; readonly index: number }
    | { readonly kind: 'readLink' | 'openLink'; readonly turn: number; readonly index: number }
    | { readonly kind: 'copyResult' | 'toChat' | 'openApp'; readonly turn: number }
    | { readonly kind: 'complete'; readonly name: string; readonly value: string }
    | { readonly kind: 'suggest'; readonly text: string; readonly offset: number }
    | { readonly kind: 'copyCurl'; readonly exchange: number };

const entryKinds: readonly EntryKind[] = ['tool', 'resource', 'template', 'prompt'];

/** Reads a message from the page; undefined when it is not one of ours. */
export function readFromMcpPage(value: unknown): FromMcpPage | undefined {
    if (typeof value !== 'object' || value === null || !('kind' in value)) {
        return undefined;
    }
    const message = value as Record<string, unknown>;
    const { kind } = message;
    const plain = plainKinds.find((known) => known === kind);
    if (plain !== undefined) {
        return { kind: plain };
    }
    switch (kind) {
        case 'select':
            return readEntry(message.entry);
        case 'call':
        case 'save':
            return isJsonObject(message.arguments) ? { kind, arguments: message.arguments } : undefined;
        case 'again':
        case 'saved':
        case 'unsave':
            return typeof message.index === 'number' ? { kind, index: message.index } : undefined;
        case 'fix':
            return typeof message.fix === 'string' ? { kind, fix: message.fix } : undefined;
        case 'bytes':
        case 'saveFile':
        case 'readLink':
        case 'openLink':
            return typeof message.turn === 'number' && typeof message.index === 'number'
                ? { kind, turn: message.turn, index: message.index }
                : undefined;
        case 'copyResult':
        case 'toChat':
        case 'openApp':
            return typeof message.turn === 'number' ? { kind, turn: message.turn } : undefined;
        case 'complete':
            return typeof message.name === 'string' && typeof message.value === 'string'
                ? { kind, name: message.name, value: message.value }
                : undefined;
        case 'suggest':
            return typeof message.text === 'string' && typeof message.offset === 'number'
                ? { kind, text: message.text, offset: message.offset }
                : undefined;
        case 'copyCurl':
            return typeof message.exchange === 'number' ? { kind, exchange: message.exchange } : undefined;
        default:
            return undefined;
    }
}

function readEntry(value: unknown): FromMcpPage | undefined {
    if (typeof value !== 'object' || value === null) {
        return undefined;
    }
    const entry = value as Record<string, unknown>;
    const kind = entryKinds.find((known) => known === entry.kind);
    return kind !== undefined && typeof entry.key === 'string' ? { kind: 'select', entry: { kind, key: entry.key } } : undefined;
}

function isJsonObject(value: unknown): value is JsonObject {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
