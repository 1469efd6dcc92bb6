import { Failure } from '../../base/failure';
import { never } from '../../base/never';
import type { Operation } from '../../base/operation';
import { nameOf } from '../../core/deploy/resourceId';
import { isJob, targetOf } from '../../core/deploy/target';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';
import type { DeploymentAddress } from './deploymentAddress';

/** Restarts, stops or starts what was deployed. Answers when Azure took the order, not when it is done: `inspectDeployment` tells. */
export async function controlDeployment(
    op: Operation,
    azure: Azure,
    { subscription, resourceId }: DeploymentAddress,
    order: 'restart' | 'stop' | 'start',
): Promise<void> {
    azure.subscriptions.use(subscription);
    const target = targetOf(resourceId);
    switch (target) {
        case undefined:
            throw new Failure<DeployFailure>('deploy/gone', { name: nameOf(resourceId) });
        case 'appService':
            return azure.sites[order](op, resourceId);
        case 'containerInstances':
            return azure.containerGroups[order](op, resourceId);
        case 'containerApps':
            if (isJob(resourceId) && order !== 'stop') {
                // A job does not run on: it is run once more.
                await azure.containerApps.run(op, resourceId);
                return;
            }
            return order === 'restart' ? restartRevisions(op, azure, resourceId) : azure.containerApps[order](op, resourceId);
        default:
            return never(target);
    }
}

/** A container app has no restart of its own: its revisions have, and every one that is active takes requests. */
async function restartRevisions(op: Operation, azure: Azure, id: string): Promise<void> {
    const revisions = await azure.containerApps.revisions(op, id);
    for (const { name, active } of revisions) {
        if (active === 'yes') {
            await azure.containerApps.restart(op, id, name);
        }
    }
}
