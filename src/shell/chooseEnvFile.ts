import { parseEnv } from 'node:util';
import * as vscode from 'vscode';
import { Cancelled } from '../base/failure';
import type { Operation } from '../base/operation';
import { pick } from './ask';

/**
 * The variables of an env file of the folder that the user chooses, read as dotenv reads it; none, and no question, where the folder has no such file. What is
 * in the file is shown and logged nowhere.
 */
export async function chooseEnvFile(
    op: Operation,
    folder: vscode.WorkspaceFolder,
    title: string,
): Promise<Readonly<Record<string, string>>> {
    const names = (await vscode.workspace.fs.readDirectory(folder.uri))
        .filter(([name, type]) => (type & vscode.FileType.File) !== 0 && isEnvFileName(name))
        .map(([name]) => name)
        .sort();
    if (names.length === 0) {
        return {};
    }
    const none = { label: vscode.l10n.t('$(circle-slash) Without an env file'), from: 'none' as const };
    const other = { label: vscode.l10n.t('$(folder-opened) Choose a file…'), from: 'other' as const };
    const rows = [none, ...names.map((name) => ({ label: `$(file) ${name}`, from: 'file' as const, name })), other];
    const chosen = await pick(op, rows, { title, placeHolder: vscode.l10n.t('Which variables does it get?') });
    switch (chosen.from) {
        case 'none':
            return {};
        case 'file':
            return await readVariables(vscode.Uri.joinPath(folder.uri, chosen.name));
        case 'other': {
            const [uri] = (await vscode.window.showOpenDialog({ title, defaultUri: folder.uri, canSelectMany: false })) ?? [];
            if (uri === undefined) {
                throw new Cancelled();
            }
            return await readVariables(uri);
        }
    }
}

/** `.env`, `.env.local`, `dev.env`; not the examples, which hold no values. */
function isEnvFileName(name: string): boolean {
    return /^\.env(\.[\w-]+)*$|\.env$/.test(name) && !/\.(example|sample|template|dist|vault)\b/.test(name);
}

async function readVariables(uri: vscode.Uri): Promise<Readonly<Record<string, string>>> {
    const parsed = parseEnv(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    return Object.fromEntries(Object.entries(parsed).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
