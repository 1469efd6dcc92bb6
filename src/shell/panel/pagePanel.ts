import * as vscode from 'vscode';
import { paced } from '../../base/paced';
import { panelIcon, panelPage, panelRoots } from './panelPage';

/** More often than anyone sees. While checks run or a build speaks, states come by the dozen, and each is the whole panel. */
const drawingMs = 60;

/** How one kind of panel is made: its page's script and the reader of what that page sends. */
export interface PageKind<From> {
    readonly viewType: string;
    readonly title: string;
    readonly script: string;
    /** `{ kind: 'ready' }` is answered here; undefined drops a message that is not one of ours. */
    readonly read: (message: unknown) => From | undefined;
    /** `beside`: next to what the user is doing, who goes on doing it. */
    readonly place?: 'active' | 'beside';
}

/** A webview that shows one state at a time, sent whole, and hands back what the user does in it. */
export class PagePanel<To, From extends { readonly kind: string }> implements vscode.Disposable {
    private readonly panel: vscode.WebviewPanel;
    private ready = false;
    private readonly drawn = paced<To>(drawingMs, (state) => void this.panel.webview.postMessage(state));
    private readonly closed = new vscode.EventEmitter<void>();
    readonly onDidClose = this.closed.event;

    constructor(
        extensionUri: vscode.Uri,
        kind: PageKind<From>,
        private state: To,
        onMessage: (message: From) => void,
    ) {
        this.panel = vscode.window.createWebviewPanel(kind.viewType, kind.title, columnOf(kind.place), {
            enableScripts: true,
            retainContextWhenHidden: true,
            localResourceRoots: panelRoots(extensionUri),
        });
        this.panel.iconPath = panelIcon(extensionUri);
        this.panel.webview.onDidReceiveMessage((raw: unknown) => {
            const message = kind.read(raw);
            if (message?.kind === 'ready') {
                this.ready = true;
                this.drawn.put(this.state);
            } else if (message !== undefined) {
                onMessage(message);
            }
        });
        this.panel.onDidDispose(() => {
            this.ready = false;
            this.drawn.stop();
            this.closed.fire();
        });
        this.panel.webview.html = panelPage(this.panel.webview, extensionUri, kind.script, kind.title);
    }

    draw(state: To): void {
        this.state = state;
        if (this.ready) {
            this.drawn.put(state);
        }
    }

    /** Sends something beside the state, to a page that is open. */
    post(message: To): void {
        if (this.ready) {
            // It may belong to what the newest state shows.
            this.drawn.flush();
            void this.panel.webview.postMessage(message);
        }
    }

    /** Whether it is the tab in front of its group. */
    isVisible(): boolean {
        return this.panel.visible;
    }

    set title(title: string) {
        this.panel.title = title;
    }

    reveal(focus: 'takeFocus' | 'keepFocus' = 'takeFocus'): void {
        this.panel.reveal(undefined, focus === 'keepFocus');
    }

    dispose(): void {
        this.panel.dispose();
        this.closed.dispose();
    }
}

function columnOf(
    place: PageKind<unknown>['place'],
): vscode.ViewColumn | { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus: boolean } {
    return place === 'beside' ? { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true } : vscode.ViewColumn.Active;
}
