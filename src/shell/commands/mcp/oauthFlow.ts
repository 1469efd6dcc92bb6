import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { OAuthFlow } from '../../../ports/mcp';
import type { Shell } from '../../shell';
import { askText } from '../../ask';

const signInLimitMs = 5 * 60_000;
const portKey = (url: string) => `mcp.oauthPort:${new URL(url).origin}`;
const clientKey = (url: string) => `mcp.oauthClient:${new URL(url).origin}`;

/**
 * OAuth 2.1 with VS Code's browser and secret store. The browser comes back to loopback on the machine of the extension, forwarded where that is another one;
 * to the same port each time, because many authorization servers compare the whole address with the registered one. Something listens there only while
 * somebody signs in. `silent` uses kept tokens only.
 */
export async function oauthFlow(shell: Shell, _op: Operation, url: string, ask: 'interactive' | 'silent'): Promise<OAuthFlow> {
    const { awaitRedirect } = await import(/* webpackChunkName: "mcpClient" */ '../../../adapters/mcp/awaitRedirect');
    const words = vscode.l10n.t('Signed in. You can close this page and go back to VS Code.');
    const kept = shell.memory.get(portKey(url), (value) => (typeof value === 'number' ? value : undefined));
    const found = await awaitRedirect(words, kept ?? 0).catch(() => awaitRedirect(words));
    await found.close();
    await shell.memory.set(portKey(url), Number(new URL(found.url).port));
    const redirectUrl = (await vscode.env.asExternalUri(vscode.Uri.parse(found.url))).toString(true);
    const id = shell.memory.get(clientKey(url), (value) => (typeof value === 'string' ? value : undefined));
    return {
        redirectUrl,
        ...(id !== undefined && { client: { id } }),
        authorize: async (op, address) => {
            if (ask === 'silent') {
                throw new Cancelled();
            }
            const redirect = await awaitRedirect(words, Number(new URL(found.url).port));
            try {
                const arrival = redirect.arrival({ ...op, signal: AbortSignal.any([op.signal, AbortSignal.timeout(signInLimitMs)]) });
                arrival.catch(() => undefined);
                op.report(vscode.l10n.t('Waiting for the browser…'));
                await vscode.env.openExternal(vscode.Uri.parse(address, true));
                return await arrival;
            } finally {
                await redirect.close();
            }
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
export async function askClientId(shell: Shell, op: Operation, url: string): Promise<void> {
    const id = await askText(op, {
        title: vscode.l10n.t('Client id for {0}', new URL(url).host),
        prompt: vscode.l10n.t('Its authorization server registers no clients by itself. Give the id of one that was registered for you.'),
    });
    if (id === '') {
        throw new Cancelled();
    }
    await shell.memory.set(clientKey(url), id);
}
