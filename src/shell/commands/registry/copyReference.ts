import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { imageNodes } from './nodeArgument';

/** By digest, one a line: a tag may name another image tomorrow. */
export async function run(_shell: Shell, _op: Operation, argument: unknown, chosen: unknown): Promise<void> {
    const references = imageNodes(argument, chosen).map(
        ({ registry, repository, image }) => `${registry.loginServer}/${repository}@${image.digest}`,
    );
    await vscode.env.clipboard.writeText(references.join('\n'));
    void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
}
