import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { McpFailure } from '../../../core/failures/mcp';
import { fillVariables } from '../../../core/mcp/fillVariables';
import type { McpProgram } from '../../../ports/mcp';
import type { Shell } from '../../shell';
import type { McpServerKnown } from './mcpServerKnown';
import { variablesOf } from './variables';

const consentsKey = 'mcp.consents';

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
    const consents = shell.memory.get(consentsKey, readTexts) ?? [];
    const seen = JSON.stringify([known.key, server.command, server.args, server.env, server.cwd]);
    const print = createHash('sha256').update(seen).digest('hex');
    if (!consents.includes(print)) {
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
        await shell.memory.set(consentsKey, [...consents, print].slice(-200));
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

function quoted(word: string): string {
    return /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word);
}

function readTexts(value: unknown): readonly string[] | undefined {
    return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : undefined;
}
