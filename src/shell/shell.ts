import type * as vscode from 'vscode';
import type { Output } from './output';
import type { Memory } from './memory';
import type { StatusBar } from './statusBar';
import type { ProjectsView } from './tree/projectsView';
import type { RegistriesView } from './tree/registriesView';
import type { LocalAzureProcess } from './localAzureProcess';
import type { Telemetry } from './telemetry';
import type { Milestones } from './milestones';
import type { McpDoor } from './mcpDoor';
import type { Previews } from './previews';

/** What a command may use of the window; made once in app.ts. */
export interface Shell {
    readonly context: vscode.ExtensionContext;
    readonly output: Output;
    readonly memory: Memory;
    readonly statusBar: StatusBar;
    readonly projects: ProjectsView;
    readonly registries: RegistriesView;
    readonly localAzure: LocalAzureProcess;
    readonly telemetry: Telemetry;
    readonly previews: Previews;
    readonly milestones: Milestones;
    readonly mcp: McpDoor;
}
