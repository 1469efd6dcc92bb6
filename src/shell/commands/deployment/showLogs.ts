import * as vscode from 'vscode';
import { isCancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { redact } from '../../../base/redact';
import { targetOf } from '../../../core/deploy/target';
import type { Azure } from '../../../ports/azure';
import type { DeploymentAddress } from '../../../workflows/deployment/deploymentAddress';
import { followDeployment } from '../../../workflows/deployment/followDeployment';
import { withProgress } from '../../command';
import { chooseDeployment } from '../../deployments';
import { present } from '../../present';
import type { Shell } from '../../shell';
import { throwIfUnderWay } from '../deploy/runs';

const channels = new Map<string, vscode.OutputChannel>();

/** The newest lines of the app and its platform, then every line until the notification's Cancel. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const { opened, address, name } = await chooseDeployment(shell, op, argument);
    const channel = channels.get(address.resourceId) ?? vscode.window.createOutputChannel(`Slipway: ${name}`, 'slipway-log');
    channels.set(address.resourceId, channel);
    channel.clear();
    channel.show(true);
    op.report(vscode.l10n.t('Following {0}; Cancel ends it', name));
    if (targetOf(address.resourceId) === 'appService') {
        await offerAppLines(shell, op, opened.azure, address, name);
    }
    await followDeployment(op, opened.azure, address, (line) => {
        channel.appendLine(redact(line));
        // Following ends only with Cancel: a line that came is the success.
        shell.milestones.reached('connect');
    });
}

/** Without its logging switched on a web app's log has the platform's lines alone. It is offered beside the log: a write restarts the app. */
async function offerAppLines(
    shell: Shell,
    op: Operation,
    azure: Azure,
    { subscription, resourceId }: DeploymentAddress,
    name: string,
): Promise<void> {
    azure.subscriptions.use(subscription);
    // Who may not read the configuration may well read the log.
    const config = await azure.sites.config(op, resourceId).catch((error: unknown) => {
        op.log(error instanceof Error ? error.message : String(error));
        return undefined;
    });
    if (config?.containerLog !== 'off') {
        return;
    }
    const on = vscode.l10n.t('Switch On');
    const said = vscode.l10n.t(
        'Azure keeps nothing of what {0} itself writes: its logging is off. Switching it on restarts the app.',
        name,
    );
    void vscode.window.showWarningMessage(said, on).then(async (answer) => {
        if (answer === on) {
            await switchOn(shell, azure, resourceId, name);
        }
    });
}

/** Work of its own: following, whose end is Cancel, may have ended since the offer. */
async function switchOn(shell: Shell, azure: Azure, resourceId: string, name: string): Promise<void> {
    try {
        throwIfUnderWay(shell);
        await withProgress(shell, vscode.l10n.t('Slipway: Switch On the Log of {0}', name), (op) =>
            azure.sites.updateConfig(op, resourceId, { containerLog: 'on' }),
        );
    } catch (error) {
        if (!isCancelled(error)) {
            present(shell, error);
        }
    }
}
