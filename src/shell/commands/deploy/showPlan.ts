import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { chooseFolder } from '../../folderArgument';
import type { Shell } from '../../shell';
import { newestRun, runOf } from './runs';

/** Shows the run of a folder: this window's newest, else the last that is remembered. Starts nothing. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const run =
        argument === undefined
            ? (newestRun() ?? runOf(shell, await chooseFolder(op, argument)))
            : runOf(shell, await chooseFolder(op, argument));
    if (run.show() === 'shown') {
        return;
    }
    const deploy = vscode.l10n.t('Deploy');
    void vscode.window
        .showInformationMessage(vscode.l10n.t('Nothing was deployed from this folder yet.'), deploy)
        .then((choice) => (choice === deploy ? vscode.commands.executeCommand('slipway.deploy', argument) : undefined));
}
