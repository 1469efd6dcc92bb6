// The host page of one MCP App: the server's page stands in a frame of an origin of its own, and every message passes through here to the shell.

interface ToAppPage {
    readonly kind: 'html' | 'message';
    readonly html?: string;
    readonly message?: unknown;
}

const vscode = acquireVsCodeApi();
const frame = document.createElement('iframe');
frame.title = document.title;
// No same-origin, no top navigation, no popups, no forms, no downloads.
frame.setAttribute('sandbox', 'allow-scripts');
frame.className = 'app';
document.body.className = 'app-host';
// Whoever listens to the page learns where he is before the stranger's part begins.
const heading = document.createElement('h1');
heading.className = 'visually-hidden';
heading.textContent = document.title;
const main = document.createElement('main');
main.append(heading, frame);
document.body.append(main);

window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source === frame.contentWindow) {
        vscode.postMessage({ kind: 'fromApp', message: event.data });
        return;
    }
    const data = event.data as Partial<ToAppPage> | null;
    if (data?.kind === 'html' && typeof data.html === 'string') {
        frame.srcdoc = data.html;
    } else if (data?.kind === 'message') {
        // The frame has an opaque origin: only '*' reaches it, and only it is spoken to.
        frame.contentWindow?.postMessage(data.message, '*');
    }
});
vscode.postMessage({ kind: 'ready' });
