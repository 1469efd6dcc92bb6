import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { lazy } from '../../base/lazy';
import type { KnownImage, KnownProject, LiveState, Row, Setup } from '../../views/projectRows';
import type { McpDoor } from '../mcpDoor';
import type { Memory } from '../memory';
import type { AskAzure, AzureDeployments } from './azureDeployments';
import { isAnotherAzure } from './isAnotherAzure';
import { treeItem } from './treeItem';

type Node =
    | { readonly kind: 'project'; readonly folder: vscode.WorkspaceFolder }
    /** Everything that Slipway's tags mark in Azure. */
    | { readonly kind: 'azure' }
    | { readonly kind: 'row'; readonly row: Row; readonly parent: Node | undefined };

/** How the view learns of a project's images and of what this machine has. */
export interface EngineImages {
    readonly rows: (folder: vscode.Uri) => Promise<{ readonly rows: readonly Row[]; readonly setup: Setup }>;
    /** Calls `changed` when they may be others, until `signal` stops it. */
    readonly watch: (signal: AbortSignal, changed: () => void) => Promise<void>;
}

const loadRows = lazy(() => import(/* webpackChunkName: "tree" */ '../../views/projectRows'));

/**
 * The Explorer view: project → images, registry, deployment. Draws from memory; asks Azure and the engine only while it is visible. What makes the rows is
 * read when the first one is drawn.
 */
export class ProjectsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
    private readonly changed = new vscode.EventEmitter<Node | undefined>();
    readonly onDidChangeTreeData = this.changed.event;
    private readonly live = new Map<string, LiveState>();
    private view: vscode.TreeView<Node> | undefined;
    private readonly images = new Map<string, readonly Row[]>();
    private readonly readings = new Map<string, number>();
    /** One a folder for good: VS Code draws a node again only where it is the one that it knows. */
    private readonly projectNodes = new Map<string, Node & { kind: 'project' }>();
    private setup: Setup | undefined;
    private ask: ((folder: vscode.Uri) => Promise<LiveState>) | undefined;
    private engine: EngineImages | undefined;
    private mcp: McpDoor | undefined;
    private watching: AbortController | undefined;
    private azure: AzureDeployments | undefined;
    private loadAzure: (() => Promise<AzureDeployments>) | undefined;
    private readonly azureNode: Node = { kind: 'azure' };

    constructor(private readonly memory: Memory) {}

    /** `ask` fetches the state of a folder's deployment; it and `engine` are called for visible rows only. */
    register(ask: (folder: vscode.Uri) => Promise<LiveState>, engine: EngineImages, azure: AskAzure, mcp: McpDoor): vscode.Disposable {
        this.ask = ask;
        this.engine = engine;
        this.mcp = mcp;
        this.loadAzure = lazy(async () => {
            const loaded = await import(/* webpackChunkName: "tree" */ './azureDeployments');
            return (this.azure = new loaded.AzureDeployments(azure, () => this.changed.fire(this.azureNode)));
        });
        this.view = vscode.window.createTreeView('slipway.projects', {
            treeDataProvider: this,
            showCollapseAll: true,
            canSelectMany: true,
        });
        this.setContext();
        return vscode.Disposable.from(
            this.view,
            this,
            this.view.onDidChangeVisibility(() => this.watchAgain()),
            this.memory.onDidChange((folder) => {
                this.live.delete(folder.toString());
                this.refresh();
                // Which of them is deployed may be another.
                this.refreshImages();
            }),
            vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
            vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
            vscode.workspace.onDidChangeConfiguration((event) => {
                if (isAnotherAzure(event)) {
                    this.refresh('forget');
                    this.refreshImages();
                }
                if (event.affectsConfiguration('slipway.engine.host')) {
                    this.watchAgain();
                }
            }),
            vscode.authentication.onDidChangeSessions(() => {
                this.azure?.forget();
                this.refreshImages();
            }),
            mcp.onDidChange(() => this.changed.fire(undefined)),
            vscode.workspace.onDidSaveTextDocument(({ uri }) => {
                if (uri.path.endsWith('/.vscode/mcp.json')) {
                    mcp.forgetConfigured();
                }
            }),
        );
    }

    /** Draws again; `forget` also asks Azure again. */
    refresh(what: 'keep' | 'forget' = 'keep'): void {
        if (what === 'forget') {
            this.live.clear();
            this.azure?.forget();
        }
        this.setContext();
        this.changed.fire(undefined);
    }

    showMore(subscriptionId: string): void {
        this.azure?.showMore(subscriptionId);
    }

    /** Asks the engine for its images again. */
    refreshImages(): void {
        if (this.view?.visible === true) {
            (vscode.workspace.workspaceFolders ?? []).forEach(({ uri }) => this.readImages(uri));
        } else {
            this.images.clear();
            this.changed.fire(undefined);
        }
    }

    /** Listens to the engine while the view is visible; begins anew when another engine was chosen. */
    watchAgain(): void {
        this.watching?.abort();
        this.watching = undefined;
        if (this.view?.visible === true && this.engine !== undefined && vscode.workspace.isTrusted) {
            this.watching = new AbortController();
            void this.engine.watch(this.watching.signal, () => this.refreshImages());
        }
    }

    /** Shows the row of a folder's deployment, or of what a picture of it names; the folder's own row where it has none. */
    async reveal(folder: vscode.WorkspaceFolder, context = 'deployment'): Promise<void> {
        const project = this.projectNode(folder);
        const node = (await this.projectChildren(project)).find(
            (child) => child.kind === 'row' && child.row.context.split(' ').includes(context),
        );
        await vscode.commands.executeCommand('slipway.projects.focus');
        await this.view?.reveal(node ?? project, { select: true, focus: true, expand: true });
    }

    /** What the rows stand for that a menu was opened on, one a line. */
    copyText(argument: unknown, chosen: unknown): string {
        // A key tells of no row: then it is about all that are chosen.
        const nodes: readonly unknown[] =
            Array.isArray(chosen) && chosen.length > 0 ? chosen : argument === undefined ? (this.view?.selection ?? []) : [argument];
        return nodes
            .filter((node): node is Node => typeof node === 'object' && node !== null && 'kind' in node)
            .map((node) => (node.kind === 'project' ? node.folder.name : node.kind === 'azure' ? '' : (node.row.copy ?? node.row.label)))
            .join('\n');
    }

    async getTreeItem(node: Node): Promise<vscode.TreeItem> {
        return treeItem(await this.rowOf(node));
    }

    async getChildren(node?: Node): Promise<Node[]> {
        if (node === undefined) {
            const projects = (vscode.workspace.workspaceFolders ?? []).map((folder): Node => this.projectNode(folder));
            const servers = this.mcp?.addressRows().map((row): Node => ({ kind: 'row', row, parent: undefined })) ?? [];
            const azure = projects.length === 0 || !vscode.workspace.isTrusted ? [] : [this.azureNode];
            return [...projects, ...servers, ...azure];
        }
        if (node.kind === 'azure') {
            return ((await this.loadAzure?.())?.children() ?? []).map((row) => ({ kind: 'row', row, parent: node }));
        }
        if (node.kind === 'row') {
            return await this.rowsBelow(node);
        }
        return await this.projectChildren(node);
    }

    private async projectChildren(node: Node & { kind: 'project' }): Promise<Node[]> {
        const { childRows } = await loadRows();
        const known = this.known(node.folder);
        const images = this.engineImages(node.folder.uri);
        const rows = childRows(known, this.liveState(node, known), Date.now());
        // What the engine has says more than what was remembered of the last build.
        // The deployed image or else the newest, what became of it, then the others: a long list must not push the deployment out of sight.
        // Where nothing was deployed yet, what to do next comes before all of them.
        const first = known.deployment === undefined ? 0 : 1;
        const shown =
            images.length === 0
                ? rows
                : [...images.slice(0, first), ...rows.filter(({ context }) => context !== 'image'), ...images.slice(first)];
        const servers = this.view?.visible === true ? (this.mcp?.rowsOf(node.folder.uri) ?? []) : [];
        return [...shown, ...servers].map((row) => ({ kind: 'row', row, parent: node }));
    }

    /** Of deployments and MCP servers: asked for when a person unfolds them. */
    private async rowsBelow(node: Node & { kind: 'row' }): Promise<Node[]> {
        const rows = vscode.workspace.isTrusted ? ((await this.mcp?.childrenOf(node.row, folderOf(node))) ?? []) : [];
        return [...(node.row.children ?? []), ...rows].map((row) => ({ kind: 'row', row, parent: node }));
    }

    getParent(node: Node): Node | undefined {
        return node.kind === 'row' ? node.parent : undefined;
    }

    private async rowOf(node: Node): Promise<Row> {
        switch (node.kind) {
            case 'project':
                return (await loadRows()).projectRow(this.known(node.folder));
            case 'azure':
                return (
                    (await this.loadAzure?.())?.root(cloudName()) ?? {
                        id: 'azure',
                        label: '',
                        icon: 'azure',
                        context: 'azure',
                        expandable: 'leaf',
                    }
                );
            case 'row':
                return node.row;
        }
    }

    dispose(): void {
        this.watching?.abort();
        this.changed.dispose();
    }

    private engineImages(folder: vscode.Uri): readonly Row[] {
        const key = folder.toString();
        const known = this.images.get(key);
        if (known !== undefined || this.engine === undefined || this.view?.visible !== true || !vscode.workspace.isTrusted) {
            return known ?? [];
        }
        if (this.watching === undefined) {
            this.watchAgain();
        }
        this.images.set(key, []);
        this.readImages(folder);
        return [];
    }

    /**
     * Asks the engine, and draws only what became different, with what was shown before until then: while VS Code draws, a menu that is open on a row knows its
     * row no more.
     */
    private readImages(folder: vscode.Uri): void {
        const key = folder.toString();
        const reading = (this.readings.get(key) ?? 0) + 1;
        this.readings.set(key, reading);
        void this.engine?.rows(folder).then(({ rows, setup }) => {
            const same = isDeepStrictEqual([rows, setup], [this.images.get(key), this.setup]);
            if (this.readings.get(key) === reading && !same) {
                this.setup = setup;
                this.images.set(key, rows);
                this.changed.fire(this.projectNodes.get(key));
            }
        });
    }

    private projectNode(folder: vscode.WorkspaceFolder): Node & { kind: 'project' } {
        const key = folder.uri.toString();
        const known = this.projectNodes.get(key);
        if (known?.folder === folder) {
            return known;
        }
        const node = { kind: 'project' as const, folder };
        this.projectNodes.set(key, node);
        return node;
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
        const { active } = this.memory.profiles(folder.uri);
        return {
            folderUri: folder.uri.toString(),
            name: folder.name,
            cloud: cloudName(),
            ...(active === undefined ? {} : { profile: active }),
            ...(vscode.workspace.isTrusted ? {} : { trust: 'missing' as const }),
            ...(this.setup === undefined ? {} : { setup: this.setup }),
            ...(deployment === undefined ? {} : { deployment }),
            ...(image === undefined ? {} : { image }),
        };
    }

    private setContext(): void {
        const deployed = (vscode.workspace.workspaceFolders ?? []).some((folder) => this.memory.deployment(folder.uri) !== undefined);
        void vscode.commands.executeCommand('setContext', 'slipway.hasDeployment', deployed);
    }
}

function cloudName(): 'azure' | 'local' {
    return vscode.workspace.getConfiguration('slipway').get<'azure' | 'local'>('cloud', 'azure');
}

function folderOf(node: Node): vscode.Uri | undefined {
    switch (node.kind) {
        case 'project':
            return node.folder.uri;
        case 'azure':
            return undefined;
        case 'row':
            return node.parent === undefined ? undefined : folderOf(node.parent);
    }
}

function readImage(value: unknown): KnownImage | undefined {
    const image = value as Partial<KnownImage> | undefined;
    return typeof image?.reference === 'string' && typeof image.sizeBytes === 'number' && typeof image.builtMs === 'number'
        ? { reference: image.reference, sizeBytes: image.sizeBytes, builtMs: image.builtMs }
        : undefined;
}
