import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { DeployFailure } from '../../../core/failures/deploy';
import { deploymentLink } from '../../../views/deploymentLink';
import { chooseFolder } from '../../folderArgument';
import type { Shell } from '../../shell';

/** A link that shows the deployment's row in another window that has the folder open. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const deployment = shell.memory.deployment((await chooseFolder(op, argument)).uri);
    if (deployment === undefined) {
        throw new Failure<DeployFailure>('deploy/nothing-deployed');
    }
    const link = deploymentLink(vscode.env.uriScheme, shell.context.extension.id, deployment.name);
    await vscode.env.clipboard.writeText(link);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', link), 3000);
}
