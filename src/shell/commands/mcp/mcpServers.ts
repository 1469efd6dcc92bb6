import * as vscode from 'vscode';
import { isCancelled, isFailure } from '../../../base/failure';
import { quietOperation } from '../../../base/operation';
import type { ConfiguredServer } from '../../../core/mcp/mcpJson';
import { parseMcpJson } from '../../../core/mcp/mcpJson';
import { splitSecretQuery } from '../../../core/mcp/secretQuery';
import { failureSentence, failureText } from '../../../views/failureText';
import type { McpPlace } from '../../../views/mcpPlace';
import { mcpCatalogRows, mcpProblemRow, mcpServerRow } from '../../../views/mcpRows';
import type { Row } from '../../../views/projectRows';
import type { SharedMcp } from '../../../views/sharedMcp';
import type { McpRegistry } from '../../mcpDoor';
import { present } from '../../present';
import type { Shell } from '../../shell';
import { keepQuery } from './access';
import { McpServer } from './mcpServer';

/** The registry behind the window's door, as this chunk made it. */
export async function serversOf(shell: Shell): Promise<McpServers> {
    const registry = await shell.mcp.open();
    if (!(registry instanceof McpServers)) {
        throw new TypeError('The registry of MCP servers is not one of this chunk.');
    }
    return registry;
}

const addressesKey = 'mcp.addresses';

/** Every MCP server that this window knows: of deployments, of mcp.json, and by address. */
export class McpServers implements McpRegistry {
    private readonly servers = new Map<string, McpServer>();
    private readonly configured = new Map<string, readonly McpServer[]>();
    /** The images that deployments ran when they were last looked at, by the server's key. */
    private readonly digests = new Map<string, string>();
    /** Files are also changed by git and by other programs, which no event of an editor tells. */
    private readonly watcher = vscode.workspace.createFileSystemWatcher('**/.vscode/mcp.json');
    private closeBridges: () => Promise<void> = () => Promise.resolve();

    constructor(
        private readonly shell: Shell,
        private readonly changed: () => void,
    ) {
        const readAgain = (file: vscode.Uri) => void this.readAgain(file);
        this.watcher.onDidCreate(readAgain);
        this.watcher.onDidChange(readAgain);
        this.watcher.onDidDelete(readAgain);
        for (const address of this.addresses()) {
            this.byAddress(address);
        }
    }

    get(key: string): McpServer | undefined {
        return this.servers.get(key) ?? (key.startsWith('url:') ? this.byAddress(key.slice(4)) : undefined);
    }

    all(): readonly McpServer[] {
        return [...this.servers.values()];
    }

    /** Deployments, entries of mcp.json and addresses, in this order. */
    async everywhere(): Promise<readonly McpServer[]> {
        const found: McpServer[] = [];
        for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
            const deployed = this.ofDeployment(uri);
            found.push(...(deployed === undefined ? [] : [deployed]), ...(await this.readConfigured(uri)));
        }
        return [...found, ...this.all().filter(({ known: { origin } }) => origin.kind === 'url')];
    }

    /** The server of a folder's deployment; undefined when nothing is deployed. */
    ofDeployment(folder: vscode.Uri): McpServer | undefined {
        const deployment = this.shell.memory.deployment(folder);
        if (deployment === undefined || deployment.url === '') {
            return undefined;
        }
        const key = `deployment:${folder.toString()}`;
        const known = this.servers.get(key);
        if (known?.url === deployment.url && this.digests.get(key) !== deployment.digest) {
            known.forgetEra();
        }
        this.digests.set(key, deployment.digest);
        return known?.url === deployment.url
            ? known
            : this.keep(
                  new McpServer(this.shell, this.changed, {
                      key,
                      label: deployment.name,
                      source: vscode.l10n.t('deployed to {0}', deployment.url),
                      origin: { kind: 'deployment', folder, resourceId: deployment.resourceId },
                      reach: { kind: 'http', url: deployment.url, query: '', headers: {} },
                  }),
              );
    }

    /** The server at an address as a person types it: keys that are part of it go to the secret store, and nowhere else. */
    async typed(whole: string): Promise<McpServer> {
        const { address, query } = splitSecretQuery(whole);
        if (query !== '') {
            await keepQuery(this.shell, address, query);
        }
        return this.byAddress(address);
    }

    /** Whatever secret `whole` still carries is left out. */
    byAddress(whole: string): McpServer {
        const url = splitSecretQuery(whole).address;
        const key = `url:${url}`;
        return (
            this.servers.get(key) ??
            this.keep(
                new McpServer(this.shell, this.changed, {
                    key,
                    label: new URL(url).host,
                    source: url,
                    origin: { kind: 'url' },
                    reach: { kind: 'http', url, query: '', headers: {} },
                }),
            )
        );
    }

    /** Keeps an address for the next time, when it turned out to be a server's. */
    async rememberAddress(url: string): Promise<void> {
        await this.shell.memory.set(addressesKey, [...new Set([...this.addresses(), url])].slice(-50));
        this.changed();
    }

    async forgetAddress(server: McpServer): Promise<void> {
        await server.retire();
        await server.forget();
        await this.shell.mcp.unshare(server.key);
        this.servers.delete(server.key);
        await this.shell.memory.set(
            addressesKey,
            this.addresses().filter((address) => `url:${address}` !== server.key),
        );
        this.changed();
    }

    /** Servers of .vscode/mcp.json; a file that cannot be read is told in the output. */
    async readConfigured(folder: vscode.Uri): Promise<readonly McpServer[]> {
        const file = vscode.Uri.joinPath(folder, '.vscode', 'mcp.json');
        const isOfFile = (key: string) => key.startsWith(`configured:${folder.toString()}#`);
        let listed: readonly ConfiguredServer[] = [];
        try {
            const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8');
            listed = parseMcpJson(text, '.vscode/mcp.json');
        } catch (error) {
            if (isFailure(error)) {
                // Half typed, perhaps: what ran goes on.
                this.shell.output.line(failureSentence(failureText(error)));
                const known = this.all().filter(({ key }) => isOfFile(key));
                this.configured.set(folder.toString(), known);
                return known;
            }
        }
        const servers = listed.map((server) => {
            const key = `configured:${folder.toString()}#${server.name}`;
            const known = this.servers.get(key);
            const { address, query } = splitSecretQuery(server.kind === 'stdio' ? '' : server.url);
            const made = new McpServer(this.shell, this.changed, {
                key,
                label: server.name,
                source: '.vscode/mcp.json',
                origin: { kind: 'configured', folder, server },
                reach:
                    server.kind === 'stdio' ? { kind: 'program', server } : { kind: 'http', url: address, query, headers: server.headers },
            });
            // An entry that did not change keeps its connection.
            return known?.fingerprint === made.fingerprint ? known : this.keep(made);
        });
        // What the file no longer says is not to run any longer.
        for (const [key, server] of this.servers) {
            if (isOfFile(key) && !servers.includes(server)) {
                this.servers.delete(key);
                void server.retire();
                void this.shell.mcp.unshare(key);
            }
        }
        this.configured.set(folder.toString(), servers);
        return servers;
    }

    configuredRows(folder: vscode.Uri): readonly Row[] {
        return (this.configured.get(folder.toString()) ?? []).map((server) => mcpServerRow(server.shown()));
    }

    addressRows(): readonly Row[] {
        return this.addresses().map((address) => mcpServerRow(this.byAddress(address).shown()));
    }

    forgetConfigured(): void {
        this.configured.clear();
    }

    /** Connects where that is needed: a person has unfolded the row. Nobody is asked anything here. */
    async childRows(row: Row, folder: vscode.Uri | undefined): Promise<readonly Row[]> {
        if (row.mcp === undefined) {
            return await this.deploymentRows(folder);
        }
        const server = this.get(row.mcp.server);
        if (server === undefined || !['server', 'group'].includes(row.mcp.kind)) {
            return [];
        }
        if (row.mcp.kind === 'server' && server.shown().state !== 'failed' && !server.waitsForPerson) {
            await server.connect(quietOperation(), 'silent').catch(() => undefined);
        }
        const { state, problem, notices } = server.shown();
        if (state !== 'connected') {
            const first = server.waitsForPerson ? vscode.l10n.t('Click here to connect: Slipway asks you first.') : undefined;
            return [mcpProblemRow(server.key, problem ?? first ?? vscode.l10n.t('Not connected.'))];
        }
        const groups = mcpCatalogRows(server.key, server.catalog, notices);
        if (row.mcp.kind === 'group') {
            return groups.find(({ group }) => group.id === row.id)?.rows ?? [];
        }
        return groups.map(({ group }) => group);
    }

    /** What VS Code is told to connect to; loads the bridge where one is needed. Undefined, and a message, when it cannot be reached. */
    async resolve(entry: SharedMcp, signal: AbortSignal): Promise<vscode.McpHttpServerDefinition | undefined> {
        const server = await this.byKey(entry.key);
        if (server === undefined) {
            return undefined;
        }
        try {
            const { resolveShared, closeBridges } = await import(/* webpackChunkName: "mcp" */ './resolveShared');
            this.closeBridges = closeBridges;
            return await resolveShared({ ...quietOperation(signal), log: (line) => this.shell.output.line(line) }, server, entry);
        } catch (error) {
            if (!isCancelled(error)) {
                present(this.shell, error);
            }
            return undefined;
        }
    }

    async close(): Promise<void> {
        this.watcher.dispose();
        await Promise.allSettled([...this.all().map((server) => server.disconnect()), this.closeBridges()]);
    }

    /** What an entry no longer says ends at once, whether or not its row is drawn. */
    private async readAgain(file: vscode.Uri): Promise<void> {
        const folder = vscode.workspace.getWorkspaceFolder(file)?.uri;
        if (folder !== undefined && vscode.Uri.joinPath(folder, '.vscode', 'mcp.json').toString() === file.toString()) {
            await this.readConfigured(folder);
            this.shell.mcp.forgetConfigured();
        }
    }

    /** Also a server whose folder was not looked at yet. */
    private async byKey(key: string): Promise<McpServer | undefined> {
        const known = this.get(key);
        if (known !== undefined) {
            return known;
        }
        for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
            if (key === `deployment:${uri.toString()}`) {
                return this.ofDeployment(uri);
            }
            if (key.startsWith(`configured:${uri.toString()}#`)) {
                await this.readConfigured(uri);
            }
        }
        return this.get(key);
    }

    /** What a command was started for: a row of the tree or its place, or an address. */
    find(argument: unknown): { readonly server: McpServer; readonly place: McpPlace } | undefined {
        if (typeof argument === 'string' && URL.canParse(argument)) {
            void this.typed(argument);
            const server = this.byAddress(argument);
            return { server, place: { server: server.key, kind: 'server', name: '' } };
        }
        const place = placeOf(argument);
        const server = place === undefined ? undefined : this.get(place.server);
        return place === undefined || server === undefined ? undefined : { server, place };
    }

    private async deploymentRows(folder: vscode.Uri | undefined): Promise<readonly Row[]> {
        const server = folder === undefined ? undefined : this.ofDeployment(folder);
        if (server === undefined) {
            return [];
        }
        // A failure stays until somebody tries again: every redraw of the tree comes by here.
        if (server.shown().state !== 'failed' && !server.waitsForPerson) {
            await server.connect(quietOperation(), 'silent').catch(() => undefined);
        }
        const shown = server.shown();
        return shown.state === 'failed' && server.failureCode === 'mcp/no-server-found' ? [] : [mcpServerRow(shown)];
    }

    private addresses(): readonly string[] {
        const kept = this.shell.memory.get(addressesKey, readTexts) ?? [];
        return [...new Set(kept.map((address) => splitSecretQuery(address).address))];
    }

    private keep(server: McpServer): McpServer {
        void this.servers.get(server.key)?.retire();
        this.servers.set(server.key, server);
        return server;
    }
}

function readTexts(value: unknown): readonly string[] | undefined {
    return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string' && URL.canParse(text)) : undefined;
}

function placeOf(argument: unknown): McpPlace | undefined {
    if (typeof argument !== 'object' || argument === null) {
        return undefined;
    }
    if ('server' in argument && 'kind' in argument && 'name' in argument) {
        return argument as McpPlace;
    }
    return 'row' in argument ? ((argument.row as Partial<Row> | undefined)?.mcp ?? undefined) : undefined;
}
