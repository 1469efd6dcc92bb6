import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { chooseDeployment } from '../../deployments';
import { reachDeployment, type ReachedDeployment } from '../../reachDeployment';
import type { Shell } from '../../shell';
import { instanceLabel } from '../../../views/instanceLabel';
import { RemoteTerminal, type TerminalWay } from '../../terminal/remoteTerminal';
import { chooseInstance } from './chooseInstance';

/** A real shell in the deployed container; one terminal an instance, as many as the user opens. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const chosen = await chooseDeployment(shell, op, argument);
    const reached = await reachDeployment(shell, op, chosen.address);
    const instance = await chooseInstance(op, reached.instances);
    const wayInto = (found: ReachedDeployment): TerminalWay => {
        const way = found.connect(instance);
        return {
            remote: way.remote,
            name: way.instance === undefined ? chosen.name : `${chosen.name} (${instanceLabel(way.instance)})`,
        };
    };
    const way = wayInto(reached);
    vscode.window
        .createTerminal({
            name: `SSH: ${way.name}`,
            pty: new RemoteTerminal(way, async (inner) => wayInto(await reachDeployment(shell, inner, chosen.address))),
            iconPath: new vscode.ThemeIcon('remote'),
        })
        .show();
}
