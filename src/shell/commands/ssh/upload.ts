import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { withoutLinks } from '../../../base/withoutLinks';
import type { Shell } from '../../shell';
import { chooseRemotePath } from './chooseRemotePath';
import { withFiles } from './withFiles';

/** Copies one file of this machine into a folder of the deployed container; a file of that name is replaced only after a question. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    await withFiles(shell, op, argument, async (files, here, target) => {
        const [source] =
            (await vscode.window.showOpenDialog({ canSelectMany: false, ...(here === undefined ? {} : { defaultUri: here }) })) ?? [];
        if (source === undefined) {
            throw new Cancelled();
        }
        const title = vscode.l10n.t('Slipway: Upload File to Deployment');
        const folder = await chooseRemotePath(op, files, 'folder', title, '/home');
        const name = source.path.split('/').at(-1) ?? 'file';
        const path = `${folder === '/' ? '' : folder}/${name}`;
        if ((await files.list(op, folder)).some((entry) => entry.name === name)) {
            const replace = vscode.l10n.t('Replace');
            const answer = await vscode.window.showWarningMessage(
                vscode.l10n.t('{0} is there already.', path),
                { modal: true, detail: vscode.l10n.t('What is in it now is lost.') },
                replace,
            );
            if (answer !== replace) {
                throw new Cancelled();
            }
        }
        op.report(vscode.l10n.t('Uploading {0}', name));
        await files.upload(op, path, await vscode.workspace.fs.readFile(source));
        // App Service keeps /home; the others keep nothing.
        const keeps = target === 'appService' && path.startsWith('/home/');
        const note = keeps ? '' : ` ${vscode.l10n.t('It is gone when the container starts anew.')}`;
        void vscode.window.showInformationMessage(vscode.l10n.t('{0} was uploaded.', withoutLinks(path)) + note);
    });
}
