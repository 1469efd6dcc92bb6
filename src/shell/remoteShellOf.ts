import { openRemoteShell } from '../adapters/ssh/openRemoteShell';
import { Failure } from '../base/failure';
import type { Operation } from '../base/operation';
import type { DeployFailure } from '../core/failures/deploy';
import type { Site } from '../core/deploy/resources';
import { targetOf } from '../core/deploy/target';
import type { SshFailure } from '../core/failures/ssh';
import type { OpenRemoteShell, RemoteShell } from '../ports/ssh';
import type { RememberedDeployment } from '../views/rememberedDeployment';
import { openCloud, type OpenedCloud } from './cloud/openCloud';
import type { Shell } from './shell';

/** The ways into the containers of a deployed app. */
export interface ReachedShells {
    /** The platform's names of the instances, replicas or containers; empty where it does not tell. */
    readonly instances: readonly string[];
    /** Into one of `instances`, or into any. */
    readonly connect: (instance: string | undefined) => RemoteShell;
}

/** A deployed web app and the ways to it. */
export interface ReachedSite extends ReachedShells {
    readonly opened: OpenedCloud;
    readonly site: Site;
}

/** The shells of a deployment to any target. Throws Failure 'deploy/gone' when it is no longer there, 'ssh/container-gone' when nothing of it runs. */
export async function reachShells(shell: Shell, op: Operation, deployment: RememberedDeployment): Promise<ReachedShells> {
    const target = targetOf(deployment.resourceId);
    if (target !== 'containerApps' && target !== 'containerInstances') {
        return await reachSite(shell, op, deployment);
    }
    const opened = await openDeploymentsCloud(shell, op, deployment);
    const open = openRemoteShell({ resolve: opened.resolve, tokens: opened.tokens });
    return target === 'containerApps' ? await reachReplicas(op, opened, open, deployment) : await reachGroup(op, opened, open, deployment);
}

async function reachReplicas(
    op: Operation,
    { azure }: OpenedCloud,
    open: OpenRemoteShell,
    { resourceId, name }: RememberedDeployment,
): Promise<ReachedShells> {
    const revisions = (await azure.containerApps.revisions(op, resourceId)).filter((revision) => revision.active === 'yes');
    const replicas = (await Promise.all(revisions.map((revision) => azure.containerApps.replicas(op, resourceId, revision.name)))).flat();
    const ways = replicas.flatMap((replica) =>
        replica.containers.flatMap((container) =>
            container.exec === undefined ? [] : [{ instance: `${replica.name}/${container.name}`, execEndpoint: container.exec }],
        ),
    );
    return {
        instances: ways.map((way) => way.instance),
        connect: (instance) => {
            const way = ways.find((one) => one.instance === instance) ?? ways[0];
            if (way === undefined) {
                throw new Failure<SshFailure>('ssh/container-gone', { name });
            }
            return open({
                kind: 'container-apps',
                name,
                execEndpoint: way.execEndpoint,
                execToken: (inner) => azure.containerApps.authToken(inner, resourceId),
            });
        },
    };
}

async function reachGroup(
    op: Operation,
    { azure }: OpenedCloud,
    open: OpenRemoteShell,
    { resourceId, name }: RememberedDeployment,
): Promise<ReachedShells> {
    const group = await azure.containerGroups.get(op, resourceId);
    if (group === undefined) {
        throw new Failure<DeployFailure>('deploy/gone', { name });
    }
    const instances = group.containers.map((container) => container.name);
    return {
        instances,
        connect: (instance) =>
            open({
                kind: 'container-instances',
                name,
                startExec: (inner, command, size) =>
                    azure.containerGroups.exec(inner, resourceId, instance ?? instances[0] ?? '', command, size),
            }),
    };
}

async function openDeploymentsCloud(shell: Shell, op: Operation, deployment: RememberedDeployment): Promise<OpenedCloud> {
    const opened = await openCloud(shell, op);
    if (deployment.previous !== undefined) {
        opened.azure.subscriptions.use(deployment.previous.subscription);
    }
    return opened;
}

/** Reads the site of a deployment. Throws Failure 'deploy/gone' when it is no longer there, 'ssh/app-service-only' when it is no web app. */
export async function reachSite(shell: Shell, op: Operation, deployment: RememberedDeployment): Promise<ReachedSite> {
    if (targetOf(deployment.resourceId) !== 'appService') {
        throw new Failure<SshFailure>('ssh/app-service-only', { name: deployment.name });
    }
    const opened = await openDeploymentsCloud(shell, op, deployment);
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
