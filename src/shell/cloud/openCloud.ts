import * as vscode from 'vscode';
import { openAzure } from '../../adapters/azure/openAzure';
import { openHttp } from '../../adapters/azure/openHttp';
import { resolveInCloud } from '../../adapters/azure/resolveInCloud';
import { resolveInLocal } from '../../adapters/azure/resolveInLocal';
import { localTokens } from '../../adapters/localAzure/localTokens';
import { openRegistries } from '../../adapters/registry/openRegistries';
import type { Operation } from '../../base/operation';
import type { Cloud } from '../../core/deploy/cloud';
import { clouds } from '../../core/deploy/cloud';
import type { Azure } from '../../ports/azure';
import type { Http } from '../../ports/http';
import type { Registries } from '../../ports/registry';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { TokenSource } from '../../ports/tokenSource';
import type { LocalAzureConnection } from '../../views/localAzureConnection';
import type { Shell } from '../shell';
import { chosenSubscriptions } from './chosenSubscriptions';
import { signInOf, type SignIn } from './signInOf';
import { VscodeTokens } from './vscodeTokens';

/** Azure as this window is signed in to it. */
export interface OpenedCloud {
    readonly name: 'azure' | 'local';
    readonly cloud: Cloud;
    readonly azure: Azure;
    readonly registries: Registries;
    readonly http: Http;
    readonly resolve: ResolveEndpoint;
    readonly tokens: TokenSource;
    /** Set with the local Azure only. */
    readonly local: LocalAzureConnection | undefined;
    /** Where a person looks at an app: its public address, or the loopback one of a local Azure. */
    pageOf(op: Operation, url: string): Promise<string>;
}

let kept: { readonly key: string; readonly opened: OpenedCloud } | undefined;

/** `silent` never asks the user to sign in: for the tree. */
export async function openCloud(shell: Shell, op: Operation, ask: 'interactive' | 'silent' = 'interactive'): Promise<OpenedCloud> {
    const name = vscode.workspace.getConfiguration('slipway').get<'azure' | 'local'>('cloud', 'azure');
    const local = name === 'local' ? await shell.localAzure.connect(op) : undefined;
    const signIn = local === undefined ? signInOf(shell.context) : undefined;
    const cloud = signIn?.cloud ?? clouds.local;
    const key = [name, local?.url, signIn?.how, signIn?.account?.id, cloud.managementUrl, ask].join('|');
    if (kept?.key === key) {
        return kept.opened;
    }
    const resolve = local === undefined ? resolveInCloud(cloud) : resolveInLocal(local);
    const tokens = local === undefined ? await tokensOf(signInOf(shell.context), ask) : localTokens(local);
    const opened: OpenedCloud = {
        name,
        cloud,
        resolve,
        tokens,
        local,
        azure: openAzure({ resolve, tokens, cloud, isChosen: ({ id }) => chosenSubscriptions(shell.context, cloud).isChosen(id) }),
        registries: openRegistries({ resolve, tokens, cloud }),
        http: openHttp({ resolve }),
        async pageOf(running, url) {
            if (local === undefined || url === '') {
                return url;
            }
            const { localPage } = await import(/* webpackChunkName: "localAzure" */ '../../adapters/localAzure/localPage');
            return (await localPage(running, local, url)) ?? url;
        },
    };
    kept = { key, opened };
    return opened;
}

async function tokensOf({ how, cloud, account }: SignIn, ask: 'interactive' | 'silent'): Promise<TokenSource> {
    if (how === 'vscode') {
        return new VscodeTokens({ provider: cloud.name === 'public' ? 'microsoft' : 'microsoft-sovereign-cloud', account }, ask);
    }
    const { accountTokens } = await import(/* webpackChunkName: "azureIdentity" */ '../../adapters/identity/accountTokens');
    return accountTokens({ kind: how, cloud, ask, showCode: (code) => void showCode(code) });
}

async function showCode({ url, code }: { readonly url: string; readonly code: string }): Promise<void> {
    const open = vscode.l10n.t('Copy Code and Open');
    const answer = await vscode.window.showInformationMessage(vscode.l10n.t('To sign in, type the code {0} at {1}.', code, url), open);
    if (answer === open && url.startsWith('https://')) {
        await vscode.env.clipboard.writeText(code);
        await vscode.env.openExternal(vscode.Uri.parse(url, true));
    }
}
