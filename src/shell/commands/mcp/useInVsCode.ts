import * as vscode from 'vscode';
import type { Operation } from '../../../base/operation';
import type { Shell } from '../../shell';
import { chooseServer } from './chooseServer';

/** Offers a server to VS Code's agents and starts it there: by a bridge on loopback, where VS Code cannot speak with it by itself. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const server = await chooseServer(shell, op, argument);
    await server.connect(op);
    const entry = shell.mcp.shared().find(({ key }) => key === server.key);
    if (entry === undefined) {
        void vscode.window.showInformationMessage(
            vscode.l10n.t('VS Code uses {0} by itself: it is in .vscode/mcp.json.', server.known.label),
        );
        return;
    }
    const how =
        entry.way === 'bridge'
            ? vscode.l10n.t('It speaks 2026-07-28 only: Slipway bridges it on this computer, for as long as the window is open.')
            : vscode.l10n.t('VS Code connects to it directly.');
    const start = vscode.l10n.t('Start');
    const choice = await vscode.window.showInformationMessage(
        vscode.l10n.t('{0} is offered to the agents of VS Code. {1}', entry.label, how),
        start,
        vscode.l10n.t('List Servers'),
    );
    if (choice === undefined) {
        return;
    }
    // Commands of VS Code itself; without its AI features the list is not there.
    const id = `${shell.context.extension.id}/${entry.label}`;
    await (choice === start
        ? vscode.commands.executeCommand('workbench.mcp.startServer', id)
        : vscode.commands.executeCommand('workbench.mcp.listServer'));
}
