import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import type { ReadinessFinding } from '../../../core/mcp/readiness';
import { readinessMarkdown } from '../../../views/readinessMarkdown';
import type { McpTarget } from '../../../ports/mcp';
import { mcpCheckReadiness } from '../../../workflows/mcpCheckReadiness';
import { present } from '../../present';
import type { Shell } from '../../shell';
import { chooseServer } from './chooseServer';

/** Asks a server what 2026-07-28 requires of it, and shows the report as a document that can be saved. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const { askRaw } = await import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/askRaw');
    const server = await chooseServer(shell, op, argument);
    // The requests of it renew a sign-in that has run out.
    await server.refresh(op);
    const target = await server.target(op, 'interactive');
    const token = await tokenOf(op, target);
    const findings = await mcpCheckReadiness(op, askRaw, {
        url: target.url,
        ...(target.resolve !== undefined && { resolve: target.resolve }),
        headers: { ...target.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    });
    const content = readinessMarkdown(target.url, new Date().toISOString(), findings);
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document, { preview: false });
    await vscode.commands.executeCommand('markdown.showPreview', document.uri);
    void offerToSave(shell, server.known.label, content, findings);
}

/** What the session that was just opened enters with. */
async function tokenOf(op: Operation, { url, auth }: McpTarget): Promise<string | undefined> {
    switch (auth?.kind) {
        case 'token':
            return await auth.token(op);
        case 'oauth': {
            const { keptAccessToken } = await import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/oauth');
            return await keptAccessToken(auth.flow, url);
        }
        case undefined:
            return undefined;
    }
}

/** Says how it came out. The report can be kept as a file, without looking for the document behind its preview first. */
async function offerToSave(shell: Shell, server: string, content: string, findings: readonly ReadinessFinding[]): Promise<void> {
    const toDo = findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'warning').length;
    const save = vscode.l10n.t('Save Report…');
    const words =
        toDo === 0
            ? vscode.l10n.t('{0} is ready for MCP 2026-07-28.', server)
            : vscode.l10n.t('{0} has {1} things to do for MCP 2026-07-28; the report names each.', server, String(toDo));
    if ((await vscode.window.showInformationMessage(words, save)) !== save) {
        return;
    }
    try {
        const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
        const file = await vscode.window.showSaveDialog({
            ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, 'mcp-readiness.md') }),
            filters: { Markdown: ['md'] },
        });
        if (file !== undefined) {
            await vscode.workspace.fs.writeFile(file, Buffer.from(content));
            shell.output.line(`The readiness report is in ${file.fsPath}`);
        }
    } catch (error) {
        present(shell, error);
    }
}
