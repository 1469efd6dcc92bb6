import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { nameOf, parseResourceId } from '../../core/deploy/resourceId';
import type { Subscription } from '../../core/deploy/resources';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';

/** The subscription that a deployment is in, whether or not the user chose to see it. Throws 'deploy/gone' when the account has it no longer. */
export async function subscriptionOf(
    op: Operation,
    { subscriptions }: Pick<Azure, 'subscriptions'>,
    resourceId: string,
): Promise<Subscription> {
    const id = parseResourceId(resourceId)?.subscriptionId.toLowerCase();
    const all = await subscriptions.list(op, 'all');
    const found = all.subscriptions.find((subscription) => subscription.id.toLowerCase() === id);
    if (found === undefined) {
        throw new Failure<DeployFailure>('deploy/gone', { name: nameOf(resourceId) });
    }
    return found;
}
