import type { Operation } from '../../base/operation';
import type { Azure } from '../../ports/azure';
import type { DeploymentAddress } from './removeDeployment';

/** Restarts, stops or starts what was deployed. Answers when Azure took the order, not when it is done: `inspectDeployment` tells. */
export async function controlDeployment(
    op: Operation,
    azure: Azure,
    { subscription, resourceId }: DeploymentAddress,
    order: 'restart' | 'stop' | 'start',
): Promise<void> {
    azure.subscriptions.use(subscription);
    await azure.sites[order](op, resourceId);
}
