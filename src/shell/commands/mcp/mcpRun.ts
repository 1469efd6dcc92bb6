import * as vscode from 'vscode';
import { askRaw } from '../../../adapters/mcp/askRaw';
import { connectMcp } from '../../../adapters/mcp/connectMcp';
import { isCancelled } from '../../../base/failure';
import { quietOperation, type Operation } from '../../../base/operation';
import type { JsonObject, McpTool } from '../../../core/mcp/catalog';
import type { WireExchange } from '../../../core/mcp/exchange';
import { addToMcpJson } from '../../../core/mcp/mcpJson';
import { readinessMarkdown } from '../../../core/mcp/readinessMarkdown';
import { toCurl } from '../../../core/mcp/toCurl';
import type { McpSession } from '../../../ports/mcp';
import { failureSentence, failureText } from '../../../views/failureText';
import { mcpNoticeWords } from '../../../views/mcpNoticeWords';
import { readFromMcpPage, type FromMcpPage, type ToMcpPage } from '../../../views/mcpPage';
import { advanceMcpPanel, emptyMcpPanel, type McpPanelEvent, type McpPanelState } from '../../../views/mcpPanel';
import { mcpScalePanel, type ScalePanelState } from '../../../views/mcpScalePanel';
import { mcpCheckReadiness } from '../../../workflows/mcpCheckReadiness';
import { mcpCheckScale } from '../../../workflows/mcpCheckScale';
import { withProgress } from '../../command';
import { PagePanel } from '../../panel/pagePanel';
import { present } from '../../present';
import type { Shell } from '../../shell';

const scaleCalls = 60;
const scaleConcurrency = 6;

/** One connected server: its panel, its calls, its checks. Ends with the panel. */
export class McpRun {
    private panel: PagePanel<ToMcpPage, FromMcpPage> | undefined;
    private session: McpSession | undefined;
    private tools: readonly McpTool[] = [];
    private state: McpPanelState;
    private scale: ScalePanelState | undefined;
    private calling: AbortController | undefined;

    constructor(
        private readonly shell: Shell,
        private readonly target: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
    ) {
        this.state = emptyMcpPanel(target.url, []);
    }

    open(session: McpSession, tools: readonly McpTool[]): Promise<void> {
        this.session = session;
        this.tools = tools;
        this.state = { ...emptyMcpPanel(session.facts.title ?? session.facts.name, tools), wire: this.state.wire };
        this.panel = new PagePanel(
            this.shell.context.extensionUri,
            { viewType: 'slipway.mcp', title: vscode.l10n.t('Slipway MCP'), script: 'mcp.js', read: readFromMcpPage },
            this.page(),
            (message) => this.receive(message),
        );
        this.panel.onDidClose(() => {
            this.calling?.abort();
            void session.close();
        });
        return Promise.resolve();
    }

    exchanged(exchange: WireExchange): void {
        this.apply({ kind: 'exchanged', exchange });
    }

    private page(): ToMcpPage {
        const facts = this.session?.facts;
        const about =
            facts === undefined ? '' : `${facts.url} · ${facts.name} ${facts.version} · protocol ${facts.protocolVersion} (${facts.era})`;
        return {
            kind: 'state',
            state: this.state,
            about,
            notices: (this.session?.notices ?? []).map((notice) => mcpNoticeWords[notice.code]),
            ...(this.scale === undefined ? {} : { scale: this.scale }),
        };
    }

    private apply(event: McpPanelEvent): void {
        this.state = advanceMcpPanel(this.state, event);
        this.panel?.draw(this.page());
    }

    private receive(message: FromMcpPage): void {
        switch (message.kind) {
            case 'ready':
                return;
            case 'select': {
                const tool = this.tools.find((known) => known.name === message.tool);
                if (tool !== undefined) {
                    this.apply({ kind: 'selected', tool });
                }
                return;
            }
            case 'again': {
                const row = this.state.history[message.index];
                const tool = this.tools.find((known) => known.name === row?.tool);
                if (row !== undefined && tool !== undefined) {
                    this.apply({ kind: 'selected', tool, arguments: row.arguments });
                }
                return;
            }
            case 'call':
                void this.call(message.arguments);
                return;
            case 'cancel':
                this.calling?.abort();
                return;
            case 'checkScale':
                void this.work(vscode.l10n.t('Slipway: Check MCP Scale-Out'), (op) => this.checkScale(op));
                return;
            case 'checkReadiness':
                void this.work(vscode.l10n.t('Slipway: Check MCP Readiness'), (op) => this.checkReadiness(op));
                return;
            case 'addToMcpJson':
                void this.work(vscode.l10n.t('Slipway: Add to mcp.json'), () => this.addToMcpJson());
                return;
            case 'copyCurl': {
                const exchange = this.state.wire.find((known) => known.id === message.exchange);
                if (exchange !== undefined) {
                    void vscode.env.clipboard.writeText(toCurl(exchange));
                }
                return;
            }
        }
    }

    private async call(args: JsonObject): Promise<void> {
        const { session, calling } = this;
        const tool = this.state.selected?.name;
        if (session === undefined || tool === undefined || calling !== undefined) {
            return;
        }
        const stopper = new AbortController();
        this.calling = stopper;
        this.apply({ kind: 'edited', arguments: args });
        this.apply({ kind: 'started' });
        const startedMs = Date.now();
        const op: Operation = {
            ...quietOperation(stopper.signal),
            report: (text, fraction) => this.apply({ kind: 'progress', message: text, ...(fraction === undefined ? {} : { fraction }) }),
            log: (line) => this.shell.output.line(line),
        };
        try {
            const { result, durationMs, traceId } = await session.call(op, { tool, arguments: args });
            this.apply({ kind: 'answered', result, durationMs, traceId });
        } catch (error) {
            const words = failureSentence(failureText(error, (sentence) => vscode.l10n.t(sentence)));
            this.apply(isCancelled(error) ? { kind: 'stopped' } : { kind: 'failed', words, durationMs: Date.now() - startedMs });
        } finally {
            this.calling = undefined;
        }
    }

    private async checkScale(op: Operation): Promise<void> {
        const url = this.session?.facts.url ?? this.target.url;
        let done = 0;
        const report = await mcpCheckScale(
            op,
            connectMcp,
            { target: { url, headers: this.target.headers }, calls: scaleCalls, concurrency: scaleConcurrency },
            () => {
                done++;
                op.report(vscode.l10n.t('{0} of {1} calls', String(done), String(scaleCalls)), done / scaleCalls);
            },
        );
        this.scale = mcpScalePanel(report);
        this.panel?.draw(this.page());
    }

    private async checkReadiness(op: Operation): Promise<void> {
        const url = this.session?.facts.url ?? this.target.url;
        const findings = await mcpCheckReadiness(op, askRaw, { url, headers: this.target.headers });
        const content = readinessMarkdown(url, new Date().toISOString(), findings);
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
    }

    /** Comments and other servers of the file are kept; the file opens with the change unsaved, so that it can be looked at and undone. */
    private async addToMcpJson(): Promise<void> {
        const folder = vscode.workspace.workspaceFolders?.[0];
        const facts = this.session?.facts;
        if (folder === undefined || facts === undefined) {
            return;
        }
        const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'mcp.json');
        const edit = new vscode.WorkspaceEdit();
        edit.createFile(file, { ignoreIfExists: true });
        await vscode.workspace.applyEdit(edit);
        const document = await vscode.workspace.openTextDocument(file);
        const next = addToMcpJson(
            document.getText(),
            { name: facts.name, url: facts.url, secretHeaders: Object.keys(this.target.headers) },
            '.vscode/mcp.json',
        );
        const write = new vscode.WorkspaceEdit();
        write.replace(file, new vscode.Range(0, 0, document.lineCount, 0), next);
        await vscode.workspace.applyEdit(write);
        await vscode.window.showTextDocument(document);
    }

    private async work(title: string, work: (op: Operation) => Promise<void>): Promise<void> {
        try {
            await withProgress(this.shell, title, work);
        } catch (error) {
            if (!isCancelled(error)) {
                present(this.shell, error);
            }
        }
    }
}
