import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { portalUrl } from '../../../core/deploy/cloud';
import { chooseDeployment } from '../../deployments';
import type { Shell } from '../../shell';

export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const { opened, address, name } = await chooseDeployment(shell, op, argument);
    if (opened.name === 'local') {
        void vscode.window.showInformationMessage(vscode.l10n.t('{0} is in a local Azure, which has no portal.', name));
        return;
    }
    await vscode.env.openExternal(vscode.Uri.parse(portalUrl(opened.cloud, address.resourceId), true));
}
