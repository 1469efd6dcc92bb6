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
        | {
              readonly kind: 'http';
              /** Without a secret: it is shown and remembered. */
              readonly url: string;
              /** The secret parameters of an entry's address, with its variables. Those of an address that was typed are in the secret store. */
              readonly query: string;
              readonly headers: Readonly<Record<string, string>>;
          }
        | { readonly kind: 'program'; readonly server: Extract<ConfiguredServer, { kind: 'stdio' }> };
}
