import * as vscode from 'vscode';
import type { Shell } from '../../shell';

/** Opens the walkthrough of the first five minutes. */
export async function run(shell: Shell): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${shell.context.extension.id}#firstDeploy`, false);
}
