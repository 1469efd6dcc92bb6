import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { McpFailure } from '../../../core/failures/mcp';
import { withProgress } from '../../command';
import type { Shell } from '../../shell';
import type { McpServer } from './mcpServer';
import { siteOf } from './siteOf';

const azureOf = () => import(/* webpackChunkName: "azure" */ '../../cloud/openCloud');

/** Does what a button below the bars promises. */
export async function performScaleFix(shell: Shell, server: McpServer, fix: string): Promise<void> {
    switch (fix) {
        case 'turn-off-affinity':
            await turnOffAffinity(shell, server);
            return;
        case 'add-instances':
            await explain(
                vscode.l10n.t('Scale out the app'),
                vscode.l10n.t(
                    'App Service: raise the instance count of its plan (az appservice plan update --number-of-workers 3). Container Apps: raise the least and the most replicas of its scale rule. Then check again.',
                ),
            );
            return;
        case 'open-log':
            if (server.known.origin.kind === 'deployment') {
                await vscode.commands.executeCommand('slipway.deployment.showLogs', { folderUri: server.known.origin.folder.toString() });
            } else {
                shell.output.show();
            }
            return;
        case 'use-explicit-handles':
            await explain(
                vscode.l10n.t('Move state into explicit handles'),
                vscode.l10n.t(
                    'A tool that remembers answers a handle in its structured content, and later calls pass it back as an argument. Sign it, or keep what is behind it in a store that all instances share. Then no request needs the instance of the one before. The sample samples/mcp-stateless shows it.',
                ),
            );
            return;
        case 'add-whoami-tool':
            await explain(
                vscode.l10n.t('Let the server say which instance answers'),
                vscode.l10n.t(
                    'Add a tool whoami without arguments that answers {"instance_id": WEBSITE_INSTANCE_ID} on App Service, or CONTAINER_APP_REPLICA_NAME on Container Apps, or send it in the header X-Instance-Id.',
                ),
            );
            return;
    }
}

async function turnOffAffinity(shell: Shell, server: McpServer): Promise<void> {
    const title = vscode.l10n.t('Slipway: Turn Off Affinity');
    const { azure, site } = await withProgress(shell, title, async (op: Operation) => {
        const cloud = await (await azureOf()).openCloud(shell, op);
        return { azure: cloud.azure, site: await siteOf(op, cloud, server.known, server.url) };
    });
    if (site === undefined) {
        throw new Failure<McpFailure>('mcp/no-site', { url: server.url });
    }
    const yes = vscode.l10n.t('Turn Off');
    const choice = await vscode.window.showWarningMessage(
        vscode.l10n.t('Turn off session affinity of {0}?', site.name),
        {
            modal: true,
            detail: vscode.l10n.t(
                'clientAffinityEnabled becomes false: the next request of a client may reach any instance. An app that keeps sessions in memory loses them.',
            ),
        },
        yes,
    );
    if (choice !== yes) {
        return;
    }
    await withProgress(shell, title, (op) => azure.sites.setAffinity(op, site.id, 'off'));
    const again = vscode.l10n.t('Check Again');
    void vscode.window
        .showInformationMessage(vscode.l10n.t('{0} no longer pins clients to an instance.', site.name), again)
        .then((chosen) =>
            chosen === again
                ? vscode.commands.executeCommand('slipway.mcp.checkScale', { server: server.key, kind: 'server', name: '' })
                : undefined,
        );
}

async function explain(title: string, detail: string): Promise<void> {
    await vscode.window.showInformationMessage(title, { modal: true, detail });
}
