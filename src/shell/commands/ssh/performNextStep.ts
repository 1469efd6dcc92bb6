import * as vscode from 'vscode';
import type { NextStep } from '../../../core/diagnose/verdictFinding';
import { portalUrl } from '../../../core/deploy/cloud';
import { Failure, isCancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { ProposedFile } from '../../../core/project/profile';
import { appendRequirement } from '../../../core/requirements/appendRequirement';
import { distributionOf } from '../../../core/requirements/distributionOf';
import { withProgress } from '../../command';
import { present } from '../../present';
import { previewFile, writeFiles } from '../../proposedFiles';
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
            case 'add-requirement':
                await addRequirement(shell, folder, step.name, step.manifest);
                return;
            case 'add-ssh-layer':
                await vscode.commands.executeCommand('slipway.containerize', argument);
                return;
            case 'assign-role':
                await copyRoleCommand(reached);
                return;
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

/** Shows the line that would be added as a diff and adds it on consent, as an edit that can be undone. The name is the container's word: only a package's name passes. */
async function addRequirement(shell: Shell, folder: vscode.WorkspaceFolder, module: string, manifest: string): Promise<void> {
    // A guess could name a package that somebody else registered: where the name is not known, the person says it.
    const distribution =
        distributionOf(module) ??
        (await vscode.window.showInputBox({
            title: vscode.l10n.t('Which package brings {0}?', module),
            prompt: vscode.l10n.t('Its name on PyPI; it need not be that of the module.'),
            value: module,
            ignoreFocusOut: true,
        }));
    if (distribution === undefined) {
        return;
    }
    const path = /^[\w.-]+\.txt$/.test(manifest) ? manifest : 'requirements.txt';
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(distribution)) {
        throw new Failure('workspace/write-failed', {
            file: path,
            reason: vscode.l10n.t('{0} is no name of a package.', module.slice(0, 80)),
        });
    }
    const uri = vscode.Uri.joinPath(folder.uri, path);
    const present = await vscode.workspace.openTextDocument(uri).then(
        (document) => document.getText(),
        () => undefined,
    );
    const file: ProposedFile = {
        path,
        content: appendRequirement(present ?? '', distribution),
        action: present === undefined ? 'create' : 'edit',
    };
    await previewFile(shell, folder.uri, file);
    const add = vscode.l10n.t('Add and Save');
    const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t('Add {0} to {1}?', distribution, path),
        add,
        vscode.l10n.t('Cancel'),
    );
    if (answer === add) {
        await writeFiles(folder.uri, [file]);
        const deploy = vscode.l10n.t('Deploy');
        if (
            (await vscode.window.showInformationMessage(
                vscode.l10n.t('{0} was added. Deploy to bring it to Azure.', distribution),
                deploy,
            )) === deploy
        ) {
            await vscode.commands.executeCommand('slipway.deploy', { folderUri: folder.uri.toString() });
        }
    }
}

/** Which resource the endpoint belongs to is not known here, so that its id is left to the person; everything else is exact. */
async function copyRoleCommand({ site, opened }: ReachedSite): Promise<void> {
    const principal = site.identity.user[0]?.principalId ?? site.identity.system?.principalId ?? '<principal id>';
    const command = `az role assignment create --assignee-object-id ${principal} --assignee-principal-type ServicePrincipal --role "Cognitive Services OpenAI User" --scope <resource id of the model>`;
    const copy = vscode.l10n.t('Copy Command');
    const portal = vscode.l10n.t('Open Portal');
    const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t('Somebody who owns the model gives {0} the role.', site.name),
        { modal: true, detail: command },
        copy,
        portal,
    );
    if (answer === copy) {
        await vscode.env.clipboard.writeText(command);
    } else if (answer === portal) {
        await vscode.env.openExternal(vscode.Uri.parse(portalUrl(opened.cloud, site.id), true));
    }
}

/** `undefined` removes a setting. Read again just before the write: it replaces all of them. */
async function changeSettings(shell: Shell, reached: ReachedSite, change: Readonly<Record<string, string | undefined>>): Promise<void> {
    const names = Object.keys(change).join(', ');
    const yes = vscode.l10n.t('Change and Restart');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Change {0} of {1}?', names, reached.site.name),
        { modal: true, detail: vscode.l10n.t('The app restarts.') },
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
