import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';

/** Starts the local Azure, makes it this machine's cloud after saying so, and offers to deploy. */
export async function run(shell: Shell, op: Operation): Promise<void> {
    await shell.localAzure.connect(op);
    const settings = vscode.workspace.getConfiguration('slipway');
    if (settings.get('cloud') !== 'local') {
        await settings.update('cloud', 'local', vscode.ConfigurationTarget.Global);
    }
    shell.projects.refresh('forget');
    const deploy = vscode.l10n.t('Deploy');
    const back = vscode.l10n.t('Use Azure Instead');
    void vscode.window
        .showInformationMessage(vscode.l10n.t('The local Azure runs. Deployments go to this machine until you switch back.'), deploy, back)
        .then(async (choice) => {
            if (choice === deploy) {
                await vscode.commands.executeCommand('slipway.deploy');
            } else if (choice === back) {
                await settings.update('cloud', undefined, vscode.ConfigurationTarget.Global);
                shell.localAzure.stop();
            }
        });
}
