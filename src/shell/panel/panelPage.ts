import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page of a panel: one script and the shared style sheets, nothing from anywhere else. */
export function panelPage(webview: vscode.Webview, extensionUri: vscode.Uri, script: string, title: string): string {
    const nonce = randomBytes(16).toString('base64url');
    const at = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
    const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; font-src ${webview.cspSource}; img-src data:; media-src data:; base-uri 'none'; form-action 'none'`;
    // The page says its own words in the user's language; a data block is never run.
    const words = JSON.stringify(vscode.l10n.bundle ?? {}).replaceAll('<', '\\u003c');
    return `<!DOCTYPE html>
<html lang="${vscode.l10n.bundle === undefined ? 'en' : vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${at('dist', 'panel', 'codicon.css')}">
<link rel="stylesheet" href="${at('media', 'panel.css')}">
</head>
<body><script type="application/json" id="words">${words}</script><script nonce="${nonce}" src="${at('dist', 'panel', script)}"></script></body>
</html>`;
}

/** A title holds names that a repository or a server chose. */
function escapeHtml(text: string): string {
    return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** What a panel's page may load. */
export function panelRoots(extensionUri: vscode.Uri): vscode.Uri[] {
    return [vscode.Uri.joinPath(extensionUri, 'dist', 'panel'), vscode.Uri.joinPath(extensionUri, 'media')];
}

/** A tab's icon is a picture, not a glyph: it needs a colour for each kind of theme. */
export function panelIcon(extensionUri: vscode.Uri): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
    return {
        light: vscode.Uri.joinPath(extensionUri, 'media', 'slipway-light.svg'),
        dark: vscode.Uri.joinPath(extensionUri, 'media', 'slipway-dark.svg'),
    };
}
