import * as vscode from 'vscode';
import { portalUrl } from '../../../core/deploy/cloud';
import { findModelAccounts } from '../../../workflows/deployment/mendDeployment';
import { withProgress } from '../../command';
import type { ReachedDeployment } from '../../reachDeployment';
import type { Shell } from '../../shell';
import { chooseModelAccount, whatWasNotSeen } from './chooseModelAccount';

/** Opens a page of the portal about the resource whose models answer at `host`; one that is nowhere to be found is said to be so. Throws Cancelled. */
export async function openModelPage(
    shell: Shell,
    { opened, found }: ReachedDeployment,
    host: string,
    page: 'metrics' | 'resourceHealth',
): Promise<void> {
    const models = await withProgress(shell, vscode.l10n.t('Slipway: Find the Model of {0}', found.name), (op) =>
        findModelAccounts(op, opened.azure, host),
    );
    const unseen = whatWasNotSeen(shell, models);
    const account = await chooseModelAccount(models.accounts, host, unseen);
    if (account === undefined) {
        const words = vscode.l10n.t('No model with the address {0} is in your subscriptions.', host);
        void vscode.window.showInformationMessage([words, unseen].filter((sentence) => sentence !== undefined).join(' '));
        return;
    }
    await vscode.env.openExternal(vscode.Uri.parse(portalUrl(opened.cloud, account.id, page), true));
}
