import * as vscode from 'vscode';
import { countIn } from '../base/decimal';
import { registerAgentTools } from './agentTools';
import { speak } from '../views/say';
import { registerCommand } from './command';
import { LocalAzureProcess } from './localAzureProcess';
import { Links } from './links';
import { McpDoor } from './mcpDoor';
import { registerMcpDefinitions } from './mcpDefinitions';
import { Memory } from './memory';
import { Milestones } from './milestones';
import { Output } from './output';
import { Previews } from './previews';
import { sayMade } from './sayMade';
import type { Shell } from './shell';
import { StatusBar } from './statusBar';
import { Tasks } from './tasks';
import { Telemetry } from './telemetry';
import { ProjectsView } from './tree/projectsView';
import { RegistriesView } from './tree/registriesView';

const languages = ['dockerfile', 'pip-requirements', 'ignore'];

// The key of the publisher's own telemetry resource; a build without one never sends anything.
const telemetryConnection = '';

/** Makes the few objects that live as long as the window and registers them. Reads, spawns and dials nothing. */
export function start(context: vscode.ExtensionContext): void {
    speak((sentence, ...values) => (values.length === 0 ? sayMade(sentence) : vscode.l10n.t(sentence, ...values)));
    countIn(vscode.l10n.bundle === undefined ? 'en' : vscode.env.language);
    const output = new Output();
    const memory = new Memory(context.workspaceState);
    const telemetry = new Telemetry(telemetryConnection);
    const milestones = new Milestones(context.globalState, (milestone) => telemetry.send('milestone', { milestone }));
    milestones.register();
    const shell: Shell = {
        context,
        output,
        memory,
        statusBar: new StatusBar(memory),
        projects: new ProjectsView(memory),
        registries: new RegistriesView(),
        localAzure: new LocalAzureProcess(context.extensionUri, output),
        telemetry,
        previews: new Previews(),
        milestones,
        mcp: new McpDoor(memory, async (changed) => {
            const { McpServers } = await import(/* webpackChunkName: "mcp" */ './commands/mcp/mcpServers');
            return new McpServers(shell, changed);
        }),
    };
    context.subscriptions.push(
        output,
        shell.statusBar.register(),
        shell.projects.register(
            async (folder) => {
                const { liveState } = await import(/* webpackChunkName: "deployment" */ './commands/deployment/liveState');
                return await liveState(shell, folder);
            },
            {
                rows: async (folder) => {
                    const { engineImages } = await import(/* webpackChunkName: "image" */ './commands/image/engineImages');
                    return await engineImages(shell, folder);
                },
                watch: async (signal, changed) => {
                    const { watchImages } = await import(/* webpackChunkName: "image" */ './commands/image/engineImages');
                    await watchImages(shell, signal, changed);
                },
            },
            {
                list: async () => {
                    const { listTagged } = await import(/* webpackChunkName: "deployment" */ './commands/deployment/listTagged');
                    return await listTagged(shell);
                },
                state: async (deployment) => {
                    const { stateAt } = await import(/* webpackChunkName: "deployment" */ './commands/deployment/liveState');
                    return await stateAt(shell, deployment);
                },
            },
            shell.mcp,
        ),
        shell.registries.register(async (node) => {
            const { registryRows } = await import(/* webpackChunkName: "registry" */ './commands/registry/rows');
            return await registryRows(shell, node);
        }),
        shell.mcp,
        registerMcpDefinitions(shell.mcp),
        registerAgentTools(shell),
        shell.localAzure,
        shell.telemetry,
        shell.previews.register(),
        vscode.window.registerUriHandler(new Links(memory, shell.projects)),
        vscode.tasks.registerTaskProvider('slipway', new Tasks(output)),
        ...declaredCommands(context).map((id) =>
            registerCommand(shell, id, async () => {
                const { commands } = await import(/* webpackChunkName: "commands" */ './commands/table');
                return commands[id];
            }),
        ),
        startLanguageClientOnUse(context, memory),
    );
}

/** The table itself, which names a chunk or several for each command, is read when the first command runs; a test holds it against package.json. */
function declaredCommands(context: vscode.ExtensionContext): readonly string[] {
    const { contributes } = context.extension.packageJSON as {
        readonly contributes: { readonly commands: readonly { readonly command: string }[] };
    };
    return contributes.commands.map(({ command }) => command);
}

/** The language server starts with the first document that it has something to say about. */
function startLanguageClientOnUse(context: vscode.ExtensionContext, memory: Memory): vscode.Disposable {
    let started = false;
    const consider = (document: vscode.TextDocument) => {
        if (started || !(languages.includes(document.languageId) || /(^|\/)requirements[^/]*\.txt$/.test(document.uri.path))) {
            return;
        }
        started = true;
        void import(/* webpackChunkName: "languageClient" */ './languageClient').then(({ startLanguageClient }) => {
            context.subscriptions.push(startLanguageClient(context, memory));
        });
    };
    vscode.workspace.textDocuments.forEach(consider);
    return vscode.workspace.onDidOpenTextDocument(consider);
}
