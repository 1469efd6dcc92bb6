import * as vscode from 'vscode';
import { wireContents, wireResult } from '../../../adapters/mcp/wireResult';
import { Failure, isCancelled } from '../../../base/failure';
import { quietOperation } from '../../../base/operation';
import { appError, appNotification, appResult, readAppMessage, type AppMessage } from '../../../core/mcp/appMessages';
import type { AppDomains } from '../../../core/mcp/appPolicy';
import { appPolicy, declaredDomains, hasDomains, noDomains, withPolicy } from '../../../core/mcp/appPolicy';
import type { JsonObject, McpTool, McpToolResult } from '../../../core/mcp/catalog';
import { isObject } from '../../../core/mcp/isObject';
import type { McpFailure } from '../../../core/failures/mcp';
import type { McpSession } from '../../../ports/mcp';
import { failureSentence, failureText } from '../../../views/failureText';
import { panelIcon, panelRoots } from '../../panel/panelPage';
import type { Shell } from '../../shell';

const mimeType = 'text/html;profile=mcp-app';
const largest = 5_000_000;

interface McpApp {
    readonly session: McpSession;
    /** What the user calls the server. */
    readonly server: string;
    readonly tool: string;
    readonly uri: string;
    readonly arguments: JsonObject;
    readonly tools: readonly McpTool[];
    readonly result: McpToolResult;
}

/**
 * Shows the page that a tool brought (MCP Apps) in a webview of its own. It gets the policy that its resource declares and the user grants, and everything it
 * wants passes through here: tools are called after the user agreed, addresses are opened by VS Code, nothing else is done.
 */
export async function openMcpApp(shell: Shell, app: McpApp): Promise<void> {
    const contents = (await app.session.read(quietOperation(), app.uri)).find(({ uri }) => uri === app.uri);
    const html = contents?.text ?? (contents?.base64 === undefined ? undefined : Buffer.from(contents.base64, 'base64').toString('utf8'));
    if (contents === undefined || html === undefined || html.length > largest || contents.mimeType?.replaceAll(' ', '') !== mimeType) {
        throw new Failure<McpFailure>('mcp/answer-invalid', { method: app.uri, reason: `It is no page of the type ${mimeType}.` });
    }
    const granted = await grant(shell, app, declaredDomains(contents.meta));
    const panel = vscode.window.createWebviewPanel('slipway.mcpApp', `${app.server}: ${app.tool}`, vscode.ViewColumn.Beside, {
        enableScripts: true,
        retainContextWhenHidden: true,
        localResourceRoots: panelRoots(shell.context.extensionUri),
    });
    panel.iconPath = panelIcon(shell.context.extensionUri);
    const host = new AppHost(shell, app, (message) => void panel.webview.postMessage({ kind: 'message', message }));
    panel.webview.onDidReceiveMessage((raw: unknown) => {
        if (!isObject(raw)) {
            return;
        }
        if (raw.kind === 'ready') {
            void panel.webview.postMessage({ kind: 'html', html: withPolicy(html, appPolicy(granted)) });
        } else if (raw.kind === 'fromApp') {
            const message = readAppMessage(raw.message);
            if (message !== undefined) {
                void host.receive(message);
            }
        }
    });
    const themes = vscode.window.onDidChangeActiveColorTheme(() => host.themeChanged());
    panel.onDidDispose(() => {
        themes.dispose();
        host.close();
    });
    panel.webview.html = hostPage(panel.webview, shell.context.extensionUri, `${app.server}: ${app.tool}`, granted);
}

/** The frame inherits this page's policy, and tightens it with its own. */
function hostPage(webview: vscode.Webview, extensionUri: vscode.Uri, title: string, granted: AppDomains): string {
    const at = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
    const safe = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${safe(appPolicy(granted, webview.cspSource))}">
<title>${safe(title)}</title>
<link rel="stylesheet" href="${at('media', 'panel.css')}">
</head>
<body><script src="${at('dist', 'panel', 'mcpApp.js')}"></script></body>
</html>`;
}

/** A page that declares no other hosts gets none and asks for none. Others are shown to the user, who may let it run without them. */
async function grant(shell: Shell, app: McpApp, declared: AppDomains): Promise<AppDomains> {
    if (!hasDomains(declared)) {
        return noDomains;
    }
    const key = `mcp.appGrant:${app.session.facts.url} ${app.uri} ${JSON.stringify(declared)}`;
    if (shell.memory.get(key, (value) => (value === true ? true : undefined)) === true) {
        return declared;
    }
    const allow = vscode.l10n.t('Allow');
    const without = vscode.l10n.t('Run Without');
    const line = (words: string, list: readonly string[]) => (list.length === 0 ? [] : [`${words}: ${list.join(', ')}`]);
    const choice = await vscode.window.showWarningMessage(
        vscode.l10n.t('The page of {0} wants to reach other hosts.', app.tool),
        {
            modal: true,
            detail: [
                ...line(vscode.l10n.t('Send and fetch data'), declared.connect),
                ...line(vscode.l10n.t('Load scripts, styles, pictures'), declared.resource),
                ...line(vscode.l10n.t('Show other pages'), declared.frame),
            ].join('\n'),
        },
        allow,
        without,
    );
    if (choice === allow) {
        await shell.memory.set(key, true);
        return declared;
    }
    return noDomains;
}

/** The host's half of the dialogue with one page. */
class AppHost {
    private readonly stop = new AbortController();
    private readonly allowedTools = new Set<string>();

    constructor(
        private readonly shell: Shell,
        private readonly app: McpApp,
        private readonly send: (message: JsonObject) => void,
    ) {}

    close(): void {
        this.stop.abort();
    }

    themeChanged(): void {
        this.send(appNotification('ui/notifications/host-context-changed', { theme: isLight() ? 'light' : 'dark' }));
    }

    async receive(message: AppMessage): Promise<void> {
        if (message.kind === 'notification') {
            this.hear(message.method, message.params);
            return;
        }
        try {
            this.send(appResult(message.id, await this.answer(message.method, message.params)));
        } catch (error) {
            if (error instanceof Refusal) {
                this.send(appError(message.id, error.code, error.message));
            } else if (!isCancelled(error)) {
                this.send(appError(message.id, -32603, failureSentence(failureText(error))));
            }
        }
    }

    private hear(method: string, params: JsonObject): void {
        if (method === 'ui/notifications/initialized') {
            this.send(appNotification('ui/notifications/tool-input', { arguments: this.app.arguments }));
            this.send(appNotification('ui/notifications/tool-result', { ...wireResult(this.app.result) }));
        } else if (method === 'notifications/message') {
            const data = typeof params.data === 'string' ? params.data : JSON.stringify(params.data ?? '');
            this.shell.output.line(`MCP App ${this.app.uri}: ${data.slice(0, 2000)}`);
        }
    }

    private async answer(method: string, params: JsonObject): Promise<JsonObject> {
        const op = quietOperation(this.stop.signal);
        switch (method) {
            case 'ui/initialize':
                return {
                    protocolVersion: typeof params.protocolVersion === 'string' ? params.protocolVersion : '2026-01-26',
                    hostInfo: { name: 'Slipway', version: '0.1.0' },
                    hostCapabilities: { openLinks: {}, serverTools: {}, serverResources: {}, logging: {} },
                    hostContext: {
                        theme: isLight() ? 'light' : 'dark',
                        displayMode: 'inline',
                        availableDisplayModes: ['inline'],
                        locale: vscode.env.language,
                        platform: 'desktop',
                        toolInfo: { tool: { name: this.app.tool } },
                    },
                };
            case 'ping':
                return {};
            case 'tools/call':
                return await this.callTool(params);
            case 'resources/read': {
                const uri = typeof params.uri === 'string' ? params.uri : '';
                return { contents: (await this.app.session.read(op, uri)).map(wireContents) };
            }
            case 'ui/open-link':
                return await this.openLink(params.url);
            case 'ui/message':
                return await this.toChat(params);
            case 'ui/request-display-mode':
                return { mode: 'inline' };
            default:
                throw new Refusal(-32601, `The host does not know ${method}.`);
        }
    }

    /** A tool that says it only reads, or that the user agreed to for this page. */
    private async callTool(params: JsonObject): Promise<JsonObject> {
        const name = typeof params.name === 'string' ? params.name : '';
        const args = isObject(params.arguments) ? params.arguments : {};
        const tool = this.app.tools.find((known) => known.name === name);
        if (tool === undefined || !visibleToApps(tool)) {
            throw new Refusal(-32602, `There is no tool ${name} for apps.`);
        }
        if (tool.annotations?.readOnlyHint !== true && !this.allowedTools.has(name)) {
            const yes = vscode.l10n.t('Allow');
            const choice = await vscode.window.showWarningMessage(
                vscode.l10n.t('The page of {0} wants to call the tool {1}.', this.app.tool, name),
                { modal: true, detail: JSON.stringify(args, null, 2).slice(0, 1000) },
                yes,
            );
            if (choice !== yes) {
                throw new Refusal(-32000, 'The user declined.');
            }
            this.allowedTools.add(name);
        }
        const { result } = await this.app.session.call(quietOperation(this.stop.signal), { tool: name, arguments: args });
        return { ...wireResult(result) };
    }

    private async openLink(url: unknown): Promise<JsonObject> {
        const uri = typeof url === 'string' && URL.canParse(url) ? vscode.Uri.parse(url, true) : undefined;
        if (uri === undefined || (uri.scheme !== 'https' && uri.scheme !== 'http')) {
            throw new Refusal(-32602, 'Only web addresses are opened.');
        }
        const yes = vscode.l10n.t('Open');
        const choice = await vscode.window.showWarningMessage(
            vscode.l10n.t('Open {0}?', uri.authority),
            { modal: true, detail: vscode.l10n.t('The page of {0} wants to open {1}', this.app.tool, uri.toString(true)) },
            yes,
        );
        if (choice !== yes) {
            return { isError: true };
        }
        await vscode.env.openExternal(uri);
        return {};
    }

    private async toChat(params: JsonObject): Promise<JsonObject> {
        const blocks = Array.isArray(params.content) ? params.content : [params.content];
        const text = blocks
            .flatMap((block: unknown) => (isObject(block) && typeof block.text === 'string' ? [block.text] : []))
            .join('\n')
            .slice(0, 20_000);
        // Put into the chat's box, for the user to send or not.
        await vscode.commands.executeCommand('workbench.action.chat.open', { query: text, isPartialQuery: true });
        return {};
    }
}

class Refusal extends Error {
    constructor(
        readonly code: number,
        message: string,
    ) {
        super(message);
    }
}

function visibleToApps({ meta }: McpTool): boolean {
    const ui = meta?.ui;
    const visibility = isObject(ui) ? ui.visibility : undefined;
    return !Array.isArray(visibility) || visibility.includes('app');
}

function isLight(): boolean {
    const { kind } = vscode.window.activeColorTheme;
    return kind === vscode.ColorThemeKind.Light || kind === vscode.ColorThemeKind.HighContrastLight;
}
