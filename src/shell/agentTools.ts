import * as vscode from 'vscode';
import { quietOperation } from '../base/operation';
import { agentTools, type AgentTool } from './commands/agent/agentTool';
import type { Shell } from './shell';

/** Registers the tools that package.json declares; what is behind them loads when one is called. */
export function registerAgentTools(shell: Shell): vscode.Disposable {
    return vscode.Disposable.from(
        ...agentTools.map((name) =>
            vscode.lm.registerTool<Record<string, unknown>>(name, {
                prepareInvocation: ({ input }) => prepare(name, input),
                invoke: async ({ input }, token) => {
                    const stop = new AbortController();
                    const listening = token.onCancellationRequested(() => stop.abort());
                    try {
                        const { runAgentTool } = await import(/* webpackChunkName: "agent" */ './commands/agent/runAgentTool');
                        const op = { ...quietOperation(stop.signal), log: (line: string) => shell.output.line(line) };
                        return new vscode.LanguageModelToolResult([
                            new vscode.LanguageModelTextPart(await runAgentTool(shell, op, name, input)),
                        ]);
                    } finally {
                        listening.dispose();
                    }
                },
            }),
        ),
    );
}

function prepare(name: AgentTool, input: Record<string, unknown>): vscode.PreparedToolInvocation {
    switch (name) {
        case 'slipway_inspect_project':
            return { invocationMessage: vscode.l10n.t('Looking at the project') };
        case 'slipway_plan_deploy':
            return { invocationMessage: vscode.l10n.t('Planning the deployment') };
        case 'slipway_explain_failure':
            return { invocationMessage: vscode.l10n.t('Looking for the cause') };
        case 'slipway_deploy':
            return {
                invocationMessage: vscode.l10n.t('Deploying to Azure'),
                confirmationMessages: {
                    title: vscode.l10n.t('Deploy to Azure?'),
                    message: vscode.l10n.t(
                        'Slipway builds an image of {0}, pushes it, and creates or updates the app in Azure. On a first deploy it shows the plan before it starts.',
                        typeof input.folder === 'string' && input.folder !== '' ? input.folder : vscode.l10n.t('the workspace folder'),
                    ),
                },
            };
    }
}
