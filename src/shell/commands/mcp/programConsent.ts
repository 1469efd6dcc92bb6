import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { McpFailure } from '../../../core/failures/mcp';
import { fillVariables } from '../../../core/mcp/fillVariables';
import type { McpProgram } from '../../../ports/mcp';
import type { Shell } from '../../shell';
import { consentTo } from '../../consents';
import type { McpServerKnown } from './mcpServerKnown';
import { variablesOf } from './variables';

/**
 * The program of an entry in mcp.json, when it may be started: in a trusted workspace, and after the user has seen its command line. Another command line,
 * other variables or another folder ask again. Throws Failure 'mcp/command-not-trusted' or Cancelled.
 */
export async function programOf(shell: Shell, op: Operation, known: McpServerKnown, ask: 'interactive' | 'silent'): Promise<McpProgram> {
    const { reach, origin } = known;
    if (reach.kind !== 'program' || origin.kind !== 'configured') {
        throw new Failure<McpFailure>('mcp/config-invalid', { file: '.vscode/mcp.json', reason: 'It is no program.' });
    }
    const { server } = reach;
    const refused = new Failure<McpFailure>('mcp/command-not-trusted', { name: server.name });
    if (!vscode.workspace.isTrusted) {
        throw refused;
    }
    const consent = consentTo(shell, seenOf(known));
    if (!consent.isGiven()) {
        if (ask === 'silent') {
            throw refused;
        }
        const start = vscode.l10n.t('Start');
        const variables = Object.keys(server.env);
        const choice = await vscode.window.showWarningMessage(
            vscode.l10n.t('Start the MCP server {0} on this computer?', server.name),
            {
                modal: true,
                detail: [
                    vscode.l10n.t('.vscode/mcp.json of {0} says to run this with your rights:', known.label),
                    [server.command, ...server.args].map(quoted).join(' '),
                    ...(variables.length === 0 ? [] : [vscode.l10n.t('With the variables {0}.', variables.join(', '))]),
                    vscode.l10n.t('You are asked again when the entry changes.'),
                ].join('\n\n'),
            },
            start,
        );
        if (choice !== start) {
            throw new Cancelled();
        }
        await consent.give();
    }
    const values = await variablesOf(shell, op, origin.folder, server.variables, ask);
    const folder = origin.folder.fsPath;
    const filled = fillVariables(server, values);
    return {
        name: server.name,
        command: filled.command,
        args: filled.args,
        env: filled.env,
        cwd: filled.cwd ?? folder,
    };
}

export async function forgetStarted(shell: Shell, known: McpServerKnown): Promise<void> {
    await consentTo(shell, seenOf(known)).withdraw();
}

function seenOf({ key, reach }: McpServerKnown): readonly unknown[] {
    return reach.kind === 'program' ? [key, reach.server.command, reach.server.args, reach.server.env, reach.server.cwd] : [key];
}

function quoted(word: string): string {
    return /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word);
}
