import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { chooseFolder } from '../../folderArgument';
import type { Shell } from '../../shell';

export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const deployment = shell.memory.deployment((await chooseFolder(op, argument)).uri);
    if (deployment?.url === '') {
        void vscode.window.showInformationMessage(vscode.l10n.t('{0} is a job: it has no address, and runs to its end.', deployment.name));
    } else if (deployment !== undefined) {
        await vscode.env.clipboard.writeText(deployment.url);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', deployment.url), 3000);
    }
}
