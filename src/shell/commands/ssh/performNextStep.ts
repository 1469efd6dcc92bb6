import * as vscode from 'vscode';
import type { NextStep } from '../../../core/diagnose/verdictFinding';
import { portalUrl } from '../../../core/deploy/cloud';
import { nameOf } from '../../../core/deploy/resourceId';
import { roles } from '../../../core/deploy/roles';
import { Failure, isCancelled } from '../../../base/failure';
import { quietOperation } from '../../../base/operation';
import { addSshLayer, type SshLayer } from '../../../core/dockerfile/addSshLayer';
import type { ProposedFile } from '../../../core/project/profile';
import { appendRequirement } from '../../../core/requirements/appendRequirement';
import { installCommand } from '../../../core/requirements/installCommand';
import { distributionOf } from '../../../core/requirements/distributionOf';
import { controlDeployment } from '../../../workflows/deployment/controlDeployment';
import { readDiagnosedSettings } from '../../../workflows/deployment/diagnosedDeployment';
import {
    assignIdentity,
    assignModelRole,
    changeSettings,
    changeTargetPort,
    findIdentities,
    findModelAccounts,
    identitiesOf,
} from '../../../workflows/deployment/mendDeployment';
import { withProgress } from '../../command';
import { present } from '../../present';
import { previewFile, writeFiles } from '../../proposedFiles';
import { argumentOf, type ChosenDeployment } from '../../deployments';
import type { ReachedDeployment } from '../../reachDeployment';
import { scaffoldChoices, setScaffoldChoices } from '../../scaffoldChoices';
import type { Shell } from '../../shell';
import { askText, pick } from '../../ask';
import { chooseModelAccount, whatWasNotSeen } from './chooseModelAccount';
import { openModelPage } from './openModelPage';

/** Does what a button of the verdict says. Whatever changes the app asks first and says what it will change. */
export async function performNextStep(shell: Shell, chosen: ChosenDeployment, reached: ReachedDeployment, step: NextStep): Promise<void> {
    const argument = argumentOf(chosen);
    try {
        switch (step.kind) {
            case 'open-terminal':
                await vscode.commands.executeCommand('slipway.ssh.openTerminal', argument);
                return;
            case 'show-logs':
                await vscode.commands.executeCommand('slipway.deployment.showLogs', argument);
                return;
            case 'set-setting':
                await changeSetting(shell, chosen, reached, step.name, step.value);
                return;
            case 'set-target-port':
                await changePort(shell, reached, step.port);
                return;
            case 'deploy-with-port':
                await inFolder(chosen, (folder) =>
                    vscode.commands.executeCommand('slipway.deploy', { folderUri: folder.uri.toString(), port: step.port }),
                );
                return;
            case 'remove-setting':
                await changeSetting(shell, chosen, reached, step.name, undefined);
                return;
            case 'edit-setting': {
                const value = await askText(quietOperation(), {
                    title: step.name,
                    prompt: vscode.l10n.t('The new value of this setting.'),
                });
                await changeSetting(shell, chosen, reached, step.name, value);
                return;
            }
            case 'restart':
            case 'start':
                await restart(shell, chosen, reached, step.kind);
                return;
            case 'add-requirement':
                await inFolder(chosen, (folder) => addRequirement(shell, folder, step.name, step.manifest));
                return;
            case 'add-ssh-layer':
                await inFolder(chosen, (folder) => addSsh(shell, folder));
                return;
            case 'open-model-metrics':
                await openModelPage(shell, reached, step.host, 'metrics');
                return;
            case 'open-model-health':
                await openModelPage(shell, reached, step.host, 'resourceHealth');
                return;
            case 'assign-role':
                await giveModelRole(shell, reached, step.host);
                return;
            case 'assign-identity':
                await giveIdentity(shell, reached, step.clientId);
                return;
        }
    } catch (error) {
        if (!isCancelled(error)) {
            present(shell, error);
        }
    }
}

/** What changes files, or deploys them, needs the folder that was deployed: of a deployment that was found in Azure it may be anywhere. */
async function inFolder({ folder, name }: ChosenDeployment, task: (folder: vscode.WorkspaceFolder) => Thenable<unknown>): Promise<void> {
    if (folder === undefined) {
        void vscode.window.showInformationMessage(
            vscode.l10n.t('Open the folder of {0} first, and deploy it from there: this changes its files.', name),
        );
        return;
    }
    await task(folder);
}

/** Shows the line that would be added as a diff and adds it on consent, as an edit that can be undone. The name is the container's word: only a package's name passes. */
async function addRequirement(shell: Shell, folder: vscode.WorkspaceFolder, module: string, manifest: string): Promise<void> {
    if (manifest === 'package.json') {
        await typeInstall(folder, module);
        return;
    }
    // A guess could name a package that somebody else registered: where the name is not known, the person says it.
    const distribution =
        distributionOf(module) ??
        (await askText(quietOperation(), {
            title: vscode.l10n.t('Which package brings {0}?', module),
            prompt: vscode.l10n.t('Its name on PyPI; it need not be that of the module.'),
            value: module,
        }));
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

/** Shows the SSH layer as a diff of the folder's Dockerfile and adds it on consent; without a Dockerfile, Containerize makes one that has it. */
async function addSsh(shell: Shell, folder: vscode.WorkspaceFolder): Promise<void> {
    const argument = { folderUri: folder.uri.toString() };
    const uri = vscode.Uri.joinPath(folder.uri, 'Dockerfile');
    const text = await vscode.workspace.openTextDocument(uri).then(
        (document) => document.getText(),
        () => undefined,
    );
    if (text === undefined) {
        await setScaffoldChoices(shell, folder, { ...scaffoldChoices(shell, folder), sshd: 'appService' });
        await vscode.commands.executeCommand('slipway.containerize', argument);
        return;
    }
    const layer = addSshLayer(text);
    if (layer.kind !== 'edited') {
        await vscode.window.showTextDocument(uri);
        void vscode.window.showWarningMessage(whyNoLayer(layer));
        return;
    }
    const file: ProposedFile = { path: 'Dockerfile', content: layer.text, action: 'edit' };
    await previewFile(shell, folder.uri, file);
    const add = vscode.l10n.t('Add and Save');
    const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t('Add the SSH layer to {0}? The app keeps its command and its user.', file.path),
        add,
        vscode.l10n.t('Cancel'),
    );
    if (answer !== add) {
        return;
    }
    await writeFiles(folder.uri, [file]);
    const deploy = vscode.l10n.t('Deploy');
    if (
        (await vscode.window.showInformationMessage(
            vscode.l10n.t('{0} was added. Deploy to bring it to Azure.', vscode.l10n.t('The SSH layer')),
            deploy,
        )) === deploy
    ) {
        await vscode.commands.executeCommand('slipway.deploy', argument);
    }
}

function whyNoLayer(layer: Exclude<SshLayer, { readonly kind: 'edited' }>): string {
    switch (layer.kind) {
        case 'there':
            return vscode.l10n.t(
                'This Dockerfile has sshd already. Check that its start command starts it, and that it listens on port 2222.',
            );
        case 'no-command':
            return vscode.l10n.t('This Dockerfile starts nothing by a CMD or an ENTRYPOINT of its own. Add one first.');
        case 'user':
            return vscode.l10n.t('The USER of this Dockerfile is known only when it is built. Write it out first.');
        case 'base':
            return vscode.l10n.t('{0} has no apt-get, by which Slipway adds sshd. Take an image of Debian or Ubuntu.', layer.image);
    }
}

/** A package manager keeps its lock file beside the manifest: its own command is typed into a terminal, and the person presses Enter. */
async function typeInstall(folder: vscode.WorkspaceFolder, module: string): Promise<void> {
    const files = new Set((await vscode.workspace.fs.readDirectory(folder.uri)).map(([name]) => name));
    const terminal = vscode.window.createTerminal({ name: vscode.l10n.t('Add {0}', module), cwd: folder.uri });
    terminal.show();
    terminal.sendText(installCommand(module, files), false);
}

async function restart(
    shell: Shell,
    { address }: ChosenDeployment,
    { opened, found }: ReachedDeployment,
    order: 'restart' | 'start',
): Promise<void> {
    const title = order === 'start' ? vscode.l10n.t('Slipway: Start {0}', found.name) : vscode.l10n.t('Slipway: Restart {0}', found.name);
    await withProgress(shell, title, async (op) => {
        await controlDeployment(op, opened.azure, address, order);
    });
    const done = order === 'start' ? vscode.l10n.t('{0} starts.', found.name) : vscode.l10n.t('{0} starts again.', found.name);
    void vscode.window.showInformationMessage(`${done} ${vscode.l10n.t('Run the checks again in a moment.')}`);
}

/** A container group's variables are part of what a deploy makes: there the plan is where they are changed. `undefined` removes a setting. */
async function changeSetting(
    shell: Shell,
    chosen: ChosenDeployment,
    { opened, found }: ReachedDeployment,
    name: string,
    value: string | undefined,
): Promise<void> {
    const { target } = found;
    if (target === 'containerInstances') {
        await inFolder(chosen, (folder) =>
            vscode.commands.executeCommand('slipway.deploy', { folderUri: folder.uri.toString(), plan: 'show' }),
        );
        return;
    }
    const yes = vscode.l10n.t('Change and Restart');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Change {0} of {1}?', name, found.name),
        { modal: true, detail: vscode.l10n.t('The app restarts.') },
        yes,
    );
    if (answer !== yes) {
        return;
    }
    await withProgress(shell, vscode.l10n.t('Slipway: Change {0}', name), (op) =>
        changeSettings(op, opened.azure, found, target, { [name]: value }),
    );
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} was changed. Run the checks again in a moment.', name));
}

async function changePort(shell: Shell, { opened, found }: ReachedDeployment, port: number): Promise<void> {
    const yes = vscode.l10n.t('Change and Restart');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Send the requests of {0} to port {1}?', found.name, String(port)),
        { modal: true, detail: vscode.l10n.t('A new revision starts.') },
        yes,
    );
    if (answer === yes) {
        await withProgress(shell, vscode.l10n.t('Slipway: Change Port of {0}', found.name), (op) =>
            changeTargetPort(op, opened.azure, found, port),
        );
        void vscode.window.showInformationMessage(
            vscode.l10n.t('Requests go to port {0} now. Run the checks again in a moment.', String(port)),
        );
    }
}

/** Finds the identity and the model's resource, asks, and gives the role; who may not do so gets the command for somebody who may. */
async function giveModelRole(shell: Shell, { opened, found }: ReachedDeployment, host: string): Promise<void> {
    const { azure } = opened;
    const { identities, models } = await withProgress(shell, vscode.l10n.t('Slipway: Find the Model of {0}', found.name), async (op) => {
        const { settings } = await readDiagnosedSettings(op, azure, found);
        return {
            identities: await identitiesOf(op, azure, found, settings.AZURE_CLIENT_ID),
            models: await findModelAccounts(op, azure, host),
        };
    });
    const identity = identities[0];
    if (identity === undefined) {
        await giveIdentity(shell, { opened, found }, '');
        return;
    }
    const command = (scope: string) =>
        `az role assignment create --assignee-object-id ${identity.principalId} --assignee-principal-type ServicePrincipal --role "${roles.openAiUser.title}" --scope ${scope}`;
    const unseen = whatWasNotSeen(shell, models);
    const account = await chooseModelAccount(models.accounts, host, unseen);
    const copy = vscode.l10n.t('Copy Command');
    if (account === undefined) {
        const answer = await vscode.window.showInformationMessage(
            vscode.l10n.t('No model with the address {0} is in your subscriptions.', host),
            {
                modal: true,
                detail: [unseen, vscode.l10n.t('Somebody who owns the model gives {0} the role with this command.', found.name)]
                    .filter((sentence) => sentence !== undefined)
                    .join(' '),
            },
            copy,
        );
        if (answer === copy) {
            await vscode.env.clipboard.writeText(command('<resource id of the model>'));
        }
        return;
    }
    const yes = vscode.l10n.t('Assign Role');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Give {0} the role {1}?', identity.name, roles.openAiUser.title),
        { modal: true, detail: vscode.l10n.t('On {0} in {1}: the identity may call its models.', account.name, account.subscription.name) },
        yes,
        copy,
    );
    if (answer === copy) {
        await vscode.env.clipboard.writeText(command(account.id));
    } else if (answer === yes) {
        await withProgress(shell, vscode.l10n.t('Slipway: Assign {0}', roles.openAiUser.title), (op) =>
            assignModelRole(op, azure, account, identity),
        );
        void vscode.window.showInformationMessage(
            vscode.l10n.t('{0} may call the models of {1}. Azure needs a few minutes until it counts.', identity.name, account.name),
        );
    }
}

/** Adds a user-assigned identity to the app; where the platform takes none in place, or there is none, the portal is opened. */
async function giveIdentity(shell: Shell, { opened, found }: Pick<ReachedDeployment, 'opened' | 'found'>, clientId: string): Promise<void> {
    const { target } = found;
    const identities =
        target === 'containerInstances'
            ? []
            : await withProgress(shell, vscode.l10n.t('Slipway: Find Identities for {0}', found.name), (op) =>
                  findIdentities(op, opened.azure, found, clientId),
              );
    if (target === 'containerInstances' || identities.length === 0) {
        await vscode.env.openExternal(vscode.Uri.parse(portalUrl(opened.cloud, found.id), true));
        return;
    }
    const chosen = await pick(
        quietOperation(),
        identities.map((identity) => ({
            label: nameOf(identity.id),
            description: identity.clientId,
            ...(identity.clientId === clientId ? { detail: vscode.l10n.t('AZURE_CLIENT_ID names this one.') } : {}),
            identity,
        })),
        { title: vscode.l10n.t('Which identity is {0} to have?', found.name) },
    );
    const yes = vscode.l10n.t('Assign Identity');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Assign the identity {0} to {1}?', chosen.label, found.name),
        { modal: true, detail: vscode.l10n.t('The app restarts.') },
        yes,
    );
    if (answer === yes) {
        await withProgress(shell, vscode.l10n.t('Slipway: Assign {0}', chosen.label), (op) =>
            assignIdentity(op, opened.azure, found, target, chosen.identity),
        );
        void vscode.window.showInformationMessage(
            vscode.l10n.t('{0} has the identity {1} now. Run the checks again in a moment.', found.name, chosen.label),
        );
    }
}
