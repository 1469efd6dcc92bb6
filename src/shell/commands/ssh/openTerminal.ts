import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { DeployFailure } from '../../../core/failures/deploy';
import { chooseFolder } from '../../folderArgument';
import { reachDeployment } from '../../reachDeployment';
import type { Shell } from '../../shell';
import { instanceLabel } from '../../../views/instanceLabel';
import { RemoteTerminal } from '../../terminal/remoteTerminal';
import { chooseInstance } from './chooseInstance';

/** A real shell in the deployed container; one terminal an instance, as many as the user opens. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const deployment = shell.memory.deployment((await chooseFolder(op, argument)).uri);
    if (deployment === undefined) {
        throw new Failure<DeployFailure>('deploy/nothing-deployed');
    }
    const reached = await reachDeployment(shell, op, deployment);
    const instance = await chooseInstance(op, reached.instances);
    const name = instance === undefined ? deployment.name : `${deployment.name} (${instanceLabel(instance)})`;
    vscode.window
        .createTerminal({
            name: `SSH: ${name}`,
            pty: new RemoteTerminal(reached.connect(instance), name),
            iconPath: new vscode.ThemeIcon('remote'),
        })
        .show();
}
