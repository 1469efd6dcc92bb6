import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { connectMcp } from '../../../adapters/mcp/connectMcp';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { parseMcpJson } from '../../../core/mcp/mcpJson';
import { mcpFindServer } from '../../../workflows/mcpFindServer';
import { present } from '../../present';
import type { Shell } from '../../shell';
import { elicit } from './elicit';
import { McpRun } from './mcpRun';

const headerKey = (url: string) => `mcp.header:${new URL(url).origin}`;

interface Choice extends vscode.QuickPickItem {
    readonly url?: string;
    readonly headers?: Readonly<Record<string, string>>;
}

/** Connects to a server that was deployed, configured or typed, and opens its panel. */
export async function run(shell: Shell, op: Operation, argument: unknown): Promise<void> {
    const target = typeof argument === 'string' ? { url: argument } : await choose(shell);
    const kept = await shell.context.secrets.get(headerKey(target.url));
    const headers = { ...target.headers, ...(kept === undefined ? {} : readHeader(kept)) };
    const panel = new McpRun(shell, { ...target, headers });
    const session = await mcpFindServer(op, connectMcp, {
        url: target.url,
        headers,
        onElicit: elicit,
        onExchange: (exchange) => panel.exchanged(exchange),
        onLog: ({ level, text }) => shell.output.line(`MCP ${level}: ${text}`),
    });
    try {
        await panel.open(session, await session.tools(op));
    } catch (error) {
        await session.close();
        present(shell, error);
    }
}

async function choose(shell: Shell): Promise<{ readonly url: string; readonly headers?: Readonly<Record<string, string>> }> {
    const rows: Choice[] = [...deployed(shell), ...(await configured())];
    const typed: Choice = { label: vscode.l10n.t('$(globe) Type an address…') };
    const withHeader: Choice = {
        label: vscode.l10n.t('$(key) Type an address and a header…'),
        description: vscode.l10n.t('such as x-functions-key; kept in the secret store'),
    };
    const chosen = await vscode.window.showQuickPick([...rows, typed, withHeader], {
        title: vscode.l10n.t('Slipway: Connect MCP Server'),
        placeHolder: vscode.l10n.t('Which server?'),
    });
    if (chosen === undefined) {
        throw new Cancelled();
    }
    if (chosen.url !== undefined) {
        return { url: chosen.url, ...(chosen.headers === undefined ? {} : { headers: chosen.headers }) };
    }
    const url = await vscode.window.showInputBox({
        title: vscode.l10n.t('Slipway: Connect MCP Server'),
        prompt: vscode.l10n.t('The address of the server or of its site.'),
        value: 'https://',
        ignoreFocusOut: true,
        validateInput: (text) =>
            URL.canParse(text) && /^https?:/.test(text) ? undefined : vscode.l10n.t('An address starts with https:// or http://.'),
    });
    if (url === undefined) {
        throw new Cancelled();
    }
    if (chosen === withHeader) {
        const header = await vscode.window.showInputBox({
            title: vscode.l10n.t('A header for every request'),
            prompt: vscode.l10n.t('As name: value. It is kept in the secret store of VS Code.'),
            password: true,
            ignoreFocusOut: true,
            validateInput: (text) => (Object.keys(readHeader(text)).length === 1 ? undefined : vscode.l10n.t('Write it as name: value.')),
        });
        if (header === undefined) {
            throw new Cancelled();
        }
        await shell.context.secrets.store(headerKey(url), header);
    }
    return { url };
}

function deployed(shell: Shell): Choice[] {
    return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => {
        const deployment = shell.memory.deployment(folder.uri);
        return deployment === undefined || deployment.url === ''
            ? []
            : [{ label: `$(cloud) ${deployment.name}`, description: deployment.url, url: deployment.url }];
    });
}

/** Servers of mcp.json that need no variable and start no program. */
async function configured(): Promise<Choice[]> {
    const rows: Choice[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
        const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'mcp.json');
        if (!existsSync(file.fsPath)) {
            continue;
        }
        const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8');
        for (const server of parseMcpJson(text, '.vscode/mcp.json')) {
            if (server.kind !== 'stdio' && server.variables.length === 0) {
                rows.push({ label: `$(json) ${server.name}`, description: server.url, url: server.url, headers: server.headers });
            }
        }
    }
    return rows;
}

function readHeader(text: string): Readonly<Record<string, string>> {
    const match = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*(\S.*?)\s*$/.exec(text);
    return match?.[1] === undefined || match[2] === undefined ? {} : { [match[1]]: match[2] };
}
