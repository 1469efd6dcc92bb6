import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { TargetName } from '../../../core/deploy/target';
import type { SshFailure } from '../../../core/failures/ssh';
import type { RemoteFiles } from '../../../ports/ssh';
import { chooseDeployment } from '../../deployments';
import { reachDeployment } from '../../reachDeployment';
import type { Shell } from '../../shell';
import { chooseInstance } from './chooseInstance';

/** Opens the files of a deployment's container for one task and closes the connection after it, whatever came of it; `here` is where files of this machine are proposed. */
export async function withFiles(
    shell: Shell,
    op: Operation,
    argument: unknown,
    task: (files: RemoteFiles, here: vscode.Uri | undefined, target: TargetName) => Promise<void>,
): Promise<void> {
    const { address, name, folder } = await chooseDeployment(shell, op, argument);
    const reached = await reachDeployment(shell, op, address);
    const { remote } = reached.connect(await chooseInstance(op, reached.instances));
    try {
        if (remote.files === undefined) {
            throw new Failure<SshFailure>('ssh/no-file-transfer', { name });
        }
        await task(remote.files, (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri, reached.found.target);
    } finally {
        remote.close();
    }
}
