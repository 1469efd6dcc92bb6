import type { FromMcpPage } from '../views/mcpPage';

const vscode = acquireVsCodeApi();

/** To the shell; it reads every message again and trusts none. */
export function send(message: FromMcpPage): void {
    vscode.postMessage(message);
}
