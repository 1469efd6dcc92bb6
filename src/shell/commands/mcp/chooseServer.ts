import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import type { McpServer } from './mcpServer';
import { serversOf } from './mcpServers';
import { pick } from '../../ask';

/** The server that a command is meant for: the row's or the panel's, the only one, or the user's choice. Throws Cancelled. */
export async function chooseServer(shell: Shell, op: Operation, argument: unknown): Promise<McpServer> {
    const servers = await serversOf(shell);
    const given = servers.find(argument)?.server;
    if (given !== undefined) {
        return given;
    }
    const known = await servers.everywhere();
    const [only] = known;
    if (only !== undefined && known.length === 1) {
        return only;
    }
    const chosen = await pick(
        op,
        known.map((server) => ({ label: server.known.label, description: server.known.source, server })),
        {
            title: vscode.l10n.t('Slipway MCP'),
            placeHolder:
                known.length === 0 ? vscode.l10n.t('There is no server yet: connect to one first.') : vscode.l10n.t('Which server?'),
        },
    );
    return chosen.server;
}
