import * as vscode from 'vscode';
import type { FromPlanPanel, PlanPanelState, ToPlanPanel } from '../../views/planPanel';
import { readFromPlanPanel } from '../../views/planPanel';
import { panelIcon, panelPage, panelRoots } from './panelPage';

/** The webview that shows one plan and hands back what the user does in it. Closing it hides the plan; it does not stop a run. */
export class PlanPanel implements vscode.Disposable {
    private readonly panel: vscode.WebviewPanel;
    private state: PlanPanelState;
    private ready = false;
    private readonly closed = new vscode.EventEmitter<void>();
    readonly onDidClose = this.closed.event;

    constructor(
        extensionUri: vscode.Uri,
        first: PlanPanelState,
        private readonly onMessage: (message: FromPlanPanel) => void,
    ) {
        this.state = first;
        this.panel = vscode.window.createWebviewPanel(
            'slipway.plan',
            vscode.l10n.t('Slipway Plan'),
            { viewColumn: vscode.ViewColumn.Active, preserveFocus: false },
            { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: panelRoots(extensionUri) },
        );
        this.panel.iconPath = panelIcon(extensionUri);
        this.panel.webview.onDidReceiveMessage((raw: unknown) => {
            const message = readFromPlanPanel(raw);
            if (message?.kind === 'ready') {
                this.ready = true;
                this.draw(this.state);
            } else if (message !== undefined) {
                this.onMessage(message);
            }
        });
        this.panel.onDidDispose(() => this.closed.fire());
        this.panel.webview.html = panelPage(this.panel.webview, extensionUri, 'plan.js', 'Slipway');
    }

    draw(state: PlanPanelState): void {
        this.state = state;
        if (this.ready) {
            const message: ToPlanPanel = { kind: 'state', state };
            void this.panel.webview.postMessage(message);
        }
    }

    reveal(): void {
        this.panel.reveal(undefined, false);
    }

    dispose(): void {
        this.panel.dispose();
        this.closed.dispose();
    }
}
