import type * as vscode from 'vscode';
import type { ConfiguredServer } from '../../../core/mcp/mcpJson';

/** A server as it was found, before anything was asked of it. */
export interface McpServerKnown {
    readonly key: string;
    readonly label: string;
    /** In words. */
    readonly source: string;
    readonly origin:
        | { readonly kind: 'deployment'; readonly folder: vscode.Uri; readonly resourceId: string }
        | { readonly kind: 'configured'; readonly folder: vscode.Uri; readonly server: ConfiguredServer }
        | { readonly kind: 'url' };
    readonly reach:
        | { readonly kind: 'http'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
        | { readonly kind: 'program'; readonly server: Extract<ConfiguredServer, { kind: 'stdio' }> };
}
