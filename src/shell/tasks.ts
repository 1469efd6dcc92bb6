import * as vscode from 'vscode';
import { plainText } from '../core/diagnose/parseCheckOutput';
import type { Output } from './output';

const commands: Readonly<Record<string, string>> = {
    build: 'slipway.image.build',
    rehearse: 'slipway.image.rehearse',
    deploy: 'slipway.deploy',
};

/** `slipway: build`, `slipway: rehearse` and `slipway: deploy` for tasks.json and launch configurations: the commands, with their output in the task's terminal. */
export class Tasks implements vscode.TaskProvider {
    constructor(private readonly output: Output) {}

    provideTasks(): vscode.Task[] {
        return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) =>
            Object.keys(commands).map((task) => this.make({ type: 'slipway', task }, folder)),
        );
    }

    resolveTask(task: vscode.Task): vscode.Task | undefined {
        const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
        const name: unknown = task.definition.task;
        // A definition must be the very object that was given, or VS Code drops the task.
        return folder !== undefined && typeof name === 'string' && name in commands ? this.make(task.definition, folder, name) : undefined;
    }

    private make(definition: vscode.TaskDefinition, folder: vscode.WorkspaceFolder, name = String(definition.task)): vscode.Task {
        const task = new vscode.Task(
            definition,
            folder,
            name,
            'slipway',
            new vscode.CustomExecution(() => Promise.resolve(new CommandTerminal(commands[name] ?? '', folder, this.output))),
        );
        if (name === 'build') {
            task.group = vscode.TaskGroup.Build;
        }
        task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent };
        return task;
    }
}

/** Runs a command and shows what it writes to the output. Ends with 0 when the command succeeded, else with 1. */
class CommandTerminal implements vscode.Pseudoterminal {
    private readonly wrote = new vscode.EventEmitter<string>();
    private readonly ended = new vscode.EventEmitter<number>();
    private listening: vscode.Disposable | undefined;
    readonly onDidWrite = this.wrote.event;
    readonly onDidClose = this.ended.event;

    constructor(
        private readonly command: string,
        private readonly folder: vscode.WorkspaceFolder,
        private readonly output: Output,
    ) {}

    open(): void {
        this.listening = this.output.onDidWrite((line) => this.wrote.fire(`${plainText(line).replaceAll('\n', '\r\n')}\r\n`));
        void vscode.commands.executeCommand<boolean>(this.command, { folderUri: this.folder.uri.toString() }).then(
            (done) => this.end(done ? 0 : 1),
            () => this.end(1),
        );
    }

    close(): void {
        this.listening?.dispose();
    }

    private end(code: number): void {
        this.listening?.dispose();
        this.ended.fire(code);
    }
}
