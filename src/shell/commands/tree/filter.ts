import * as vscode from 'vscode';

/** Opens VS Code's own find box over the tree. */
export async function run(): Promise<void> {
    await vscode.commands.executeCommand('slipway.projects.focus');
    await vscode.commands.executeCommand('list.find');
}
