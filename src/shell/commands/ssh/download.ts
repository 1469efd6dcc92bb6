import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { withoutLinks } from '../../../base/withoutLinks';
import type { Shell } from '../../shell';
import { chooseRemotePath } from './chooseRemotePath';
import { withFiles } from './withFiles';

/** Copies one file of the deployed container to a place that the user chooses. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    await withFiles(shell, op, argument, async (files, here) => {
        const path = await chooseRemotePath(op, files, 'file', vscode.l10n.t('Slipway: Download File from Deployment'), '/home');
        // The container chose the name: what could be a path of this machine is taken out of it.
        const name = (path.split('/').at(-1) ?? 'file').replaceAll(/[\\:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+$/, 'file');
        const target = await vscode.window.showSaveDialog(here === undefined ? {} : { defaultUri: vscode.Uri.joinPath(here, name) });
        if (target === undefined) {
            throw new Cancelled();
        }
        op.report(vscode.l10n.t('Downloading {0}', path));
        await vscode.workspace.fs.writeFile(target, await files.download(op, path));
        const show = vscode.l10n.t('Show File');
        void vscode.window.showInformationMessage(vscode.l10n.t('{0} was downloaded.', withoutLinks(path)), show).then((answer) => {
            if (answer === show) {
                void vscode.commands.executeCommand('vscode.open', target);
            }
        });
    });
}
