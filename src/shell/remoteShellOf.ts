import { openRemoteShell } from '../adapters/ssh/openRemoteShell';
import { Failure } from '../base/failure';
import type { Operation } from '../base/operation';
import type { DeployFailure } from '../core/failures/deploy';
import type { Site } from '../core/deploy/resources';
import type { RemoteShell } from '../ports/ssh';
import type { RememberedDeployment } from '../views/rememberedDeployment';
import { openCloud, type OpenedCloud } from './cloud/openCloud';
import type { Shell } from './shell';

/** A deployed app and the ways to it. */
export interface ReachedSite {
    readonly opened: OpenedCloud;
    readonly site: Site;
    /** The platform's names of the instances; empty where it does not tell. */
    readonly instances: readonly string[];
    readonly connect: (instance: string | undefined) => RemoteShell;
}

/** Reads the site of a deployment. Throws Failure 'deploy/gone' when it is no longer there. */
export async function reachSite(shell: Shell, op: Operation, deployment: RememberedDeployment): Promise<ReachedSite> {
    const opened = await openCloud(shell, op);
    if (deployment.previous !== undefined) {
        opened.azure.subscriptions.use(deployment.previous.subscription);
    }
    const site = await opened.azure.sites.get(op, deployment.resourceId);
    if (site?.scmHost === undefined) {
        throw new Failure<DeployFailure>('deploy/gone', { name: deployment.name });
    }
    const { scmHost, defaultHost, name } = site;
    const status = (await opened.azure.sites.status(op, site.id)) ?? [];
    return {
        opened,
        site,
        instances: status.map((instance) => instance.instanceId),
        connect: (instance) =>
            openRemoteShell({ resolve: opened.resolve, tokens: opened.tokens })({
                kind: 'app-service',
                name,
                scmUrl: `https://${scmHost}`,
                siteUrl: `https://${defaultHost}`,
                ...(instance === undefined ? {} : { instance }),
            }),
    };
}
