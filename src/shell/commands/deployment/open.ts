import * as vscode from 'vscode';
import { chooseFolder } from '../../folderArgument';
import type { Operation } from '../../../base/operation';
import { openPage } from '../../openPage';
import type { Shell } from '../../shell';

export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const deployment = shell.memory.deployment((await chooseFolder(op, argument)).uri);
    if (deployment === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t('This folder was not deployed yet.'));
        return;
    }
    if (deployment.url === '') {
        void vscode.window.showInformationMessage(vscode.l10n.t('{0} is a job: it has no address, and runs to its end.', deployment.name));
        return;
    }
    await openPage(deployment.url);
}
