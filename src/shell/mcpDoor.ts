import * as vscode from 'vscode';
import type { McpServerFacts } from '../core/mcp/serverFacts';
import type { Row } from '../views/projectRows';
import { readSharedMcp, sharedMcp, withOwnLabels, type SharedMcp } from '../views/sharedMcp';
import type { McpServerKnown } from './commands/mcp/mcpServerKnown';
import type { Memory } from './memory';

/** What stands behind the door. */
export interface McpRegistry {
    configuredRows(folder: vscode.Uri): readonly Row[];
    addressRows(): readonly Row[];
    childRows(row: Row, folder: vscode.Uri | undefined): Promise<readonly Row[]>;
    readConfigured(folder: vscode.Uri): Promise<unknown>;
    forgetConfigured(): void;
    resolve(entry: SharedMcp, signal: AbortSignal): Promise<vscode.McpHttpServerDefinition | undefined>;
    close(): Promise<void>;
}

const sharedKey = 'mcp.shared';

/** The way to the MCP servers of this window for what is there from the start: the tree and VS Code's agents. What is behind it loads on first use. */
export class McpDoor implements vscode.Disposable {
    private readonly changed = new vscode.EventEmitter<void>();
    /** Other servers, or another state of one. */
    readonly onDidChange = this.changed.event;
    private loading: Promise<McpRegistry> | undefined;
    private loaded: McpRegistry | undefined;
    private pending: NodeJS.Timeout | undefined;
    private readonly projectRows = new Map<string, readonly Row[]>();

    /** `load` makes the servers' registry; it is told how to say that something changed. */
    constructor(
        private readonly memory: Memory,
        private readonly load: (changed: () => void) => Promise<McpRegistry>,
    ) {}

    open(): Promise<McpRegistry> {
        this.loading ??= this.load(() => this.fire()).then((servers) => (this.loaded = servers));
        return this.loading;
    }

    /** Servers of a folder's mcp.json, as far as they are known; asks for them, and tells when there are others. */
    rowsOf(folder: vscode.Uri): readonly Row[] {
        const key = folder.toString();
        const rows = this.projectRows.get(key);
        if (rows === undefined) {
            this.projectRows.set(key, []);
            void this.findConfigured(folder);
        }
        return this.loaded?.configuredRows(folder) ?? rows ?? [];
    }

    /** Below a deployment, a server, or one of its groups. */
    async childrenOf(row: Row, folder: vscode.Uri | undefined): Promise<readonly Row[]> {
        if (row.mcp === undefined && !/\bdeployment\b/.test(row.context)) {
            return [];
        }
        return await (await this.open()).childRows(row, folder);
    }

    /** Servers that were given as an address. */
    addressRows(): readonly Row[] {
        if (
            this.loaded === undefined &&
            this.memory.get('mcp.addresses', (value) => (Array.isArray(value) ? value.length > 0 : undefined))
        ) {
            void this.open().then(() => this.fire());
        }
        return this.loaded?.addressRows() ?? [];
    }

    /** Reads the files again. */
    forgetConfigured(): void {
        this.projectRows.clear();
        this.loaded?.forgetConfigured();
        this.fire();
    }

    /** What VS Code's agents are offered; read from memory alone. */
    shared(): readonly SharedMcp[] {
        return withOwnLabels(this.kept());
    }

    /** Offers a server that was connected to VS Code's agents. What mcp.json has, VS Code has by itself, unless it cannot speak with it. */
    async share(known: McpServerKnown, facts: McpServerFacts): Promise<void> {
        const entry = sharedMcp(known, facts);
        const others = this.kept().filter(({ key }) => key !== known.key);
        const isOwn = known.reach.kind === 'program' || (known.origin.kind === 'configured' && entry.way === 'direct');
        await this.keepShared(isOwn ? others : [...others, entry].slice(-50));
    }

    async unshare(key: string): Promise<void> {
        await this.keepShared(this.kept().filter((entry) => entry.key !== key));
    }

    dispose(): void {
        clearTimeout(this.pending);
        this.changed.dispose();
        void this.loaded?.close();
    }

    private async findConfigured(folder: vscode.Uri): Promise<void> {
        const file = vscode.Uri.joinPath(folder, '.vscode', 'mcp.json');
        const exists = await vscode.workspace.fs.stat(file).then(
            () => true,
            () => false,
        );
        // Where the file is gone, its servers end.
        if (exists || this.loaded !== undefined) {
            await (await this.open()).readConfigured(folder);
            this.fire();
        }
    }

    private kept(): readonly SharedMcp[] {
        return this.memory.get(sharedKey, readSharedMcp) ?? [];
    }

    private async keepShared(entries: readonly SharedMcp[]): Promise<void> {
        if (JSON.stringify(entries) !== JSON.stringify(this.kept())) {
            await this.memory.set(sharedKey, entries);
            this.fire();
        }
    }

    /** Many changes at once, as a connection brings them, are one redraw. */
    private fire(): void {
        this.pending ??= setTimeout(() => {
            this.pending = undefined;
            this.changed.fire();
        }, 20);
    }
}
