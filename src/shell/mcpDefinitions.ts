import * as vscode from 'vscode';
import type { McpDoor } from './mcpDoor';

const collection = 'slipway.mcp';

/**
 * Offers the servers that were found to VS Code's agents. VS Code asks for the list at once: it comes from memory. Keys, tokens and the bridge are made when a
 * server is started.
 */
export function registerMcpDefinitions(door: McpDoor): vscode.Disposable {
    const changed = new vscode.EventEmitter<void>();
    let shown = '';
    return vscode.Disposable.from(
        changed,
        door.onDidChange(() => {
            const now = JSON.stringify(door.shared());
            if (now !== shown) {
                shown = now;
                changed.fire();
            }
        }),
        vscode.lm.registerMcpServerDefinitionProvider(collection, {
            onDidChangeMcpServerDefinitions: changed.event,
            provideMcpServerDefinitions: () => {
                const shared = door.shared();
                shown = JSON.stringify(shared);
                return shared.map(
                    ({ label, url, version }) => new vscode.McpHttpServerDefinition(label, vscode.Uri.parse(url, true), {}, version),
                );
            },
            resolveMcpServerDefinition: async (definition, token) => {
                const entry = door.shared().find(({ label }) => label === definition.label);
                if (entry === undefined) {
                    return undefined;
                }
                const stop = new AbortController();
                const listening = token.onCancellationRequested(() => stop.abort());
                try {
                    return await (await door.open()).resolve(entry, stop.signal);
                } finally {
                    listening.dispose();
                }
            },
        }),
    );
}
