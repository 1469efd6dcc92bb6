import * as vscode from 'vscode';
import { readDeploymentLink } from '../views/deploymentLink';
import type { Memory } from './memory';
import type { ProjectsView } from './tree/projectsView';

/**
 * Handles `vscode://slipway-dev.slipway/deployment/<app>`: shows the deployment's row in the tree. Anybody can make a link, so that it never deploys, changes,
 * opens or asks anything by itself.
 */
export class Links implements vscode.UriHandler {
    constructor(
        private readonly memory: Memory,
        private readonly projects: ProjectsView,
    ) {}

    async handleUri(uri: vscode.Uri): Promise<void> {
        const name = readDeploymentLink(uri.path);
        if (name === undefined) {
            void vscode.window.showWarningMessage(
                vscode.l10n.t('This link is none of Slipway: it knows vscode://slipway-dev.slipway/deployment/NAME only.'),
            );
            return;
        }
        const folder = vscode.workspace.workspaceFolders?.find((candidate) => this.memory.deployment(candidate.uri)?.name === name);
        if (folder === undefined) {
            const open = vscode.l10n.t('Open Folder');
            const choice = await vscode.window.showInformationMessage(
                vscode.l10n.t('{0} is not deployed from a folder of this window. Open the folder that it was deployed from.', name),
                open,
            );
            if (choice === open) {
                await vscode.commands.executeCommand('workbench.action.files.openFolder');
            }
            return;
        }
        await this.projects.reveal(folder);
    }
}
