import * as vscode from 'vscode';
import { readFromDiagnosePage, type FromDiagnosePage, type ToDiagnosePage } from '../../views/diagnosePage';
import type { DiagnosePanelState } from '../../views/diagnosePanel';
import { panelIcon, panelPage, panelRoots } from './panelPage';

/** The webview of one deployment's diagnosis. */
export class DiagnosePanel {
    private readonly panel: vscode.WebviewPanel;
    private ready = false;
    private readonly closed = new vscode.EventEmitter<void>();
    readonly onDidClose = this.closed.event;

    constructor(
        extensionUri: vscode.Uri,
        private state: DiagnosePanelState,
        private readonly instances: readonly string[],
        onMessage: (message: FromDiagnosePage) => void,
    ) {
        this.panel = vscode.window.createWebviewPanel('slipway.diagnose', vscode.l10n.t('Slipway Diagnostics'), vscode.ViewColumn.Active, {
            enableScripts: true,
            retainContextWhenHidden: true,
            localResourceRoots: panelRoots(extensionUri),
        });
        this.panel.iconPath = panelIcon(extensionUri);
        this.panel.webview.onDidReceiveMessage((raw: unknown) => {
            const message = readFromDiagnosePage(raw);
            if (message?.kind === 'ready') {
                this.ready = true;
                this.draw(this.state);
            } else if (message !== undefined) {
                onMessage(message);
            }
        });
        this.panel.onDidDispose(() => this.closed.fire());
        this.panel.webview.html = panelPage(this.panel.webview, extensionUri, 'diagnostics.js', 'Slipway Diagnostics');
    }

    draw(state: DiagnosePanelState): void {
        this.state = state;
        if (this.ready) {
            const message: ToDiagnosePage = { kind: 'state', state, instances: this.instances };
            void this.panel.webview.postMessage(message);
        }
    }

    reveal(): void {
        this.panel.reveal();
    }
}
