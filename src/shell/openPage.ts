import * as vscode from 'vscode';

/** What the built-in browser view was told to show last: it does not say itself. */
let inView: string | undefined;

/**
 * Opens a deployment's page. Loopback pages (the local Azure's) go through asExternalUri, so that they open from a remote window or a browser too; there the
 * built-in browser view is used, because a browser tab that opens without a click is blocked.
 */
export async function openPage(url: string): Promise<void> {
    const uri = vscode.Uri.parse(url, true);
    if (uri.scheme !== 'http' && uri.scheme !== 'https') {
        return;
    }
    const external = isLoopback(uri) ? await vscode.env.asExternalUri(uri) : uri;
    if (vscode.env.uiKind === vscode.UIKind.Web && isLoopback(uri)) {
        inView = url;
        await showInView(external, vscode.ViewColumn.Active);
        return;
    }
    await vscode.env.openExternal(external);
}

/** Loads a page again that the built-in browser view still shows as it was before; does nothing where it is not in sight. */
export async function refreshPage(url: string): Promise<void> {
    const group = vscode.window.tabGroups.all.find(
        ({ activeTab }) => activeTab?.input instanceof vscode.TabInputWebview && activeTab.input.viewType.endsWith('simpleBrowser.view'),
    );
    if (group !== undefined && url === inView) {
        await showInView(await vscode.env.asExternalUri(vscode.Uri.parse(url, true)), group.viewColumn);
    }
}

async function showInView(page: vscode.Uri, viewColumn: vscode.ViewColumn): Promise<void> {
    // Whoever goes on meanwhile keeps what they type into.
    await vscode.commands.executeCommand('simpleBrowser.api.open', page, { viewColumn, preserveFocus: true });
}

function isLoopback(uri: vscode.Uri): boolean {
    return /^(127\.0\.0\.1|localhost|\[::1\])(:|$)/.test(uri.authority);
}
