import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { Subscription } from '../../../core/deploy/resources';
import type { AzureFailure } from '../../../core/failures/azure';
import type { Azure } from '../../../ports/azure';

/** The only subscription, or the user's choice. */
export async function chooseSubscription(op: Operation, azure: Azure, title: string): Promise<Subscription> {
    const { subscriptions } = await azure.subscriptions.list(op);
    const [only] = subscriptions;
    if (only === undefined) {
        throw new Failure<AzureFailure>('azure/no-subscription', { account: azure.account });
    }
    if (subscriptions.length === 1) {
        return only;
    }
    const rows = subscriptions.map((subscription) => ({ label: subscription.name, description: subscription.id, subscription }));
    const chosen = await vscode.window.showQuickPick(rows, {
        title,
        placeHolder: vscode.l10n.t('Which subscription?'),
        ignoreFocusOut: true,
        matchOnDescription: true,
    });
    if (chosen === undefined) {
        throw new Cancelled();
    }
    return chosen.subscription;
}
