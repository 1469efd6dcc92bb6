import * as vscode from 'vscode';
import { openAzure } from '../../adapters/azure/openAzure';
import { openHttp } from '../../adapters/azure/openHttp';
import { resolveInCloud } from '../../adapters/azure/resolveInCloud';
import { resolveInLocal } from '../../adapters/azure/resolveInLocal';
import { localTokens } from '../../adapters/localAzure/localTokens';
import { openRegistries } from '../../adapters/registry/openRegistries';
import type { Operation } from '../../base/operation';
import { clouds, type Cloud } from '../../core/deploy/cloud';
import type { Azure } from '../../ports/azure';
import type { Http } from '../../ports/http';
import type { Registries } from '../../ports/registry';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';
import type { TokenSource } from '../../ports/tokenSource';
import type { LocalAzureConnection } from '../../views/localAzureConnection';
import type { Shell } from '../shell';
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
}

let kept: { readonly key: string; readonly opened: OpenedCloud } | undefined;

/** `silent` never asks the user to sign in: for the tree. */
export async function openCloud(shell: Shell, op: Operation, ask: 'interactive' | 'silent' = 'interactive'): Promise<OpenedCloud> {
    const settings = vscode.workspace.getConfiguration('slipway');
    const name = settings.get<'azure' | 'local'>('cloud', 'azure');
    const local = name === 'local' ? await shell.localAzure.connect(op) : undefined;
    const how = settings.get<'vscode' | 'azureCli'>('azure.signIn', 'vscode');
    const key = [name, local?.url, how, ask].join('|');
    if (kept?.key === key) {
        return kept.opened;
    }
    const cloud = local === undefined ? clouds.public : clouds.local;
    const resolve = local === undefined ? resolveInCloud(cloud) : resolveInLocal(local);
    const tokens = local === undefined ? await accountTokens(how, ask) : localTokens(local);
    const opened: OpenedCloud = {
        name,
        cloud,
        resolve,
        tokens,
        local,
        azure: openAzure({ resolve, tokens, cloud }),
        registries: openRegistries({ resolve, tokens, cloud }),
        http: openHttp({ resolve }),
    };
    kept = { key, opened };
    return opened;
}

async function accountTokens(how: 'vscode' | 'azureCli', ask: 'interactive' | 'silent'): Promise<TokenSource> {
    if (how === 'vscode') {
        return new VscodeTokens('microsoft', ask);
    }
    const { azureCliTokens } = await import(/* webpackChunkName: "azureIdentity" */ '../../adapters/identity/azureCliTokens');
    return azureCliTokens();
}
