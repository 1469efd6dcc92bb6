import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { addToMcpJson } from '../../../core/mcp/mcpJson';
import { chooseFolder } from '../../folderArgument';
import type { Shell } from '../../shell';
import { keptHeaderNames, secretQueryNames } from './access';
import { chooseServer } from './chooseServer';

/** Comments and other servers of the file are kept; it opens with the change unsaved, so that it can be looked at and undone. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const server = await chooseServer(shell, op, argument);
    const { origin } = server.known;
    await server.connect(op);
    const { facts } = server;
    if (facts === undefined || server.url === '') {
        throw new Failure('mcp/config-invalid', {
            file: '.vscode/mcp.json',
            reason: `${server.known.label} is a program of that file already.`,
        });
    }
    const folder = origin.kind === 'url' ? (await chooseFolder(op, undefined)).uri : origin.folder;
    const file = vscode.Uri.joinPath(folder, '.vscode', 'mcp.json');
    const secretHeaders = await keptHeaderNames(shell, server.url);
    const secretQuery = await secretQueryNames(shell, server.known);
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(file, { ignoreIfExists: true });
    await vscode.workspace.applyEdit(edit);
    const document = await vscode.workspace.openTextDocument(file);
    const next = addToMcpJson(
        document.getText(),
        { name: facts.name || server.known.label, url: facts.url, secretHeaders, secretQuery },
        '.vscode/mcp.json',
    );
    const write = new vscode.WorkspaceEdit();
    write.replace(file, new vscode.Range(0, 0, document.lineCount, 0), next);
    await vscode.workspace.applyEdit(write);
    await vscode.window.showTextDocument(document);
}
