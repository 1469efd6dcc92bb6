import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { openCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';
import { chooseSubscription } from './chooseSubscription';
import { createRegistry } from './createRegistry';

export async function run(shell: Shell, op: Operation): Promise<void> {
    const { azure } = await openCloud(shell, op);
    const subscription = await chooseSubscription(op, azure, vscode.l10n.t('Slipway: Create Registry'));
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const registry = await createRegistry(op, azure, subscription, folder);
    const said = vscode.l10n.t('The registry {0} is ready at {1}.', registry.name, registry.loginServer);
    shell.output.heading(said);
    void vscode.window.showInformationMessage(said);
    shell.registries.refresh();
}
