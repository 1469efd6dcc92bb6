import * as vscode from 'vscode';
import type { KnownImage, KnownProject, LiveState, Row } from '../../views/projectRows';
import { childRows, projectRow } from '../../views/projectRows';
import type { Memory } from '../memory';

type Node =
    | { readonly kind: 'project'; readonly folder: vscode.WorkspaceFolder }
    | { readonly kind: 'row'; readonly row: Row; readonly parent: Node };

/** The argument that tree items, rows' commands and menus hand to commands. */
export interface FolderArgument {
    readonly folderUri: string;
}

/** The Explorer view: project → image, registry, deployment. Draws from memory; asks Azure only while it is visible. */
export class ProjectsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
    private readonly changed = new vscode.EventEmitter<Node | undefined>();
    readonly onDidChangeTreeData = this.changed.event;
    private readonly live = new Map<string, LiveState>();
    private view: vscode.TreeView<Node> | undefined;
    private ask: ((folder: vscode.Uri) => Promise<LiveState>) | undefined;

    constructor(private readonly memory: Memory) {}

    /** `ask` fetches the state of a folder's deployment; it is called for visible rows only. */
    register(ask: (folder: vscode.Uri) => Promise<LiveState>): vscode.Disposable {
        this.ask = ask;
        this.view = vscode.window.createTreeView('slipway.projects', { treeDataProvider: this, showCollapseAll: true });
        this.setContext();
        return vscode.Disposable.from(
            this.view,
            this,
            this.memory.onDidChange((folder) => {
                this.live.delete(folder.toString());
                this.refresh();
            }),
            vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
        );
    }

    /** Draws again; `forget` also asks Azure again. */
    refresh(what: 'keep' | 'forget' = 'keep'): void {
        if (what === 'forget') {
            this.live.clear();
        }
        this.setContext();
        this.changed.fire(undefined);
    }

    getTreeItem(node: Node): vscode.TreeItem {
        const row = node.kind === 'project' ? projectRow(this.known(node.folder)) : node.row;
        const item = new vscode.TreeItem(row.label, collapsible(row));
        item.id = row.id;
        item.iconPath = new vscode.ThemeIcon(row.icon, row.color === undefined ? undefined : new vscode.ThemeColor(row.color));
        item.contextValue = row.context;
        if (row.description !== undefined) {
            item.description = row.description;
        }
        if (row.tooltip !== undefined) {
            item.tooltip = row.tooltip;
        }
        if (row.command !== undefined) {
            item.command = { command: row.command.id, title: row.command.title, arguments: [...row.command.args] };
        }
        return item;
    }

    getChildren(node?: Node): Node[] {
        if (node === undefined) {
            return (vscode.workspace.workspaceFolders ?? []).map((folder) => ({ kind: 'project', folder }));
        }
        if (node.kind === 'row') {
            return [];
        }
        const known = this.known(node.folder);
        return childRows(known, this.liveState(node, known), Date.now()).map((row) => ({ kind: 'row', row, parent: node }));
    }

    getParent(node: Node): Node | undefined {
        return node.kind === 'row' ? node.parent : undefined;
    }

    dispose(): void {
        this.changed.dispose();
    }

    private liveState(node: Node & { kind: 'project' }, known: KnownProject): LiveState | undefined {
        const key = known.folderUri;
        const state = this.live.get(key);
        if (
            state !== undefined ||
            known.deployment === undefined ||
            this.ask === undefined ||
            this.view?.visible !== true ||
            !vscode.workspace.isTrusted
        ) {
            return state;
        }
        this.live.set(key, { kind: 'asking' });
        void this.ask(node.folder.uri).then((answer) => {
            this.live.set(key, answer);
            this.changed.fire(undefined);
        });
        return { kind: 'asking' };
    }

    private known(folder: vscode.WorkspaceFolder): KnownProject {
        const deployment = this.memory.deployment(folder.uri);
        const image = this.memory.get(`image:${folder.uri.toString()}`, readImage);
        return {
            folderUri: folder.uri.toString(),
            name: folder.name,
            ...(deployment === undefined ? {} : { deployment }),
            ...(image === undefined ? {} : { image }),
        };
    }

    private setContext(): void {
        const deployed = (vscode.workspace.workspaceFolders ?? []).some((folder) => this.memory.deployment(folder.uri) !== undefined);
        void vscode.commands.executeCommand('setContext', 'slipway.hasDeployment', deployed);
    }
}

function readImage(value: unknown): KnownImage | undefined {
    const image = value as Partial<KnownImage> | undefined;
    return typeof image?.reference === 'string' && typeof image.sizeBytes === 'number' && typeof image.builtMs === 'number'
        ? { reference: image.reference, sizeBytes: image.sizeBytes, builtMs: image.builtMs }
        : undefined;
}

function collapsible(row: Row): vscode.TreeItemCollapsibleState {
    switch (row.expandable) {
        case 'expanded':
            return vscode.TreeItemCollapsibleState.Expanded;
        case 'collapsed':
            return vscode.TreeItemCollapsibleState.Collapsed;
        case 'leaf':
            return vscode.TreeItemCollapsibleState.None;
    }
}
