import * as vscode from 'vscode';
import type { NextStep } from '../../../core/diagnose/verdictFinding';
import { portalUrl } from '../../../core/deploy/cloud';
import { isCancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { withProgress } from '../../command';
import { present } from '../../present';
import type { ReachedSite } from '../../remoteShellOf';
import type { Shell } from '../../shell';

/** Does what a button of the verdict says. Whatever changes the app asks first and says what it will change. */
export async function performNextStep(shell: Shell, folder: vscode.WorkspaceFolder, reached: ReachedSite, step: NextStep): Promise<void> {
    const argument = { folderUri: folder.uri.toString() };
    try {
        switch (step.kind) {
            case 'open-terminal':
                await vscode.commands.executeCommand('slipway.ssh.openTerminal', argument);
                return;
            case 'show-logs':
                await vscode.commands.executeCommand('slipway.deployment.showLogs', argument);
                return;
            case 'set-setting':
                await changeSettings(shell, reached, { [step.name]: step.value });
                return;
            case 'set-target-port':
                await changeSettings(shell, reached, { WEBSITES_PORT: String(step.port) });
                return;
            case 'remove-setting':
                await changeSettings(shell, reached, { [step.name]: undefined });
                return;
            case 'edit-setting': {
                const value = await vscode.window.showInputBox({
                    title: step.name,
                    prompt: vscode.l10n.t('The new value of this setting.'),
                    ignoreFocusOut: true,
                });
                if (value !== undefined) {
                    await changeSettings(shell, reached, { [step.name]: value });
                }
                return;
            }
            case 'restart':
            case 'start':
                await withProgress(
                    shell,
                    vscode.l10n.t('Slipway: {0} {1}', step.kind === 'start' ? 'Start' : 'Restart', reached.site.name),
                    (op) =>
                        step.kind === 'start'
                            ? reached.opened.azure.sites.start(op, reached.site.id)
                            : reached.opened.azure.sites.restart(op, reached.site.id),
                );
                return;
            case 'add-requirement': {
                await vscode.env.clipboard.writeText(step.name);
                const file = vscode.Uri.joinPath(folder.uri, 'requirements.txt');
                await vscode.window.showTextDocument(file);
                void vscode.window.showInformationMessage(
                    vscode.l10n.t('{0} was copied: paste it as a line of its own, save, and deploy again.', step.name),
                );
                return;
            }
            case 'add-ssh-layer':
                await vscode.commands.executeCommand('slipway.containerize', argument);
                return;
            case 'assign-role':
            case 'assign-identity':
                await vscode.env.openExternal(vscode.Uri.parse(portalUrl(reached.opened.cloud, reached.site.id), true));
                return;
        }
    } catch (error) {
        if (!isCancelled(error)) {
            present(shell, error);
        }
    }
}

/** `undefined` removes a setting. Read again just before the write: it replaces all of them. */
async function changeSettings(shell: Shell, reached: ReachedSite, change: Readonly<Record<string, string | undefined>>): Promise<void> {
    const names = Object.keys(change).join(', ');
    const yes = vscode.l10n.t('Change and Restart');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Change {0} of {1}? The app restarts.', names, reached.site.name),
        { modal: true },
        yes,
    );
    if (answer !== yes) {
        return;
    }
    const { azure } = reached.opened;
    await withProgress(shell, vscode.l10n.t('Slipway: Change {0}', names), async (op: Operation) => {
        const merged = { ...(await azure.sites.settings(op, reached.site.id)), ...change };
        const kept = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined);
        await azure.sites.replaceSettings(op, reached.site.id, Object.fromEntries(kept));
    });
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} was changed. Run the checks again in a moment.', names));
}
