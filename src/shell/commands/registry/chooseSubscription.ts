import * as vscode from 'vscode';
import { Failure } from '../../../base/failure';
import type { Operation } from '../../../base/operation';
import type { Subscription } from '../../../core/deploy/resources';
import type { AzureFailure } from '../../../core/failures/azure';
import type { Azure } from '../../../ports/azure';
import { pick } from '../../ask';

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
    const chosen = await pick(op, rows, {
        title,
        placeHolder: vscode.l10n.t('Which subscription?'),
    });
    return chosen.subscription;
}
