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
    await openPage(deployment.url);
}
