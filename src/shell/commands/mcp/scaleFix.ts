import * as vscode from 'vscode';
import { Failure, isFailure } from '../../../base/failure';
import { quietOperation, type Operation } from '../../../base/operation';
import type { ContainerApp, Site } from '../../../core/deploy/resources';
import type { McpFailure } from '../../../core/failures/mcp';
import type { Azure } from '../../../ports/azure';
import { askText } from '../../ask';
import { withProgress } from '../../command';
import type { Shell } from '../../shell';
import { containerAppOf } from './containerAppOf';
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
            await addInstances(shell, server);
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

/** What Azure runs behind a server's address. */
type Running =
    | { readonly kind: 'site'; readonly azure: Azure; readonly site: Site }
    | { readonly kind: 'containerApp'; readonly azure: Azure; readonly app: ContainerApp };

/** Throws Failure 'mcp/no-site' where the account has nothing behind that address. */
async function runningOf(shell: Shell, op: Operation, server: McpServer): Promise<Running> {
    const opened = await (await azureOf()).openCloud(shell, op);
    const { azure } = opened;
    const site = await siteOf(op, opened, server.known, server.url);
    if (site !== undefined) {
        return { kind: 'site', azure, site };
    }
    const app = await containerAppOf(op, opened, server.known, server.url);
    if (app === undefined) {
        throw new Failure<McpFailure>('mcp/no-site', { url: server.url });
    }
    return { kind: 'containerApp', azure, app };
}

async function turnOffAffinity(shell: Shell, server: McpServer): Promise<void> {
    const title = vscode.l10n.t('Slipway: Turn Off Affinity');
    const running = await withProgress(shell, title, (op) => runningOf(shell, op, server));
    const { name } = running.kind === 'site' ? running.site : running.app;
    const yes = vscode.l10n.t('Turn Off');
    const choice = await vscode.window.showWarningMessage(
        vscode.l10n.t('Turn off session affinity of {0}?', name),
        {
            modal: true,
            detail:
                running.kind === 'site'
                    ? vscode.l10n.t(
                          'clientAffinityEnabled becomes false: the next request of a client may reach any instance. An app that keeps sessions in memory loses them.',
                      )
                    : vscode.l10n.t(
                          'Sticky sessions of its ingress become none: the next request of a client may reach any replica. An app that keeps sessions in memory loses them.',
                      ),
        },
        yes,
    );
    if (choice !== yes) {
        return;
    }
    await withProgress(shell, title, (op) =>
        running.kind === 'site'
            ? running.azure.sites.setAffinity(op, running.site.id, 'off')
            : running.azure.containerApps.setAffinity(op, running.app.id, 'off'),
    );
    offerCheck(server, vscode.l10n.t('{0} no longer pins clients to an instance.', name));
}

/** More instances of the plan that a web app is in; a container app that was deployed from here asks for its replicas. */
async function addInstances(shell: Shell, server: McpServer): Promise<void> {
    const title = vscode.l10n.t('Scale out the app');
    const running = await withProgress(shell, title, (op) => runningOf(shell, op, server)).catch((error: unknown) => {
        if (isFailure(error) && error.code === 'mcp/no-site') {
            return undefined;
        }
        throw error;
    });
    if (running === undefined) {
        await explain(
            title,
            vscode.l10n.t(
                'App Service: raise the instance count of its plan (az appservice plan update --number-of-workers 3). Container Apps: raise the least and the most replicas of its scale rule. Then check again.',
            ),
        );
        return;
    }
    const { origin } = server.known;
    if (running.kind === 'containerApp') {
        await (origin.kind === 'deployment'
            ? vscode.commands.executeCommand('slipway.deployment.scale', { folderUri: origin.folder.toString() })
            : explain(title, vscode.l10n.t('Raise the least and the most replicas of its scale rule in Azure. Then check again.')));
        return;
    }
    const { azure, site } = running;
    const plan = await withProgress(shell, title, (op) => azure.plans.get(op, site.planId));
    if (plan === undefined) {
        throw new Failure<McpFailure>('mcp/no-site', { url: server.url });
    }
    const text = await askText(quietOperation(), {
        title: vscode.l10n.t('Instances of {0}', plan.name),
        prompt: vscode.l10n.t(
            'It has {0} ({1}). Each costs as much as the first, and runs every app of the plan.',
            String(plan.capacity),
            plan.sku,
        ),
        value: String(Math.max(plan.capacity + 1, 2)),
        validateInput: (typed) =>
            /^[1-9]\d?$/.test(typed.trim()) && Number(typed) > plan.capacity
                ? undefined
                : vscode.l10n.t('A number of instances, from {0} to 99.', String(plan.capacity + 1)),
    });
    const capacity = Number(text);
    await withProgress(shell, title, (op) => azure.plans.setCapacity(op, plan.id, capacity));
    offerCheck(server, vscode.l10n.t('{0} has {1} instances. A new one takes some minutes to answer.', plan.name, String(capacity)));
}

function offerCheck(server: McpServer, said: string): void {
    const again = vscode.l10n.t('Check Again');
    void vscode.window
        .showInformationMessage(said, again)
        .then((chosen) =>
            chosen === again
                ? vscode.commands.executeCommand('slipway.mcp.checkScale', { server: server.key, kind: 'server', name: '' })
                : undefined,
        );
}

async function explain(title: string, detail: string): Promise<void> {
    await vscode.window.showInformationMessage(title, { modal: true, detail });
}
