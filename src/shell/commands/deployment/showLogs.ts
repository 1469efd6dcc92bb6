import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { DeployFailure } from '../../../core/failures/deploy';
import { redact } from '../../../base/redact';
import { openCloud } from '../../cloud/openCloud';
import { chooseFolder } from '../../folderArgument';
import type { Shell } from '../../shell';

const dockerLines = 200;

/** The platform's own log of the containers, then the live log until the notification's Cancel. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const deployment = shell.memory.deployment((await chooseFolder(argument)).uri);
    if (deployment === undefined) {
        throw new Failure<DeployFailure>('deploy/nothing-deployed');
    }
    const { azure } = await openCloud(shell, op);
    const site = await azure.sites.get(op, deployment.resourceId);
    if (site === undefined) {
        throw new Failure<DeployFailure>('deploy/gone', { name: deployment.name });
    }
    const channel = vscode.window.createOutputChannel(`Slipway: ${deployment.name}`, 'slipway-log');
    channel.show(true);
    for (const line of await azure.sites.dockerLog(op, site, dockerLines)) {
        channel.appendLine(redact(line));
    }
    shell.milestones.reached('connect');
    op.report(vscode.l10n.t('Following {0}; Cancel ends it', deployment.name));
    await azure.sites.follow(op, site, (line) => channel.appendLine(redact(line)));
}
