import { Failure } from '../../base/failure';
import { never } from '../../base/never';
import type { Operation } from '../../base/operation';
import { readSnapshot } from '../../core/deploy/snapshot';
import { deployedTags } from '../../core/deploy/tags';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';
import type { Snapshots } from '../../ports/snapshots';
import type { DeploymentAddress } from './deploymentAddress';
import type { DeploymentState } from './inspectDeployment';

/** Instead of a digest in the tags: what runs is none that Slipway deployed. */
const restored = 'before';

/**
 * Makes an app what it was before Slipway first deployed to it: its image or runtime, who pulls it, and, on the machine that took it over, its settings.
 * Throws 'deploy/no-snapshot'. What it runs then is nothing that was rehearsed, so that running is all that can be waited for.
 */
export async function restoreSnapshot(
    op: Operation,
    { azure, snapshots }: { readonly azure: Azure; readonly snapshots: Snapshots },
    { subscription, resourceId }: DeploymentAddress,
    state: Extract<DeploymentState, { kind: 'found' }>,
): Promise<void> {
    azure.subscriptions.use(subscription);
    const snapshot = readSnapshot(state.tags);
    if (snapshot === undefined) {
        throw new Failure<DeployFailure>('deploy/no-snapshot', { name: state.name });
    }
    const tags = deployedTags(state.tags, { digest: restored, port: snapshot.port ?? 0, nowMs: azure.nowMs() });
    switch (state.target) {
        case 'appService': {
            const settings = await snapshots.read(resourceId);
            if (settings !== undefined) {
                await azure.sites.replaceSettings(op, resourceId, settings);
            }
            await azure.sites.updateConfig(op, resourceId, {
                linuxFxVersion: snapshot.image,
                pull: snapshot.pull === 'settings' ? 'settings' : 'identity',
                pullClientId: snapshot.pull === 'settings' ? '' : snapshot.pull,
            });
            await azure.resources.setTags(op, resourceId, tags);
            return;
        }
        case 'containerApps': {
            const app = await azure.containerApps.get(op, resourceId);
            const targetPort = snapshot.port ?? app?.targetPort;
            if (app === undefined || targetPort === undefined) {
                throw new Failure<DeployFailure>('deploy/gone', { name: state.name });
            }
            const change = { image: snapshot.image, env: {}, targetPort, tags: { ...app.tags, ...tags }, pull: undefined };
            await azure.containerApps.update(op, resourceId, change);
            return;
        }
        case 'containerInstances':
            // A group is written as a whole, and its registry's password and secret variables are gone with the first deploy.
            throw new Failure<DeployFailure>('deploy/no-snapshot', { name: state.name });
        default:
            return never(state.target);
    }
}
