import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import { queryNames } from '../../../core/mcp/secretQuery';
import type { Shell } from '../../shell';
import { consentTo } from '../../consents';
import type { McpServerKnown } from './mcpServerKnown';

/**
 * Lets an entry of mcp.json, which a repository may have brought along, name where to connect: in a trusted workspace, and after the user has seen the address
 * and what is sent there. Another address, other headers or other variables ask again. Throws Failure 'workspace/not-trusted' or Cancelled.
 */
export async function allowAddress(shell: Shell, known: McpServerKnown, ask: 'interactive' | 'silent'): Promise<void> {
    const { origin, reach } = known;
    if (origin.kind !== 'configured' || reach.kind !== 'http') {
        return;
    }
    if (!vscode.workspace.isTrusted) {
        throw new Failure('workspace/not-trusted');
    }
    const consent = consentTo(shell, seenOf(known));
    if (consent.isGiven()) {
        return;
    }
    if (ask === 'silent') {
        throw new Cancelled();
    }
    const headers = Object.keys(reach.headers);
    const { variables } = origin.server;
    const connect = vscode.l10n.t('Connect');
    const choice = await vscode.window.showWarningMessage(
        vscode.l10n.t('Connect to the MCP server {0}?', known.label),
        {
            modal: true,
            detail: [
                vscode.l10n.t('.vscode/mcp.json says to connect to this address:'),
                shownAddress(reach.url, reach.query),
                ...(headers.length === 0 ? [] : [vscode.l10n.t('With the headers {0}.', headers.join(', '))]),
                ...(variables.length === 0 ? [] : [vscode.l10n.t('It is told the values of {0}.', variables.join(', '))]),
                vscode.l10n.t('You are asked again when the entry changes.'),
            ].join('\n\n'),
        },
        connect,
    );
    if (choice !== connect) {
        throw new Cancelled();
    }
    await consent.give();
}

export async function forgetAllowed(shell: Shell, known: McpServerKnown): Promise<void> {
    await consentTo(shell, seenOf(known)).withdraw();
}

function shownAddress(url: string, query: string): string {
    const hidden = queryNames(query).map((name) => `${name}=…`);
    return hidden.length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${hidden.join('&')}`;
}

function seenOf({ key, origin, reach }: McpServerKnown): readonly unknown[] {
    return [key, reach, origin.kind === 'configured' ? origin.server.variables : []];
}
