import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { imageNode } from './nodeArgument';

/** By digest: a tag may name another image tomorrow. */
export async function run(_shell: Shell, _op: Operation, argument: unknown): Promise<void> {
    const { registry, repository, image } = imageNode(argument);
    await vscode.env.clipboard.writeText(`${registry.loginServer}/${repository}@${image.digest}`);
    void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
}
