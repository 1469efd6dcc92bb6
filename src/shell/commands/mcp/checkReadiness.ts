import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { readinessMarkdown } from '../../../core/mcp/readinessMarkdown';
import { mcpCheckReadiness } from '../../../workflows/mcpCheckReadiness';
import type { Shell } from '../../shell';
import { chooseServer } from './chooseServer';

/** Asks a server what 2026-07-28 requires of it, and shows the report as a document that can be saved. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const { askRaw } = await import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/askRaw');
    const server = await chooseServer(shell, argument);
    await server.connect(op);
    const target = await server.target(op, 'interactive');
    const token = target.auth?.kind === 'token' ? await target.auth.token(op) : undefined;
    const findings = await mcpCheckReadiness(op, askRaw, {
        url: target.url,
        headers: { ...target.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    });
    const content = readinessMarkdown(target.url, new Date().toISOString(), findings);
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document, { preview: false });
    await vscode.commands.executeCommand('markdown.showPreview', document.uri);
}
