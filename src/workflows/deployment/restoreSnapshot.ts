import { Failure } from '../../base/failure';
import { never } from '../../base/never';
import type { Operation } from '../../base/operation';
import { fingerprint } from '../../core/deploy/fingerprint';
import type { SiteConfig } from '../../core/deploy/resources';
import { sentence, type Sentence } from '../../core/deploy/sentence';
import { readSnapshot } from '../../core/deploy/snapshot';
import { deployedTags } from '../../core/deploy/tags';
import type { DeployFailure } from '../../core/failures/deploy';
import type { Azure } from '../../ports/azure';
import type { Snapshots } from '../../ports/snapshots';
import type { DeploymentAddress } from './deploymentAddress';
import type { DeploymentState } from './inspectDeployment';
import { restoreGroup } from './restoreGroup';

const portSetting = 'WEBSITES_PORT';

/** Instead of a digest in the tags: what runs is none that Slipway deployed. */
const restored = 'before';

/**
 * Makes an app what it was before Slipway first deployed to it: its image or runtime, who pulls it, and, on the machine that took it over, its settings.
 * Answers what could not be restored. Throws 'deploy/no-snapshot', and 'deploy/replace-needed' where a container group has to be deleted first and nobody
 * agreed to it. What it runs then is nothing that was rehearsed, so that running is all that can be waited for.
 */
export async function restoreSnapshot(
    op: Operation,
    { azure, snapshots }: { readonly azure: Azure; readonly snapshots: Snapshots },
    { subscription, resourceId }: DeploymentAddress,
    state: Extract<DeploymentState, { kind: 'found' }>,
    replace?: 'agreed',
): Promise<readonly Sentence[]> {
    azure.subscriptions.use(subscription);
    const snapshot = readSnapshot(state.tags);
    if (snapshot === undefined) {
        throw new Failure<DeployFailure>('deploy/no-snapshot', { name: state.name });
    }
    const tags = deployedTags(state.tags, { digest: restored, port: snapshot.port ?? 0, nowMs: azure.nowMs() });
    switch (state.target) {
        case 'appService': {
            const { container } = await azure.sites.config(op, resourceId);
            if (container !== undefined && snapshot.pull === 'settings') {
                // Its password went with the first update, and Azure tells it to nobody.
                throw new Failure<DeployFailure>('deploy/no-snapshot', { name: state.name });
            }
            const settings = await snapshots.read(resourceId);
            if (settings !== undefined) {
                await azure.sites.replaceSettings(op, resourceId, settings);
            }
            const change: Partial<SiteConfig> = {
                linuxFxVersion: snapshot.image,
                ...(snapshot.pull === 'settings' || snapshot.pull === 'anybody'
                    ? { pull: snapshot.pull, pullClientId: '' }
                    : { pull: 'identity', pullClientId: snapshot.pull }),
                ...(container === undefined ? {} : { container: { ...container, port: snapshot.port ?? container.port } }),
            };
            const alone = settings === undefined && container === undefined;
            const wanted = alone ? withPort(await azure.sites.settings(op, resourceId), snapshot.port) : undefined;
            await azure.sites.updateConfig(op, resourceId, change, wanted);
            if (wanted !== undefined && fingerprint(await azure.sites.settings(op, resourceId)) !== fingerprint(wanted)) {
                await azure.sites.replaceSettings(op, resourceId, wanted);
            }
            await azure.resources.setTags(op, resourceId, tags);
            return settings === undefined ? notRestored(snapshot.settings, wanted ?? {}) : [];
        }
        case 'containerApps': {
            const app = await azure.containerApps.get(op, resourceId);
            const { ingress } = snapshot;
            const targetPort = ingress === 'off' ? undefined : (snapshot.port ?? app?.targetPort);
            if (app === undefined || (targetPort === undefined && ingress !== 'off')) {
                throw new Failure<DeployFailure>('deploy/gone', { name: state.name });
            }
            await azure.containerApps.update(op, resourceId, {
                ...{ image: snapshot.image, env: {}, targetPort, tags: { ...app.tags, ...tags }, pull: undefined },
                // The first deploy opened it.
                ...(ingress === undefined ? {} : { expose: ingress }),
            });
            return [];
        }
        case 'containerInstances':
            return await restoreGroup(op, { azure, snapshots }, resourceId, { snapshot, tags, replace });
        default:
            return never(state.target);
    }
}

/** The port is all that the tags tell of the settings' values; without one, an app had left it to Azure. */
function withPort(current: Readonly<Record<string, string>>, port: number | undefined): Readonly<Record<string, string>> {
    const { [portSetting]: _, ...rest } = current;
    return port === undefined ? rest : { ...rest, [portSetting]: port.toString() };
}

/** A password that is there was asked for, or never taken away. */
function notRestored(names: readonly string[], current: Readonly<Record<string, string>>): readonly Sentence[] {
    const lost = names.filter((name) => name !== portSetting && !(name.startsWith('DOCKER_REGISTRY_SERVER_') && name in current));
    return lost.length === 0
        ? []
        : [
              sentence(
                  'On this machine only its image, its port and who pulls it were known, and not what the settings {names} had for values: they are left as they are now.',
                  { names: lost.join(', ') },
              ),
          ];
}
