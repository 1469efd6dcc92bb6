import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { McpFailure } from '../../../core/failures/mcp';
import { mcpFindInAzure, type McpInAzure } from '../../../workflows/mcpFindInAzure';
import type { Shell } from '../../shell';
import { pick } from '../../ask';

const azureOf = () => import(/* webpackChunkName: "azure" */ '../../cloud/openCloud');

/** Lets the user choose among the apps of the account that look like MCP servers; answers the address. Throws Cancelled. */
export async function findInAzure(shell: Shell, op: Operation): Promise<string> {
    const opened = await (await azureOf()).openCloud(shell, op);
    const found = await mcpFindInAzure(op, opened.azure);
    if (found.length === 0) {
        throw new Failure<McpFailure>('mcp/no-server-found', {
            url: vscode.l10n.t('any app of this account'),
            tried: 'Functions, App Service, Container Apps',
        });
    }
    const chosen = await pick(
        op,
        found.map((server) => ({ label: `$(cloud) ${server.name}`, description: wordsOf(server), detail: server.url, server })),
        { title: vscode.l10n.t('MCP servers in Azure'), placeHolder: vscode.l10n.t('Which one?') },
    );
    return await opened.pageOf(op, chosen.server.url);
}

function wordsOf({ by, triggers }: McpInAzure): string {
    switch (by) {
        case 'triggers':
            return vscode.l10n.t('Functions app with {0} MCP triggers', String(triggers));
        case 'builtIn':
            return vscode.l10n.t('web app with the built-in MCP of App Service');
        case 'site':
            return vscode.l10n.t('web app; whether it is a server shows when it is connected');
        case 'containerApp':
            return vscode.l10n.t('container app; whether it is a server shows when it is connected');
    }
}
