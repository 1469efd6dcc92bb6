import * as vscode from 'vscode';
import type { DeployStatus } from '../views/statusText';
import { statusText } from '../views/statusText';
import type { Memory } from './memory';

const backgrounds = {
    error: new vscode.ThemeColor('statusBarItem.errorBackground'),
    warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
};

/** The deploy button. Shows the last known state; nothing is asked or walked to draw it. */
export class StatusBar implements vscode.Disposable {
    private readonly item = vscode.window.createStatusBarItem('slipway.deploy', vscode.StatusBarAlignment.Left, 10);
    private status: DeployStatus = { kind: 'idle' };

    constructor(private readonly memory: Memory) {
        this.item.name = 'Slipway';
    }

    register(): vscode.Disposable {
        this.settle();
        return vscode.Disposable.from(
            this.item,
            this.memory.onDidChange(() => this.settle()),
            vscode.workspace.onDidChangeWorkspaceFolders(() => this.settle()),
            vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)),
        );
    }

    running(step: number, steps: number, title: string): void {
        this.show({ kind: 'running', step, steps, title });
    }

    /** Back to the last known state. */
    settle(): void {
        const last = this.last();
        this.show(last === undefined ? { kind: 'idle' } : { kind: 'idle', last });
    }

    dispose(): void {
        this.item.dispose();
    }

    private last() {
        return vscode.workspace.workspaceFolders?.map((folder) => this.memory.deployment(folder.uri)).find((known) => known !== undefined);
    }

    private saved(document: vscode.TextDocument): void {
        const folder = vscode.workspace.getWorkspaceFolder(document.uri);
        const last = folder === undefined ? undefined : this.memory.deployment(folder.uri);
        if (last?.state === 'live' && this.status.kind === 'idle') {
            this.show({ kind: 'drift', last });
        }
    }

    private show(status: DeployStatus): void {
        this.status = status;
        if ((vscode.workspace.workspaceFolders?.length ?? 0) === 0) {
            this.item.hide();
            return;
        }
        const { text, tooltip, tone, command } = statusText(status, Date.now());
        this.item.text = text;
        this.item.tooltip = tooltip;
        this.item.command = command;
        this.item.backgroundColor = tone === 'normal' ? undefined : backgrounds[tone];
        this.item.accessibilityInformation = { label: `${text.replace(/\$\([^)]*\)\s*/g, '')}. ${tooltip}` };
        this.item.show();
    }
}
