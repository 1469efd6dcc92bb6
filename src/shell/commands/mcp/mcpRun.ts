import * as vscode from 'vscode';
import { isCancelled } from '../../../base/failure';
import { pause, quietOperation, type Operation } from '../../../base/operation';
import type { JsonObject, McpContent, McpToolResult } from '../../../core/mcp/catalog';
import { identifyInstance } from '../../../core/mcp/identifyInstance';
import { isObject } from '../../../core/mcp/isObject';
import { suggestJson } from '../../../core/mcp/suggestJson';
import { toCurl } from '../../../core/mcp/toCurl';
import { expandUriTemplate } from '../../../core/mcp/uriTemplate';
import type { McpSession } from '../../../ports/mcp';
import { failureSentence, failureText } from '../../../views/failureText';
import { mcpAbout } from '../../../views/mcpAbout';
import { mcpNoticeWords } from '../../../views/mcpNoticeWords';
import { readFromMcpPage, type FromMcpPage, type ToMcpPage } from '../../../views/mcpPage';
import {
    advanceMcpPanel,
    asResult,
    emptyMcpPanel,
    findEntry,
    type Answer,
    type EntryName,
    type McpPanelEvent,
    type McpPanelState,
} from '../../../views/mcpPanel';
import type { ScalePanelState } from '../../../views/mcpScalePanel';
import { readSavedCalls } from '../../../views/savedCalls';
import { withProgress } from '../../command';
import { PagePanel } from '../../panel/pagePanel';
import { sayMade } from '../../sayMade';
import { present } from '../../present';
import type { Shell } from '../../shell';
import { askHeader } from './access';
import type { McpServer } from './mcpServer';
import { askText } from '../../ask';

const open = new Map<string, McpRun>();
const answersKept = 20;

/** The panel of a server: made when there is none, shown when there is. It connects, unless that was just tried. */
export function showMcpPanel(shell: Shell, server: McpServer, connection: 'to be made' | 'as it is' = 'to be made'): McpRun {
    let known = open.get(server.key);
    if (known?.isOf(server) === false) {
        // It was forgotten, or its entry changed: the panel would go on with a server that nobody connects any more.
        known.close();
        known = undefined;
    }
    const run = known ?? new McpRun(shell, server);
    run.show(connection);
    return run;
}

/** One server's panel: its calls and checks. Ends with the panel; the connection stays with the server. */
export class McpRun {
    private readonly panel: PagePanel<ToMcpPage, FromMcpPage>;
    private state: McpPanelState;
    private scale: ScalePanelState | undefined;
    private calling: AbortController | undefined;
    private completing: AbortController | undefined;
    /** The resource that is read again when it changes, and how that is stopped. */
    private following: { readonly uri: string; readonly stop: AbortController } | undefined;
    /** What came back whole, by its turn: the page is sent less of what is large. */
    private readonly answers = new Map<number, McpToolResult>();
    private readonly stops: (() => void)[];
    private disposed = false;

    constructor(
        private readonly shell: Shell,
        private readonly server: McpServer,
    ) {
        this.state = emptyMcpPanel(server.shown().label, server.catalog);
        this.state = { ...this.state, saved: this.savedCalls() };
        for (const exchange of server.exchanges) {
            this.state = advanceMcpPanel(this.state, { kind: 'exchanged', exchange });
        }
        this.panel = new PagePanel(
            shell.context.extensionUri,
            {
                viewType: 'slipway.mcp',
                title: vscode.l10n.t('MCP: {0}', server.known.label),
                script: 'mcp.js',
                read: readFromMcpPage,
            },
            this.page(),
            (message) => this.receive(message),
        );
        open.set(server.key, this);
        this.stops = [
            server.onExchange((exchange) => this.apply({ kind: 'exchanged', exchange })),
            server.onChange(() => (server.isGone ? this.close() : this.listed())),
        ];
        this.panel.onDidClose(() => {
            this.disposed = true;
            open.delete(server.key);
            this.calling?.abort();
            this.completing?.abort();
            this.unfollow();
            this.stops.forEach((stop) => stop());
        });
    }

    isOf(server: McpServer): boolean {
        return this.server === server;
    }

    close(): void {
        this.panel.dispose();
    }

    show(connection: 'to be made' | 'as it is'): void {
        this.panel.reveal();
        if (connection === 'to be made') {
            void this.connect();
        } else {
            this.listed();
        }
    }

    /** Selects a tool, resource, template or prompt as soon as it is listed. */
    async select(entry: EntryName): Promise<void> {
        await this.connect();
        this.pick(entry);
    }

    showScale(scale: ScalePanelState): void {
        this.scale = scale;
        this.draw();
    }

    /** Connects where that is needed, and lists what there is. Shows what goes wrong; never throws. */
    private async connect(): Promise<void> {
        if (this.server.shown().state === 'connected') {
            this.listed();
            return;
        }
        const title = vscode.l10n.t('Slipway: Connecting to {0}', this.server.known.label);
        try {
            await withProgress(this.shell, title, (op) => this.server.connect(op));
        } catch (error) {
            if (!isCancelled(error)) {
                this.shell.output.heading(failureSentence(failureText(error)));
            }
        }
    }

    private listed(): void {
        const { facts } = this.server;
        this.apply({
            kind: 'listed',
            server: [facts?.title, facts?.name].find((name) => name !== undefined && name !== '') ?? this.server.known.label,
            catalog: this.server.catalog,
        });
    }

    private page(): ToMcpPage {
        const { facts, instances, notices, state, problem } = this.server.shown();
        return {
            kind: 'state',
            state: this.state,
            about: facts === undefined ? [] : mcpAbout(facts, instances),
            notices: notices.map((notice) => `${mcpNoticeWords()[notice.code]}: ${notice.detail}`),
            connection:
                state === 'connected' ? 'connected' : state === 'failed' ? 'failed' : state === 'connecting' ? 'connecting' : 'failed',
            reach: this.server.known.reach.kind,
            ...(problem !== undefined && { problem }),
            ...(this.scale === undefined ? {} : { scale: this.scale }),
            ...this.follow(),
        };
    }

    private follow(): Pick<Extract<ToMcpPage, { kind: 'state' }>, 'follow'> {
        const resources = this.server.facts?.capabilities.resources;
        const isPossible = this.state.selected?.kind === 'resource' && isObject(resources) && resources.subscribe === true;
        return isPossible ? { follow: this.following === undefined ? 'off' : 'on' } : {};
    }

    private apply(event: McpPanelEvent): void {
        this.state = advanceMcpPanel(this.state, event);
        this.draw();
    }

    private draw(): void {
        if (!this.disposed) {
            this.panel.draw(this.page());
        }
    }

    private pick(name: EntryName, args?: JsonObject): void {
        const entry = findEntry(this.server.catalog, name);
        if (entry !== undefined) {
            if (this.following?.uri !== name.key) {
                this.unfollow();
            }
            this.apply({ kind: 'selected', entry, ...(args !== undefined && { arguments: args }) });
        }
    }

    private unfollow(): void {
        this.following?.stop.abort();
        this.following = undefined;
    }

    /** Follows the selected resource, or ends that. A server that tells of changes without end is read no more than twice a second. */
    private async toggleFollowing(): Promise<void> {
        const { selected } = this.state;
        const isOn = this.following !== undefined;
        this.unfollow();
        if (isOn || selected?.kind !== 'resource') {
            this.draw();
            return;
        }
        const stop = new AbortController();
        const isStill = () => this.following?.stop === stop;
        this.following = { uri: selected.key, stop };
        this.draw();
        const op = quietOperation(stop.signal);
        try {
            const session = await this.server.connect(op);
            let reading = false;
            let isNew = true;
            const readAgain = async () => {
                isNew = true;
                if (reading) {
                    return;
                }
                reading = true;
                while (isNew && !stop.signal.aborted) {
                    isNew = false;
                    const answer = await ask(op, session, selected, {}).catch(() => undefined);
                    if (answer !== undefined && isStill()) {
                        this.apply({ kind: 'answered', unasked: true, ...answer });
                        this.keep(answer);
                    }
                    await pause(op, 500).catch(() => undefined);
                }
                reading = false;
            };
            void readAgain();
            await session.follow(op, selected.key, () => void readAgain());
        } finally {
            if (isStill()) {
                this.unfollow();
                this.draw();
            }
        }
    }

    private receive(message: FromMcpPage): void {
        switch (message.kind) {
            case 'ready':
                return;
            case 'select':
                this.pick(message.entry);
                return;
            case 'again':
            case 'saved': {
                const row = (message.kind === 'again' ? this.state.history : this.state.saved)[message.index];
                if (row !== undefined) {
                    this.pick(row, row.arguments);
                }
                return;
            }
            case 'call':
                void this.call(message.arguments);
                return;
            case 'cancel':
                this.calling?.abort();
                return;
            case 'follow':
                void this.work(() => this.toggleFollowing());
                return;
            case 'save':
                void this.work(() => this.saveCall(message.arguments));
                return;
            case 'unsave':
                void this.keepCalls(this.state.saved.filter((_, index) => index !== message.index));
                return;
            case 'reconnect':
                void this.work(() => this.reconnect());
                return;
            case 'key':
                void this.work(async () => {
                    if (this.server.url !== '' && (await askHeader(this.shell, quietOperation(), this.server.url))) {
                        await this.reconnect();
                    }
                });
                return;
            case 'checkScale':
                this.command('slipway.mcp.checkScale');
                return;
            case 'checkSwap':
                this.command('slipway.mcp.checkSwap');
                return;
            case 'checkReadiness':
                this.command('slipway.mcp.checkReadiness');
                return;
            case 'addToMcpJson':
                this.command('slipway.mcp.addToConfig');
                return;
            case 'bridge':
                this.command('slipway.mcp.useInVsCode');
                return;
            case 'fix':
                void this.work(async () => {
                    const { performScaleFix } = await import(/* webpackChunkName: "mcpChecks" */ './scaleFix');
                    await performScaleFix(this.shell, this.server, message.fix);
                });
                return;
            case 'bytes':
                this.sendBytes(message.turn, message.index);
                return;
            case 'saveFile':
                void this.work(() => this.saveFile(message.turn, message.index));
                return;
            case 'readLink':
            case 'openLink':
                void this.work(() => this.followLink(message));
                return;
            case 'copyResult':
                void vscode.env.clipboard.writeText(this.textOf(message.turn));
                vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
                return;
            case 'toChat':
                void this.work(async () => {
                    await vscode.commands.executeCommand('workbench.action.chat.open', {
                        query: this.textOf(message.turn),
                        isPartialQuery: true,
                    });
                });
                return;
            case 'openApp':
                void this.work(() => this.openApp());
                return;
            case 'complete':
                void this.complete(message.name, message.value);
                return;
            case 'suggest':
                this.suggest(message.text, message.offset);
                return;
            case 'copyCurl': {
                const exchange = this.server.exchanges.find((known) => known.id === message.exchange);
                if (exchange !== undefined) {
                    void vscode.env.clipboard.writeText(toCurl(exchange));
                    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
                }
                return;
            }
        }
    }

    private command(id: string): void {
        void vscode.commands.executeCommand(id, { server: this.server.key, kind: 'server', name: '' });
    }

    private async reconnect(): Promise<void> {
        if (this.server.shown().state === 'connected') {
            await withProgress(this.shell, vscode.l10n.t('Slipway: Refresh'), (op) => this.server.refresh(op));
        } else {
            await this.server.disconnect();
            await this.connect();
        }
    }

    private async call(args: JsonObject): Promise<void> {
        const { selected } = this.state;
        if (selected === undefined || this.calling !== undefined) {
            return;
        }
        const stopper = new AbortController();
        this.calling = stopper;
        this.apply({ kind: 'edited', arguments: args });
        this.apply({ kind: 'started' });
        const startedMs = Date.now();
        const op: Operation = {
            ...quietOperation(stopper.signal),
            report: (text, fraction) =>
                this.apply({ kind: 'progress', message: sayMade(text), ...(fraction === undefined ? {} : { fraction }) }),
            log: (line) => this.shell.output.line(line),
        };
        try {
            const session = await this.server.connect(op);
            const answer = await ask(op, session, selected, args);
            this.apply({ kind: 'answered', ...answer });
            this.keep(answer);
            if (answer.instance !== undefined) {
                this.server.sawInstance(answer.instance);
                this.draw();
            }
        } catch (error) {
            const words = failureSentence(failureText(error, (sentence) => vscode.l10n.t(sentence)));
            this.apply(isCancelled(error) ? { kind: 'stopped' } : { kind: 'failed', words, durationMs: Date.now() - startedMs });
        } finally {
            this.calling = undefined;
        }
    }

    private keep(answer: Answer): void {
        const turn = this.state.result?.turn;
        if (turn !== undefined) {
            this.answers.set(turn, answer.result);
            const [oldest] = this.answers.keys();
            if (this.answers.size > answersKept && oldest !== undefined) {
                this.answers.delete(oldest);
            }
        }
    }

    private textOf(turn: number): string {
        const answer = this.answers.get(turn);
        return answer?.structuredContent === undefined
            ? (answer?.content ?? []).map(textOfContent).join('\n\n')
            : JSON.stringify(answer.structuredContent, null, 2);
    }

    private sendBytes(turn: number, index: number): void {
        const bytes = bytesOf(this.answers.get(turn)?.content[index]);
        if (bytes !== undefined) {
            this.panel.post({ kind: 'bytes', turn, index, mimeType: bytes.mimeType, base64: bytes.base64 });
        }
    }

    private async saveFile(turn: number, index: number): Promise<void> {
        const bytes = bytesOf(this.answers.get(turn)?.content[index]);
        if (bytes === undefined) {
            return;
        }
        const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
        const extension = /^\w+\/([\w-]+)/.exec(bytes.mimeType)?.[1] ?? 'bin';
        const name = `mcp-result.${extension === 'octet-stream' ? 'bin' : extension}`;
        const file = await vscode.window.showSaveDialog(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) });
        if (file !== undefined) {
            await vscode.workspace.fs.writeFile(file, Buffer.from(bytes.base64, 'base64'));
        }
    }

    /** A link is read through the server that named it; the web is opened only in the browser, after VS Code has asked. */
    private async followLink({
        kind,
        turn,
        index,
    }: {
        readonly kind: 'readLink' | 'openLink';
        readonly turn: number;
        readonly index: number;
    }) {
        const content = this.answers.get(turn)?.content[index];
        if (content?.kind !== 'link') {
            return;
        }
        const { resource } = content;
        if (kind === 'readLink') {
            this.apply({ kind: 'selected', entry: { kind: 'resource', resource } });
            await this.call({});
            return;
        }
        const uri = vscode.Uri.parse(resource.uri, true);
        if (uri.scheme === 'http' || uri.scheme === 'https') {
            const yes = vscode.l10n.t('Open');
            const choice = await vscode.window.showWarningMessage(
                vscode.l10n.t('Open {0}?', uri.authority),
                { modal: true, detail: vscode.l10n.t('The MCP server {0} links to {1}', this.server.known.label, resource.uri) },
                yes,
            );
            if (choice === yes) {
                await vscode.env.openExternal(uri);
            }
        }
    }

    private async openApp(): Promise<void> {
        const { selected } = this.state;
        const session = await this.server.connect(quietOperation());
        const turn = this.state.result?.turn;
        if (selected?.app === undefined || turn === undefined) {
            return;
        }
        const { openMcpApp } = await import(/* webpackChunkName: "mcpApp" */ './mcpApp');
        await openMcpApp(this.shell, {
            session,
            server: this.server.known.label,
            tool: selected.key,
            uri: selected.app,
            arguments: selected.arguments,
            tools: this.server.catalog.tools,
            result: this.answers.get(turn) ?? { isError: false, content: [] },
        });
    }

    private async complete(name: string, value: string): Promise<void> {
        const { selected } = this.state;
        if (selected?.kind !== 'prompt' && selected?.kind !== 'template') {
            return;
        }
        const of =
            selected.kind === 'prompt' ? { kind: 'prompt' as const, name: selected.key } : { kind: 'template' as const, uri: selected.key };
        // Whoever types on waits for nothing older.
        this.completing?.abort();
        const stop = new AbortController();
        this.completing = stop;
        const op = quietOperation(stop.signal);
        const session = await this.server.connect(quietOperation(), 'silent').catch(() => undefined);
        const values = (await session?.complete(op, of, { name, value }).catch(() => undefined)) ?? [];
        if (!stop.signal.aborted) {
            this.panel.post({ kind: 'completions', name, value, values });
        }
    }

    private suggest(text: string, offset: number): void {
        const { selected } = this.state;
        const tool = selected?.kind === 'tool' ? this.server.catalog.tools.find(({ name }) => name === selected.key) : undefined;
        const schema = tool?.inputSchema ?? {
            properties: Object.fromEntries((selected?.form.fields ?? []).map(({ path }) => [path[0] ?? '', { type: 'string' }])),
        };
        this.panel.post({ kind: 'suggestions', suggestions: suggestJson(schema, text, offset) });
    }

    private async saveCall(args: JsonObject): Promise<void> {
        const { selected, saved } = this.state;
        if (selected === undefined) {
            return;
        }
        const label = await askText(quietOperation(), {
            title: vscode.l10n.t('Save Call'),
            prompt: vscode.l10n.t('Its name in the list. Arguments are kept in the workspace as they are: leave secrets out.'),
            value: selected.title,
        });
        if (label !== '') {
            const { kind, key } = selected;
            await this.keepCalls([...saved.filter((row) => row.label !== label), { label, kind, key, arguments: args }]);
        }
    }

    private async keepCalls(saved: McpPanelState['saved']): Promise<void> {
        await this.shell.memory.set(`mcp.saved:${this.server.key}`, saved.slice(-100));
        this.apply({ kind: 'saved', saved });
    }

    private savedCalls(): McpPanelState['saved'] {
        return this.shell.memory.get(`mcp.saved:${this.server.key}`, readSavedCalls) ?? [];
    }

    private async work(work: () => Promise<unknown>): Promise<void> {
        try {
            await work();
        } catch (error) {
            if (!isCancelled(error)) {
                present(this.shell, error);
            }
        }
    }
}

/** Calls, reads or gets, whatever the entry is. */
async function ask(op: Operation, session: McpSession, entry: EntryName, args: JsonObject): Promise<Answer> {
    const started = performance.now();
    switch (entry.kind) {
        case 'tool': {
            const { result, durationMs, traceId, exchanges } = await session.call(op, { tool: entry.key, arguments: args });
            const instance = identifyInstance(result, exchanges)?.name;
            return { result, durationMs, traceId, ...(instance !== undefined && { instance }) };
        }
        case 'resource':
        case 'template': {
            const uri = entry.kind === 'resource' ? entry.key : expandUriTemplate(entry.key, textsOf(args));
            // Whoever presses the button wants to see the server, not what it said a minute ago.
            const contents = await session.read(op, uri, 'refresh');
            const result = asResult(contents.map((part) => ({ kind: 'resource', contents: part })));
            return { result, durationMs: performance.now() - started, traceId: '' };
        }
        case 'prompt': {
            const messages = await session.prompt(op, entry.key, textsOf(args));
            return { result: asResult(messages.map(({ content }) => content)), durationMs: performance.now() - started, traceId: '' };
        }
    }
}

function textsOf(args: JsonObject): Record<string, string> {
    return Object.fromEntries(
        Object.entries(args).flatMap(([name, value]) =>
            value === undefined || value === '' ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const],
        ),
    );
}

function textOfContent(content: McpContent): string {
    switch (content.kind) {
        case 'text':
            return content.text;
        case 'link':
            return content.resource.uri;
        case 'resource':
            return content.contents.text ?? content.contents.uri;
        case 'image':
        case 'audio':
            return `[${content.mimeType}]`;
        case 'other':
            return JSON.stringify(content.value);
    }
}

function bytesOf(content: McpContent | undefined): { readonly mimeType: string; readonly base64: string } | undefined {
    switch (content?.kind) {
        case 'image':
        case 'audio':
            return content;
        case 'resource': {
            const { mimeType = 'application/octet-stream', base64, text } = content.contents;
            return { mimeType, base64: base64 ?? Buffer.from(text ?? '').toString('base64') };
        }
        default:
            return undefined;
    }
}
