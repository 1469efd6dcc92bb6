import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import { redact } from '../../../base/redact';
import { followDeployment } from '../../../workflows/deployment/followDeployment';
import { chooseDeployment } from '../../deployments';
import type { Shell } from '../../shell';

const channels = new Map<string, vscode.OutputChannel>();

/** The newest lines of the app and its platform, then every line until the notification's Cancel. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const { opened, address, name } = await chooseDeployment(shell, op, argument);
    const channel = channels.get(address.resourceId) ?? vscode.window.createOutputChannel(`Slipway: ${name}`, 'slipway-log');
    channels.set(address.resourceId, channel);
    channel.clear();
    channel.show(true);
    op.report(vscode.l10n.t('Following {0}; Cancel ends it', name));
    await followDeployment(op, opened.azure, address, (line) => {
        channel.appendLine(redact(line));
        // Following ends only with Cancel: a line that came is the success.
        shell.milestones.reached('connect');
    });
}
