import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { JsonObject } from '../../../core/mcp/catalog';
import { exampleArguments } from '../../../core/mcp/exampleArguments';
import { isObject } from '../../../core/mcp/isObject';
import type { McpServer } from './mcpServer';

/** Lets the user choose what a check calls many times, and with which arguments. Throws Cancelled. */
export async function askTool(server: McpServer): Promise<{ readonly tool: string; readonly arguments: JsonObject }> {
    const chosen = await vscode.window.showQuickPick(
        server.catalog.tools.map((tool) => ({ label: tool.name, description: tool.description?.slice(0, 100) ?? '', tool })),
        {
            title: vscode.l10n.t('Slipway: Check MCP Scale-Out'),
            placeHolder: vscode.l10n.t('Which tool may be called many times? Choose one that changes nothing.'),
            ignoreFocusOut: true,
        },
    );
    if (chosen === undefined) {
        throw new Cancelled();
    }
    const text = await vscode.window.showInputBox({
        title: vscode.l10n.t('Arguments of {0}', chosen.label),
        prompt: vscode.l10n.t('As a JSON object.'),
        value: JSON.stringify(exampleArguments(chosen.tool.inputSchema)),
        ignoreFocusOut: true,
        validateInput: (typed) => (parse(typed) === undefined ? vscode.l10n.t('Write a JSON object.') : undefined),
    });
    const args = text === undefined ? undefined : parse(text);
    if (args === undefined) {
        throw new Cancelled();
    }
    return { tool: chosen.tool.name, arguments: args };
}

function parse(text: string): JsonObject | undefined {
    try {
        const value: unknown = JSON.parse(text);
        return isObject(value) ? value : undefined;
    } catch {
        return undefined;
    }
}
