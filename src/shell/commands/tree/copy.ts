import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';

/** Copies what the chosen rows stand for (a reference, a URL, a name), one a line; a row that stands for nothing else gives its label. */
export async function run(shell: Shell, _op: Operation, argument: unknown, chosen: unknown): Promise<void> {
    const text = shell.projects.copyText(argument, chosen);
    if (text !== '') {
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
    }
}
