import { Failure } from '../../base/failure';
import { never } from '../../base/never';
import type { Operation } from '../../base/operation';
import { nameOf } from '../../core/deploy/resourceId';
import { targetOf } from '../../core/deploy/target';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';
import type { DeploymentAddress } from './deploymentAddress';

const siteLines = 200;

/**
 * What an app writes and what its platform does with it: first the newest lines, then every line until cancelled; a stream that ends is opened again.
 * Lines of Container Apps' own log begin with `[system]`. Throws 'deploy/gone'.
 */
export async function followDeployment(
    op: Operation,
    azure: Azure,
    { subscription, resourceId }: DeploymentAddress,
    onLine: (line: string) => void,
): Promise<void> {
    azure.subscriptions.use(subscription);
    const target = targetOf(resourceId);
    const gone = () => new Failure<DeployFailure>('deploy/gone', { name: nameOf(resourceId) });
    switch (target) {
        case undefined:
            throw gone();
        case 'appService': {
            const site = await azure.sites.get(op, resourceId);
            if (site === undefined) {
                throw gone();
            }
            (await azure.sites.dockerLog(op, site, siteLines)).forEach(onLine);
            return azure.sites.follow(op, site, onLine);
        }
        case 'containerApps': {
            if ((await azure.containerApps.get(op, resourceId)) === undefined) {
                throw gone();
            }
            await Promise.all([
                azure.containerApps.follow(op, resourceId, 'system', (line) => onLine(`[system] ${line}`)),
                azure.containerApps.follow(op, resourceId, 'console', onLine),
            ]);
            return;
        }
        case 'containerInstances': {
            const container = (await azure.containerGroups.get(op, resourceId))?.containers[0];
            if (container === undefined) {
                throw gone();
            }
            container.problems.forEach((line) => onLine(`[system] ${line}`));
            return azure.containerGroups.follow(op, resourceId, container.name, onLine);
        }
        default:
            return never(target);
    }
}
