import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { targetNames, targets, type TargetName } from '../../../core/deploy/target';
import { chooseFolder } from '../../folderArgument';
import type { Shell } from '../../shell';
import { pick } from '../../ask';

/** Deploys a folder to a target that is chosen first; the plan shows what that means. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const folder = await chooseFolder(op, argument);
    const words: Readonly<Record<TargetName, string>> = {
        appService: vscode.l10n.t('A web app: HTTPS, slots, SSH, paid by the size of its plan.'),
        containerApps: vscode.l10n.t('A container app: HTTPS, revisions, scales to zero, paid by use.'),
        containerInstances: vscode.l10n.t('A container group: one container with a public port, plain HTTP, paid as long as it runs.'),
    };
    const rows = targetNames.map((target) => {
        const known = shell.memory.deployment(folder.uri, target);
        return { label: targets[target].title, ...(known === undefined ? {} : { description: known.name }), detail: words[target], target };
    });
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Deploy {0}', folder.name),
        placeHolder: vscode.l10n.t('Where to?'),
    });
    await vscode.commands.executeCommand('slipway.deploy', { folderUri: folder.uri.toString(), target: chosen.target });
}
