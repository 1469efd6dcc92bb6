import * as vscode from 'vscode';
import { Cancelled } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { TenantFailure } from '../../../core/deploy/resources';
import { failureSentence, failureText } from '../../../views/failureText';
import { openCloud, type OpenedCloud } from '../../cloud/openCloud';
import { rememberSignIn, signInOf, type SignInKind } from '../../cloud/signInOf';
import type { Shell } from '../../shell';
import { pick } from '../../ask';

interface Way extends vscode.QuickPickItem {
    readonly how: SignInKind;
    readonly account?: vscode.AuthenticationSessionAccountInformation;
    readonly another?: 'account';
}

/** Lets the user choose how to sign in, signs in, and tells who and with how many subscriptions; a tenant that failed is told and does not hide the rest. */
export async function run(shell: Shell, op: Operation): Promise<void> {
    if (vscode.workspace.getConfiguration('slipway').get('cloud') !== 'local') {
        await choose(shell, op);
    }
    const opened = await openCloud(shell, op);
    op.report(vscode.l10n.t('Reading your subscriptions'));
    const { subscriptions, failures } = await opened.azure.subscriptions.list(op);
    const words = vscode.l10n.t(
        'Signed in to {0} as {1}: {2} subscriptions.',
        opened.cloud.title,
        opened.tokens.account,
        String(subscriptions.length),
    );
    shell.output.heading(words);
    shell.projects.refresh('forget');
    shell.registries.refresh();
    void tell(shell, opened, words, failures);
}

async function choose(shell: Shell, op: Operation): Promise<void> {
    const now = signInOf(shell.context);
    const provider = now.cloud.name === 'public' ? 'microsoft' : 'microsoft-sovereign-cloud';
    const accounts = await vscode.authentication.getAccounts(provider);
    const used = (how: SignInKind, id?: string) =>
        now.how === how && (how !== 'vscode' || id === undefined || now.account?.id === id) ? { description: vscode.l10n.t('in use') } : {};
    const rows: Way[] = [
        ...(accounts.length === 0
            ? [{ label: vscode.l10n.t('$(account) Microsoft account of VS Code'), how: 'vscode' as const, ...used('vscode') }]
            : accounts.map((account) => ({
                  label: `$(account) ${account.label}`,
                  detail: vscode.l10n.t('Microsoft account of VS Code'),
                  how: 'vscode' as const,
                  account,
                  ...used('vscode', account.id),
              }))),
        ...(accounts.length === 0
            ? []
            : [{ label: vscode.l10n.t('$(add) Another Microsoft account…'), how: 'vscode' as const, another: 'account' as const }]),
        {
            label: vscode.l10n.t('$(terminal) Azure CLI'),
            detail: vscode.l10n.t('The account of az login'),
            how: 'azureCli',
            ...used('azureCli'),
        },
        {
            label: vscode.l10n.t('$(terminal) Azure Developer CLI'),
            detail: vscode.l10n.t('The account of azd auth login'),
            how: 'azd',
            ...used('azd'),
        },
        {
            label: vscode.l10n.t('$(key) Service principal'),
            detail: vscode.l10n.t('AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or certificate in the environment'),
            how: 'environment',
            ...used('environment'),
        },
        {
            label: vscode.l10n.t('$(server) Managed identity'),
            detail: vscode.l10n.t('Of the Azure machine that this runs on'),
            how: 'managedIdentity',
            ...used('managedIdentity'),
        },
        {
            label: vscode.l10n.t('$(device-mobile) Device code'),
            detail: vscode.l10n.t('A code that you type in a browser, on any machine'),
            how: 'deviceCode',
            ...used('deviceCode'),
        },
    ];
    const chosen = await pick(op, rows, {
        title: vscode.l10n.t('Slipway: Sign In to {0}', now.cloud.title),
        placeHolder: vscode.l10n.t('Whose account?'),
    });
    const account = chosen.another === undefined ? chosen.account : await another(provider, now.cloud.managementScope);
    await rememberSignIn(shell.context, chosen.how, account);
}

async function another(provider: string, scope: string): Promise<vscode.AuthenticationSessionAccountInformation> {
    try {
        const options = { createIfNone: true, clearSessionPreference: true };
        return (await vscode.authentication.getSession(provider, [scope], options)).account;
    } catch {
        throw new Cancelled();
    }
}

async function tell(shell: Shell, opened: OpenedCloud, words: string, failures: readonly TenantFailure[]): Promise<void> {
    const [first] = failures;
    failures.forEach((failure) => shell.output.line(`Tenant ${failure.tenant}: ${failureSentence(failureText(failure.error))}`));
    const select = vscode.l10n.t('Select Subscriptions');
    if (first === undefined) {
        const answer = await vscode.window.showInformationMessage(words, select);
        if (answer === select) {
            await vscode.commands.executeCommand('slipway.azure.selectSubscriptions');
        }
        return;
    }
    const again = vscode.l10n.t('Sign In to {0}', first.tenant);
    const output = vscode.l10n.t('Show Output');
    const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('{0} {1} tenants did not answer; see the output.', words, String(failures.length)),
        again,
        output,
    );
    if (answer === output) {
        shell.output.show();
    } else if (answer === again) {
        // A tenant may want a second factor of its own.
        await opened.tokens.token(
            { signal: new AbortController().signal, report: () => undefined, log: () => undefined },
            opened.cloud.managementScope,
            {
                tenantId: first.tenantId,
            },
        );
        shell.projects.refresh('forget');
    }
}
