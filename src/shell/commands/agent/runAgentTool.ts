import * as vscode from 'vscode';
import { Failure, isCancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import { redact } from '../../../base/redact';
import { explainStart } from '../../../core/diagnose/explainStart';
import { planDeploy } from '../../../core/deploy/planDeploy';
import { agentProfile, agentPlan } from '../../../views/agentWords';
import { failureSentence, failureText } from '../../../views/failureText';
import { gatherDeploy } from '../../../workflows/deploy/gatherDeploy';
import { openCloud } from '../../cloud/openCloud';
import { windowEngine } from '../../engine';
import { inspectFolder } from '../../inspectFolder';
import type { Shell } from '../../shell';
import { firstRequest } from '../deploy/deploy';
import type { AgentTool } from './agentTool';

/** Does what an agent asked for and answers in words and JSON. What goes wrong is an answer, too: the agent shall read why. */
export async function runAgentTool(
    shell: Shell,
    op: Operation,
    name: AgentTool,
    input: Readonly<Record<string, unknown>>,
): Promise<string> {
    try {
        if (!vscode.workspace.isTrusted) {
            throw new Failure('workspace/not-trusted');
        }
        switch (name) {
            case 'slipway_inspect_project':
                return await inspect(shell, op, folderOf(input));
            case 'slipway_plan_deploy':
                return await plan(shell, op, folderOf(input));
            case 'slipway_explain_failure':
                return explain(shell, folderOf(input), typeof input.log === 'string' ? input.log : '');
            case 'slipway_deploy': {
                const folder = folderOf(input);
                const done = await vscode.commands.executeCommand('slipway.deploy', { folderUri: folder.uri.toString() });
                const deployment = shell.memory.deployment(folder.uri);
                return done === true && deployment !== undefined
                    ? `${deployment.name} is live at ${deployment.url}.`
                    : `The deployment did not succeed. ${deployment?.cause ?? 'The user stopped it, or the output channel Slipway says why.'}`;
            }
        }
    } catch (error) {
        if (isCancelled(error)) {
            throw new vscode.CancellationError();
        }
        return failureSentence(failureText(error));
    }
}

async function inspect(shell: Shell, op: Operation, folder: vscode.WorkspaceFolder): Promise<string> {
    const { projects, files } = await inspectFolder(shell, op, folder);
    const changes = files.map(({ path, action, reason }) => ({ path, action, ...(reason !== undefined && { reason }) }));
    return JSON.stringify({ folder: folder.name, projects: projects.map(agentProfile), files: changes }, null, 2);
}

/** Reads from Azure, changes nothing there; never shows a sign-in. */
async function plan(shell: Shell, op: Operation, folder: vscode.WorkspaceFolder): Promise<string> {
    const found = await inspectFolder(shell, op, folder);
    const profile = found.projects.find(({ kind }) => kind === 'web') ?? found.projects[0];
    if (profile === undefined) {
        throw new Failure('scaffold/nothing-to-run', { folder: folder.name });
    }
    const { engine } = await windowEngine(op, shell.memory);
    const opened = await openCloud(shell, op, 'silent');
    const request = firstRequest(shell, folder, { profile, files: found.files }, opened, {});
    const made = planDeploy(request, await gatherDeploy(op, { engine, azure: opened.azure }, request));
    return JSON.stringify(agentPlan(made, profile), null, 2);
}

function explain(shell: Shell, folder: vscode.WorkspaceFolder, log: string): string {
    const deployment = shell.memory.deployment(folder.uri);
    const symptom = explainStart(log.split('\n').slice(-2000));
    const said =
        symptom === undefined
            ? undefined
            : {
                  explanation: failureSentence(
                      failureText(
                          new Failure(symptom.code, {
                              name: deployment?.name ?? folder.name,
                              line: symptom.line,
                              exitCode: symptom.exitCode,
                              port: symptom.port,
                              reason: symptom.line,
                          }),
                      ),
                  ),
                  line: symptom.line,
              };
    return JSON.stringify(
        {
            ...(deployment === undefined
                ? { deployment: 'Nothing was deployed from this folder yet.' }
                : { deployment: deployment.name, url: deployment.url, state: deployment.state, cause: deployment.cause }),
            log: log === '' ? 'No log was given.' : (said ?? 'No known cause is in the log.'),
        },
        (_, value: unknown) => (typeof value === 'string' ? redact(value) : value),
        2,
    );
}

function folderOf(input: Readonly<Record<string, unknown>>): vscode.WorkspaceFolder {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const named = folders.find(({ name }) => name === input.folder) ?? folders[0];
    if (named === undefined) {
        throw new Failure('workspace/no-folder');
    }
    return named;
}
