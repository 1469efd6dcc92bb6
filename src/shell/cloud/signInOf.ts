import * as vscode from 'vscode';
import type { AccountKind } from '../../adapters/identity/accountTokens';
import { Failure } from '../../base/failure';
import { clouds, type Cloud } from '../../core/deploy/cloud';
import { sovereignCloud } from '../../core/deploy/sovereignCloud';
import type { AzureFailure } from '../../core/failures/azure';

/** How this machine signs in to Azure, and to which. */
export interface SignIn {
    readonly how: SignInKind;
    readonly cloud: Cloud;
    /** One of VS Code's accounts; its preferred one when undefined. */
    readonly account: vscode.AuthenticationSessionAccountInformation | undefined;
}

export type SignInKind = 'vscode' | AccountKind;

const accountKey = 'azure.account';

/** Read from the settings and from what was chosen last. Throws Failure 'azure/invalid-cloud' when the custom cloud of the settings cannot be used. */
export function signInOf(context: vscode.ExtensionContext): SignIn {
    const how = vscode.workspace.getConfiguration('slipway').get<SignInKind>('azure.signIn', 'vscode');
    return { how, cloud: cloudOf(), account: how === 'vscode' ? readAccount(context.globalState.get(accountKey)) : undefined };
}

export async function rememberSignIn(
    context: vscode.ExtensionContext,
    how: SignInKind,
    account: vscode.AuthenticationSessionAccountInformation | undefined,
): Promise<void> {
    await context.globalState.update(accountKey, account === undefined ? undefined : { id: account.id, label: account.label });
    const settings = vscode.workspace.getConfiguration('slipway');
    if (settings.get<SignInKind>('azure.signIn', 'vscode') !== how) {
        await settings.update('azure.signIn', how, vscode.ConfigurationTarget.Global);
    }
}

/** VS Code's own settings of its sovereign-cloud sign-in say which cloud it is; a workspace has no say in it. */
function cloudOf(): Cloud {
    const settings = vscode.workspace.getConfiguration('microsoft-sovereign-cloud');
    const found = sovereignCloud(settings.inspect('environment')?.globalValue, settings.inspect('customEnvironment')?.globalValue);
    switch (found.kind) {
        case 'public':
            return clouds.public;
        case 'cloud':
            return found.cloud;
        case 'invalid':
            throw new Failure<AzureFailure>('azure/invalid-cloud', { reason: found.reason });
    }
}

function readAccount(value: unknown): vscode.AuthenticationSessionAccountInformation | undefined {
    const account = value as Partial<vscode.AuthenticationSessionAccountInformation> | undefined;
    return typeof account?.id === 'string' && typeof account.label === 'string' ? { id: account.id, label: account.label } : undefined;
}
