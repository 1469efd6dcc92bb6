import * as vscode from 'vscode';
import type { Bridge } from '../../../adapters/mcp/bridge/openBridge';
import type { Operation } from '../../../base/operation';
import type { SharedMcp } from '../../../views/sharedMcp';
import type { McpServer } from './mcpServer';

const bridges = new Map<string, Bridge>();

/** The server as VS Code shall reach it: with its headers and a token, or by a bridge on loopback. Throws Failure 'mcp/…' or Cancelled. */
export async function resolveShared(op: Operation, server: McpServer, entry: SharedMcp): Promise<vscode.McpHttpServerDefinition> {
    const target = await server.target(op, 'interactive');
    if (entry.way === 'bridge') {
        const [{ connectMcp }, { openBridge }] = await Promise.all([
            import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/connectMcp'),
            import(/* webpackChunkName: "mcpBridge" */ '../../../adapters/mcp/bridge/openBridge'),
        ]);
        const prior = server.remembered()?.memory;
        await bridges.get(entry.key)?.close();
        const bridge = await openBridge(op, connectMcp, { ...target, ...(prior !== undefined && { prior }) });
        bridges.set(entry.key, bridge);
        return new vscode.McpHttpServerDefinition(entry.label, vscode.Uri.parse(bridge.url, true), { ...bridge.headers }, entry.version);
    }
    // A server with a sign-in of its own is VS Code's to sign in to; a token of Entra is fetched here and now.
    const token = target.auth?.kind === 'token' ? await target.auth.token(op) : undefined;
    const headers = { ...target.headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) };
    return new vscode.McpHttpServerDefinition(
        entry.label,
        vscode.Uri.parse(target.resolve?.(target.url).url ?? target.url, true),
        headers,
        entry.version,
    );
}

export async function closeBridges(): Promise<void> {
    const open = [...bridges.values()];
    bridges.clear();
    await Promise.allSettled(open.map((bridge) => bridge.close()));
}
