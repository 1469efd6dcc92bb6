import * as vscode from 'vscode';
import { Failure } from '../base/failure';
import type { Operation } from '../base/operation';
import { pick } from './ask';

/**
 * The folder that a command is meant for: the argument's (a tree item, a row's argument, an Explorer folder or file), the only one, the one of the active
 * editor when the command was started from it, else the user's choice. Throws Failure 'workspace/no-folder'.
 */
export async function chooseFolder(op: Pick<Operation, 'signal'>, argument: unknown): Promise<vscode.WorkspaceFolder> {
    const uri = uriOf(argument);
    if (uri !== undefined) {
        const folder = vscode.workspace.getWorkspaceFolder(uri);
        if (folder !== undefined) {
            return folder;
        }
    }
    const folders = vscode.workspace.workspaceFolders ?? [];
    const [only] = folders;
    if (only === undefined) {
        throw new Failure('workspace/no-folder');
    }
    if (folders.length === 1) {
        return only;
    }
    const active =
        vscode.window.activeTextEditor === undefined
            ? undefined
            : vscode.workspace.getWorkspaceFolder(vscode.window.activeTextEditor.document.uri);
    const rows = [...folders]
        .sort((a, b) => Number(b === active) - Number(a === active))
        .map((folder) => ({ label: folder.name, description: folder.uri.fsPath, folder }));
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Slipway'),
        placeHolder: vscode.l10n.t('Which folder?'),
    });
    return chosen.folder;
}

/** The URI in a command's first argument, whoever sent it. */
export function uriOf(argument: unknown): vscode.Uri | undefined {
    if (argument instanceof vscode.Uri) {
        return argument;
    }
    if (typeof argument !== 'object' || argument === null) {
        return undefined;
    }
    if ('folderUri' in argument && typeof argument.folderUri === 'string') {
        return vscode.Uri.parse(argument.folderUri, true);
    }
    if ('folder' in argument && typeof argument.folder === 'object' && argument.folder !== null && 'uri' in argument.folder) {
        return argument.folder.uri instanceof vscode.Uri ? argument.folder.uri : undefined;
    }
    return 'parent' in argument ? uriOf(argument.parent) : undefined;
}
