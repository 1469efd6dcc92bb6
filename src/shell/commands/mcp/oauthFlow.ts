import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { OAuthFlow } from '../../../ports/mcp';
import type { Shell } from '../../shell';
import { askText } from '../../ask';
import { placeOf } from './placeOf';

const signInLimitMs = 5 * 60_000;
const portKey = (url: string) => `mcp.oauthPort:${new URL(url).origin}`;
const clientKey = (url: string) => `mcp.oauthClient:${placeOf(url)}`;
/** Names of the secrets that signing in to a server uses, such as the client that its authorization server registered. */
const usedKey = (url: string) => `mcp.oauthUsed:${placeOf(url)}`;

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
        authorize: async (op, address, state) => {
            if (ask === 'silent') {
                throw new Cancelled();
            }
            const redirect = await awaitRedirect(words, Number(new URL(found.url).port));
            try {
                const arrival = redirect.arrival(
                    { ...op, signal: AbortSignal.any([op.signal, AbortSignal.timeout(signInLimitMs)]) },
                    state,
                );
                arrival.catch(() => undefined);
                op.report(vscode.l10n.t('Waiting for the browser…'));
                await vscode.env.openExternal(vscode.Uri.parse(address, true));
                return await arrival;
            } finally {
                await redirect.close();
            }
        },
        load: async (key) => {
            const value = await shell.context.secrets.get(secretKey(url, key));
            if (value !== undefined) {
                await use(shell, url, key);
            }
            return value;
        },
        save: async (key, value) => {
            await (value === undefined
                ? shell.context.secrets.delete(secretKey(url, key))
                : shell.context.secrets.store(secretKey(url, key), value));
            await use(shell, url, key);
        },
    };
}

/** Forgets what signing in to a server left: its tokens, the client that was registered for it, the one that was given. */
export async function forgetSignIn(shell: Shell, url: string): Promise<void> {
    for (const key of used(shell, url)) {
        await shell.context.secrets.delete(secretKey(url, key));
    }
    await shell.memory.set(usedKey(url), undefined);
    await shell.memory.set(clientKey(url), undefined);
}

/** Two servers may have one authorization server: each has a client of its own there, so that forgetting one leaves the other's. */
const secretKey = (url: string, key: string) => (key.startsWith('client ') ? `mcp.oauth:${key} for ${placeOf(url)}` : `mcp.oauth:${key}`);

function used(shell: Shell, url: string): readonly string[] {
    const read = (value: unknown) => (Array.isArray(value) ? value.filter((key): key is string => typeof key === 'string') : undefined);
    return shell.memory.get(usedKey(url), read) ?? [];
}

async function use(shell: Shell, url: string, key: string): Promise<void> {
    const known = used(shell, url);
    if (!known.includes(key)) {
        await shell.memory.set(usedKey(url), [...known, key].slice(-50));
    }
}

/** Asks for the id of a client that was registered with the authorization server; kept for the server. Throws Cancelled. */
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
