import * as vscode from 'vscode';
import type { DeployStatus } from '../views/statusText';
import { statusText } from '../views/statusText';
import type { Memory } from './memory';

const backgrounds = {
    error: new vscode.ThemeColor('statusBarItem.errorBackground'),
    warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
};
const live = new vscode.ThemeColor('charts.green');
const ageMs = 60_000;

/** What is deployed, rolled back or scaled; the folder is undefined for what only Azure knows of. */
export interface AskedFor {
    readonly name: string;
    readonly folder: vscode.WorkspaceFolder | undefined;
    /** The app, where it is known before the plan is. */
    readonly resourceId?: string | undefined;
}

/** The deploy button. Shows the last known state with its age; nothing is asked or walked to draw it. */
export class StatusBar implements vscode.Disposable {
    private readonly item = vscode.window.createStatusBarItem('slipway.deploy', vscode.StatusBarAlignment.Left, 10);
    private run: (DeployStatus & { readonly kind: 'running' | 'preparing' | 'review' }) | undefined;
    private asked: AskedFor | undefined;
    private ageing: NodeJS.Timeout | undefined;
    private commandKey = '';

    constructor(private readonly memory: Memory) {
        this.item.name = 'Slipway';
    }

    register(): vscode.Disposable {
        this.draw();
        const changed = (uris: readonly vscode.Uri[]) => uris.forEach((uri) => void this.fileChanged(uri));
        return vscode.Disposable.from(
            this,
            this.memory.onDidChange(() => this.draw()),
            vscode.workspace.onDidChangeWorkspaceFolders(() => this.draw()),
            vscode.window.onDidChangeActiveTextEditor(() => this.draw()),
            vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('slipway.cloud') && this.draw()),
            vscode.workspace.onDidSaveTextDocument(({ uri }) => changed([uri])),
            vscode.workspace.onDidSaveNotebookDocument(({ uri }) => changed([uri])),
            vscode.workspace.onDidCreateFiles(({ files }) => changed(files)),
            vscode.workspace.onDidDeleteFiles(({ files }) => changed(files)),
            vscode.workspace.onDidRenameFiles(({ files }) => changed(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))),
        );
    }

    /** A deploy was asked for; what the last one came to leaves the button at once. */
    preparing(asked: AskedFor): void {
        this.asked = asked;
        this.run = { kind: 'preparing' };
        this.draw();
    }

    /** The plan is shown and waits for its consent. */
    reviewing(): void {
        this.run = { kind: 'review' };
        this.draw();
    }

    running(step: number, steps: number, title: string): void {
        this.run = { kind: 'running', step, steps, title };
        this.draw();
    }

    /** From the moment that a deploy is asked for to its end. */
    isRunning(): boolean {
        return this.run !== undefined;
    }

    /** What was asked for and has not ended. */
    underWay(): AskedFor | undefined {
        return this.asked;
    }

    /** Back to the last known state. */
    settle(): void {
        this.run = undefined;
        this.asked = undefined;
        this.draw();
    }

    dispose(): void {
        clearInterval(this.ageing);
        this.item.dispose();
    }

    /** The folder that the button speaks of: the active editor's, else the first that was deployed, else the first. */
    private folder(): vscode.WorkspaceFolder | undefined {
        const folders = vscode.workspace.workspaceFolders ?? [];
        const editor = vscode.window.activeTextEditor;
        const active = editor === undefined ? undefined : vscode.workspace.getWorkspaceFolder(editor.document.uri);
        return active ?? folders.find(({ uri }) => this.memory.deployment(uri) !== undefined) ?? folders[0];
    }

    private async fileChanged(uri: vscode.Uri): Promise<void> {
        const folder = vscode.workspace.getWorkspaceFolder(uri);
        if (folder === undefined || this.memory.deployment(folder.uri)?.state !== 'live' || this.memory.drifted(folder.uri)) {
            return;
        }
        const { isInImage } = await import(/* webpackChunkName: "small" */ './isInImage');
        if (await isInImage(folder.uri, uri)) {
            await this.memory.drift(folder.uri);
        }
    }

    private draw(): void {
        const folder = this.folder();
        if (folder === undefined) {
            this.item.hide();
            return;
        }
        const { text, tooltip, links, tone, command } = statusText(this.status(folder), this.place(folder), Date.now());
        const shown = new vscode.MarkdownString(undefined, true);
        shown.isTrusted = { enabledCommands: links.map((link) => link.command) };
        tooltip.forEach((line, index) => shown.appendMarkdown(index === 0 ? '' : '\n\n').appendText(line));
        const argument = encodeURIComponent(JSON.stringify([{ folderUri: folder.uri.toString() }]));
        shown.appendMarkdown(`\n\n${links.map(({ title, command: id }) => `[${title}](command:${id}?${argument})`).join(' · ')}`);
        this.item.text = text;
        this.item.tooltip = shown;
        this.setCommand(command, folder.uri.toString());
        this.item.backgroundColor = tone === 'error' || tone === 'warning' ? backgrounds[tone] : undefined;
        this.item.color = tone === 'good' ? live : undefined;
        this.item.accessibilityInformation = { label: `${text.replace(/\$\([^)]*\)\s*/g, '')}. ${tooltip.join(' ')}` };
        this.item.show();
    }

    /** Left alone where it is the same: VS Code forgets the old one while a click on it may be on its way, and tells that click "Actual command not found". */
    private setCommand(command: string, folderUri: string): void {
        const key = `${command} ${folderUri}`;
        if (key !== this.commandKey) {
            this.commandKey = key;
            this.item.command = { command, title: this.item.name ?? '', arguments: [{ folderUri }] };
        }
    }

    private place({ uri, name }: vscode.WorkspaceFolder): Parameters<typeof statusText>[1] {
        const { active } = this.memory.profiles(uri);
        return {
            cloud: vscode.workspace.getConfiguration('slipway').get<'azure' | 'local'>('cloud', 'azure'),
            ...((vscode.workspace.workspaceFolders?.length ?? 0) > 1 ? { folder: name } : {}),
            ...(active === undefined ? {} : { profile: active }),
        };
    }

    private status({ uri }: vscode.WorkspaceFolder): DeployStatus {
        if (this.run !== undefined) {
            return this.run;
        }
        const last = this.memory.deployment(uri);
        if (last === undefined) {
            return { kind: 'idle' };
        }
        // Only what is old has an age that changes.
        this.ageing ??= setInterval(() => this.draw(), ageMs).unref();
        return last.state === 'live' && this.memory.drifted(uri) ? { kind: 'drift', last } : { kind: 'idle', last };
    }
}
