import type * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { TargetName } from '../../../core/deploy/target';
import type { DeployFailure } from '../../../core/failures/deploy';
import type { SshFailure } from '../../../core/failures/ssh';
import type { RemoteFiles } from '../../../ports/ssh';
import { chooseFolder } from '../../folderArgument';
import { reachDeployment } from '../../reachDeployment';
import type { Shell } from '../../shell';
import { chooseInstance } from './chooseInstance';

/** Opens the files of a deployment's container for one task and closes the connection after it, whatever came of it. */
export async function withFiles(
    shell: Shell,
    op: Operation,
    argument: unknown,
    task: (files: RemoteFiles, folder: vscode.WorkspaceFolder, target: TargetName) => Promise<void>,
): Promise<void> {
    const folder = await chooseFolder(op, argument);
    const deployment = shell.memory.deployment(folder.uri);
    if (deployment === undefined) {
        throw new Failure<DeployFailure>('deploy/nothing-deployed');
    }
    const reached = await reachDeployment(shell, op, deployment);
    const remote = reached.connect(await chooseInstance(op, reached.instances));
    try {
        if (remote.files === undefined) {
            throw new Failure<SshFailure>('ssh/no-file-transfer', { name: deployment.name });
        }
        await task(remote.files, folder, reached.found.target);
    } finally {
        remote.close();
    }
}
