import * as vscode from 'vscode';
import { Failure } from '../base/failure';
import type { ProposedFile } from '../core/project/profile';
import type { Shell } from './shell';

/** The files that would change; kept ones are left out. */
export function changes(files: readonly ProposedFile[]): readonly ProposedFile[] {
    return files.filter((file) => file.action !== 'keep');
}

/** Opens all changes side by side in VS Code's multi-file diff, in the place of an earlier one. */
export async function previewFiles(shell: Shell, folder: vscode.Uri, files: readonly ProposedFile[]): Promise<void> {
    const rows = files.map((file) => {
        const uri = vscode.Uri.joinPath(folder, file.path);
        return [uri, file.action === 'create' ? shell.previews.nothing(uri) : uri, shell.previews.future(uri, file.content)] as const;
    });
    const title = vscode.l10n.t('Slipway: proposed changes');
    const earlier = vscode.window.tabGroups.all.flatMap(({ tabs }) =>
        tabs.filter(({ label, isDirty }) => label.startsWith(title) && !isDirty),
    );
    await vscode.window.tabGroups.close(earlier, true);
    await vscode.commands.executeCommand('vscode.changes', title, rows);
}

/** Opens one change as a diff; a kept file as it is. */
export async function previewFile(shell: Shell, folder: vscode.Uri, file: ProposedFile): Promise<void> {
    const uri = vscode.Uri.joinPath(folder, file.path);
    if (file.action === 'keep') {
        await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
        return;
    }
    const before = file.action === 'create' ? shell.previews.nothing(uri) : uri;
    const title = file.action === 'create' ? vscode.l10n.t('{0} (new)', file.path) : vscode.l10n.t('{0} (proposed change)', file.path);
    await vscode.commands.executeCommand('vscode.diff', before, shell.previews.future(uri, file.content), title, {
        preview: true,
        preserveFocus: true,
    });
}

/**
 * Writes the files as one edit that can be undone. A file that came into being since it was proposed is not overwritten, and unsaved changes of an open
 * editor are kept: both throw Failure 'workspace/write-failed', before anything is written.
 */
export async function writeFiles(folder: vscode.Uri, files: readonly ProposedFile[]): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    const touched: vscode.Uri[] = [];
    for (const file of changes(files)) {
        const uri = vscode.Uri.joinPath(folder, file.path);
        if (file.action === 'create') {
            if (await exists(uri)) {
                throw new Failure('workspace/write-failed', {
                    file: file.path,
                    reason: vscode.l10n.t('It was made by somebody else in the meantime.'),
                });
            }
            edit.createFile(uri, { overwrite: false, contents: Buffer.from(file.content, 'utf8') });
            continue;
        }
        const document = await vscode.workspace.openTextDocument(uri);
        if (document.isDirty) {
            throw new Failure('workspace/write-failed', { file: file.path, reason: vscode.l10n.t('It has unsaved changes.') });
        }
        edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), file.content);
        touched.push(uri);
    }
    if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: false }))) {
        throw new Failure('workspace/write-failed', {
            file: changes(files)
                .map((file) => file.path)
                .join(', '),
            reason: vscode.l10n.t('VS Code refused the edit.'),
        });
    }
    for (const uri of touched) {
        const document = await vscode.workspace.openTextDocument(uri);
        if (document.isDirty && !(await document.save())) {
            throw new Failure('workspace/write-failed', {
                file: vscode.workspace.asRelativePath(uri),
                reason: vscode.l10n.t('It could not be saved.'),
            });
        }
    }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
    try {
        await vscode.workspace.fs.stat(uri);
        return true;
    } catch {
        return false;
    }
}
