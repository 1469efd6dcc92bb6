import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { tellingVariables } from '../../../core/mcp/tellingVariables';
import type { Shell } from '../../shell';
import { askText } from '../../ask';

/**
 * Values of the variables that an entry of mcp.json uses. What it asks its user for is asked once and kept in the secret store. A
 * workspace that is not trusted learns nothing of this computer by them. Throws Failure 'workspace/not-trusted' or Cancelled.
 */
export async function variablesOf(
    shell: Shell,
    op: Operation,
    folder: vscode.Uri,
    names: readonly string[],
    ask: 'interactive' | 'silent',
): Promise<Readonly<Record<string, string>>> {
    if (!vscode.workspace.isTrusted && tellingVariables(names).length > 0) {
        throw new Failure('workspace/not-trusted');
    }
    const values: Record<string, string> = {};
    for (const name of names) {
        const value = await valueOf(shell, op, folder, name, ask);
        if (value !== undefined) {
            values[name] = value;
        }
    }
    return values;
}

async function valueOf(
    shell: Shell,
    op: Operation,
    folder: vscode.Uri,
    name: string,
    ask: 'interactive' | 'silent',
): Promise<string | undefined> {
    if (name === 'workspaceFolder') {
        return folder.fsPath;
    }
    if (name === 'userHome') {
        return process.env.HOME ?? process.env.USERPROFILE;
    }
    if (name.startsWith('env:')) {
        return process.env[name.slice(4)] ?? '';
    }
    if (!name.startsWith('input:')) {
        return undefined;
    }
    const key = inputKey(folder, name);
    const kept = await shell.context.secrets.get(key);
    if (kept !== undefined) {
        return kept;
    }
    if (ask === 'silent') {
        throw new Cancelled();
    }
    const typed = await askText(op, {
        title: vscode.l10n.t('{0} for .vscode/mcp.json', name.slice(6)),
        prompt: vscode.l10n.t('It is kept in the secret store of VS Code.'),
        password: true,
    });
    await shell.context.secrets.store(key, typed);
    return typed;
}

/** Forgets what was asked for an entry; entries of the same file that use it ask again. */
export async function forgetInputs(shell: Shell, folder: vscode.Uri, names: readonly string[]): Promise<void> {
    for (const name of names.filter((name) => name.startsWith('input:'))) {
        await shell.context.secrets.delete(inputKey(folder, name));
    }
}

function inputKey(folder: vscode.Uri, name: string): string {
    return `mcp.input:${folder.toString()}:${name.slice('input:'.length)}`;
}
