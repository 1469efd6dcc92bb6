import { Failure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { PreviousDeployment } from '../../core/deploy/deployRequest';
import { digestOf } from '../../core/deploy/imageReference';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';
import type { DeploymentAddress } from './deploymentAddress';
import type { DeploymentState } from './inspectDeployment';

/**
 * What a deploy in place needs to know, read from Azure alone: for a deployment that another machine made. Throws 'deploy/registry-unknown' when its image
 * is from none of the subscription's registries.
 */
export async function readPrevious(
    op: Operation,
    azure: Azure,
    { subscription, resourceId }: DeploymentAddress,
    state: Extract<DeploymentState, { kind: 'found' }>,
): Promise<PreviousDeployment> {
    const slash = state.image.indexOf('/');
    const server = state.image.slice(0, slash).toLowerCase();
    const registry = (await azure.registries.list(op, subscription.id)).find(({ loginServer }) => loginServer.toLowerCase() === server);
    if (registry === undefined) {
        throw new Failure<DeployFailure>('deploy/registry-unknown', { name: state.name, image: state.image });
    }
    return {
        target: state.target,
        subscription,
        resourceId,
        registryId: registry.id,
        repository: state.image.slice(slash + 1).replace(/(@|:[^/]*$).*$/, ''),
        digest: digestOf(state.image) ?? '',
        url: state.url,
        deployedMs: state.history[0]?.deployedMs ?? 0,
    };
}
