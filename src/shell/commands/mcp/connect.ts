import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { askHeader } from './access';
import { showMcpPanel } from './mcpRun';
import type { McpServer } from './mcpServer';
import { serversOf, type McpServers } from './mcpServers';
import { askText, pick } from '../../ask';

interface Choice extends vscode.QuickPickItem {
    readonly act: () => Promise<McpServer>;
}

/** Connects to a server that was deployed, configured or typed, and opens its panel. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const servers = await serversOf(shell);
    const given = servers.find(argument)?.server;
    const server = given ?? (await choose(shell, op, servers));
    await server.connect(op).catch((error: unknown) => {
        // The panel says what went wrong, and offers ways on.
        if (server.shown().problem === undefined) {
            throw error;
        }
    });
    if (server.known.origin.kind === 'url' && server.shown().state === 'connected') {
        await servers.rememberAddress(server.url);
    }
    // Trying again at once would only ask the same again.
    showMcpPanel(shell, server, 'as it is');
}

async function choose(shell: Shell, op: Operation, servers: McpServers): Promise<McpServer> {
    const known = await servers.everywhere();
    const icons = { deployment: 'cloud', configured: 'json', url: 'globe' } as const;
    const rows: Choice[] = known.map((server) => ({
        label: `$(${icons[server.known.origin.kind]}) ${server.known.label}`,
        description: server.known.source,
        act: () => Promise.resolve(server),
    }));
    rows.push(
        { label: vscode.l10n.t('$(globe) Type an address…'), act: async () => await servers.typed(await askAddress(op)) },
        {
            label: vscode.l10n.t('$(key) Type an address and a header…'),
            description: vscode.l10n.t('such as x-functions-key; kept in the secret store'),
            act: async () => {
                const url = await askAddress(op);
                await askHeader(shell, op, url);
                return await servers.typed(url);
            },
        },
        {
            label: vscode.l10n.t('$(search) Find servers in Azure…'),
            description: vscode.l10n.t('Functions with MCP triggers, and web apps that answer as one'),
            act: async () => {
                const { findInAzure } = await import(/* webpackChunkName: "mcpFind" */ './findInAzure');
                return servers.byAddress(await findInAzure(shell, op));
            },
        },
    );
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Slipway: Connect MCP Server'),
        placeHolder: vscode.l10n.t('Which server?'),
    });
    return await chosen.act();
}

async function askAddress(op: Operation): Promise<string> {
    const url = await askText(op, {
        title: vscode.l10n.t('Slipway: Connect MCP Server'),
        prompt: vscode.l10n.t('The address of the server or of its site.'),
        value: 'https://',
        valueSelection: [8, 8],
        validateInput: (text) =>
            URL.canParse(text.trim()) && /^https?:/.test(text.trim())
                ? undefined
                : vscode.l10n.t('An address starts with https:// or http://.'),
    });
    return new URL(url.trim()).href;
}
