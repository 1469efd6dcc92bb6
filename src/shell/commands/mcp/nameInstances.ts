import * as vscode from 'vscode';
import { isCancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { insightsAppId } from '../../../core/deploy/insightsAppId';
import { insightsKey } from '../../../core/deploy/insightsKey';
import { insightsSetting } from '../../../core/deploy/settings';
import type { ScaleFacts } from '../../../core/mcp/judgeScale';
import { failureSentence, failureText } from '../../../views/failureText';
import { mcpNameInstances } from '../../../workflows/mcpNameInstances';
import { openCloud, type OpenedCloud } from '../../cloud/openCloud';
import type { Shell } from '../../shell';
import { containerAppOf } from './containerAppOf';
import type { McpServer } from './mcpServer';
import { siteOf } from './siteOf';

/**
 * Which instances answered, from the Application Insights component that the app's settings name; undefined where there is none, where nobody is signed in,
 * or where it cannot be asked. `told` is given words for the panel meanwhile, and what went wrong. Never asks for a sign-in. Throws Cancelled.
 */
export async function nameInstances(
    shell: Shell,
    op: Operation,
    server: McpServer,
    facts: ScaleFacts,
    told: (words: string) => void,
): Promise<ScaleFacts | undefined> {
    try {
        const opened = await openCloud(shell, op, 'silent');
        const { azure } = opened;
        const app = await appThatTells(op, opened, server);
        const appId = app === undefined ? undefined : await appIdOf(op, azure, app);
        if (app === undefined || appId === undefined) {
            return undefined;
        }
        told(vscode.l10n.t('Application Insights is asked which instance answered. It tells of a request some minutes after it.'));
        return await mcpNameInstances(op, facts, { insights: azure.insights, site: app.id, appId }, (known, asked) => {
            op.report(
                vscode.l10n.t('Application Insights knows {0} of {1} calls', String(known), String(asked)),
                known / Math.max(1, asked),
            );
        });
    } catch (error) {
        if (isCancelled(error)) {
            throw error;
        }
        told(
            vscode.l10n.t(
                'Application Insights could not be asked: {0}',
                failureSentence(failureText(error, (sentence) => vscode.l10n.t(sentence))),
            ),
        );
        return undefined;
    }
}

interface Telling {
    readonly id: string;
    readonly connectionString: string | undefined;
    /** By which apps were connected before there were connection strings. */
    readonly key: string | undefined;
}

async function appThatTells(op: Operation, opened: OpenedCloud, server: McpServer): Promise<Telling | undefined> {
    const { azure } = opened;
    const site = await siteOf(op, opened, server.known, server.url);
    if (site !== undefined) {
        const settings = await azure.sites.settings(op, site.id);
        return { id: site.id, connectionString: settings[insightsSetting], key: settings.APPINSIGHTS_INSTRUMENTATIONKEY };
    }
    const app = await containerAppOf(op, opened, server.known, server.url);
    return app === undefined
        ? undefined
        : { id: app.id, connectionString: await azure.containerApps.variable(op, app.id, insightsSetting), key: undefined };
}

/** Queries are asked by the component's application id, which a connection string may leave out. */
async function appIdOf(op: Operation, azure: OpenedCloud['azure'], { id, connectionString, key }: Telling): Promise<string | undefined> {
    const instrumentationKey = insightsKey(connectionString) ?? key;
    return (
        insightsAppId(connectionString) ??
        (instrumentationKey === undefined ? undefined : await azure.insights.appIdOf(op, id, instrumentationKey))
    );
}
