import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { JsonObject } from '../../../core/mcp/catalog';
import { exampleArguments } from '../../../core/mcp/exampleArguments';
import { isObject } from '../../../core/mcp/isObject';
import type { McpServer } from './mcpServer';
import { askText, pick } from '../../ask';

/** Lets the user choose what a check calls many times, and with which arguments. Throws Cancelled. */
export async function askTool(op: Operation, server: McpServer): Promise<{ readonly tool: string; readonly arguments: JsonObject }> {
    const chosen = await pick(
        op,
        server.catalog.tools.map((tool) => ({ label: tool.name, description: tool.description?.slice(0, 100) ?? '', tool })),
        {
            title: vscode.l10n.t('Slipway: Check MCP Scale-Out'),
            placeHolder: vscode.l10n.t('Which tool may be called many times? Choose one that changes nothing.'),
        },
    );
    const text = await askText(op, {
        title: vscode.l10n.t('Arguments of {0}', chosen.label),
        prompt: vscode.l10n.t('As a JSON object.'),
        value: JSON.stringify(exampleArguments(chosen.tool.inputSchema)),
        validateInput: (typed) => (parse(typed) === undefined ? vscode.l10n.t('Write a JSON object.') : undefined),
    });
    const args = parse(text);
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
