import * as vscode from 'vscode';
import type { Shell } from '../../shell';

export async function run(shell: Shell): Promise<void> {
    shell.localAzure.stop();
    void vscode.window.showInformationMessage(vscode.l10n.t('The local Azure was stopped with everything that ran in it.'));
    await Promise.resolve();
}
