import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { OAuthFlow } from '../../../ports/mcp';
import type { Shell } from '../../shell';

const signInLimitMs = 5 * 60_000;
const clientKey = (url: string) => `mcp.oauthClient:${new URL(url).origin}`;

/**
 * OAuth 2.1 with VS Code's browser and secret store. The browser comes back to loopback on the machine of the extension, forwarded where that is another one.
 * `silent` uses kept tokens only.
 */
export async function oauthFlow(shell: Shell, _op: Operation, url: string, ask: 'interactive' | 'silent'): Promise<OAuthFlow> {
    const { awaitRedirect } = await import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/awaitRedirect');
    const redirect = await awaitRedirect(vscode.l10n.t('Signed in. You can close this page and go back to VS Code.'));
    setTimeout(() => void redirect.close(), signInLimitMs).unref();
    const forwarded = await vscode.env.asExternalUri(vscode.Uri.parse(redirect.url));
    const redirectUrl = forwarded.toString(true);
    const id = shell.memory.get(clientKey(url), (value) => (typeof value === 'string' ? value : undefined));
    return {
        redirectUrl,
        ...(id !== undefined && { client: { id } }),
        authorize: async (op, address) => {
            if (ask === 'silent') {
                throw new Cancelled();
            }
            const arrival = redirect.arrival({ ...op, signal: AbortSignal.any([op.signal, AbortSignal.timeout(signInLimitMs)]) });
            arrival.catch(() => undefined);
            op.report(vscode.l10n.t('Waiting for the browser…'));
            await vscode.env.openExternal(vscode.Uri.parse(address, true));
            return await arrival;
        },
        load: async (key) => await shell.context.secrets.get(`mcp.oauth:${key}`),
        save: async (key, value) => {
            await (value === undefined
                ? shell.context.secrets.delete(`mcp.oauth:${key}`)
                : shell.context.secrets.store(`mcp.oauth:${key}`, value));
        },
    };
}

/** Asks for the id of a client that was registered with the authorization server; kept for the server's origin. Throws Cancelled. */
export async function askClientId(shell: Shell, url: string): Promise<void> {
    const id = await vscode.window.showInputBox({
        title: vscode.l10n.t('Client id for {0}', new URL(url).host),
        prompt: vscode.l10n.t('Its authorization server registers no clients by itself. Give the id of one that was registered for you.'),
        ignoreFocusOut: true,
    });
    if (id === undefined || id === '') {
        throw new Cancelled();
    }
    await shell.memory.set(clientKey(url), id);
}
