import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { chooseDeployment } from '../../deployments';
import { reachDeployment } from '../../reachDeployment';
import type { Shell } from '../../shell';
import { instanceLabel } from '../../../views/instanceLabel';
import { RemoteTerminal } from '../../terminal/remoteTerminal';
import { chooseInstance } from './chooseInstance';

/** A real shell in the deployed container; one terminal an instance, as many as the user opens. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const chosen = await chooseDeployment(shell, op, argument);
    const reached = await reachDeployment(shell, op, chosen.address);
    const instance = await chooseInstance(op, reached.instances);
    const name = instance === undefined ? chosen.name : `${chosen.name} (${instanceLabel(instance)})`;
    vscode.window
        .createTerminal({
            name: `SSH: ${name}`,
            pty: new RemoteTerminal(reached.connect(instance).remote, name),
            iconPath: new vscode.ThemeIcon('remote'),
        })
        .show();
}
