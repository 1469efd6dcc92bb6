import * as vscode from 'vscode';

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
        await vscode.commands.executeCommand('simpleBrowser.api.open', external, {
            viewColumn: vscode.ViewColumn.Active,
            // Whoever goes on meanwhile keeps what they type into.
            preserveFocus: true,
        });
        return;
    }
    await vscode.env.openExternal(external);
}

function isLoopback(uri: vscode.Uri): boolean {
    return /^(127\.0\.0\.1|localhost|\[::1\])(:|$)/.test(uri.authority);
}
