import { isCancelled, isFailure } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { DeploymentPicture, Health } from '../../core/deploy/deploymentPicture';
import { digestOf, imageOf } from '../../core/deploy/imageReference';
import { nameOf, parseResourceId } from '../../core/deploy/resourceId';
import { pullRole } from '../../core/deploy/roles';
import type { Azure } from '../../ports/azure';
import type { DeploymentAddress } from './deploymentAddress';

/** Reads what a deployment consists of now, for a picture of it; undefined when the app is gone. A part that may not be read is left out or said to be unknown. */
export async function pictureDeployment(
    op: Operation,
    azure: Azure,
    address: DeploymentAddress & { readonly registryId: string },
): Promise<DeploymentPicture | undefined> {
    azure.subscriptions.use(address.subscription);
    const read = readers[parseResourceId(address.resourceId)?.type.toLowerCase() ?? ''] ?? readSite;
    const app = await read(op, azure, address.resourceId);
    if (app === undefined) {
        return undefined;
    }
    const registry = await tolerant(() => azure.registries.get(op, address.registryId));
    const [server = '', ...rest] = app.image.split('/');
    return {
        registry:
            registry === 'unreadable'
                ? undefined
                : {
                      name: registry?.loginServer ?? server,
                      id: address.registryId,
                      repository: rest.join('/').replace(/[@:][^/]*$/, ''),
                      digest: digestOf(app.image),
                      state: registry === undefined ? 'gone' : 'there',
                  },
        identity:
            app.identity === undefined
                ? undefined
                : {
                      name: app.identity.name,
                      id: app.identity.id,
                      ...(await mayPull(op, azure, address.registryId, app.identity, registry)),
                  },
        app: { type: app.type, name: app.name, id: address.resourceId, state: app.state, health: app.health, digest: digestOf(app.image) },
        instances: app.instances,
    };
}

interface ReadApp {
    readonly type: string;
    readonly name: string;
    readonly state: string;
    readonly health: Health;
    readonly image: string;
    readonly identity: { readonly name: string; readonly id: string; readonly principalId: string | undefined } | undefined;
    readonly instances: DeploymentPicture['instances'];
}

type ReadTheApp = (op: Operation, azure: Azure, id: string) => Promise<ReadApp | undefined>;

const readers: Readonly<Record<string, ReadTheApp>> = {
    'microsoft.web/sites': readSite,
    'microsoft.app/containerapps': readContainerApp,
    'microsoft.containerinstance/containergroups': readGroup,
};

async function readSite(op: Operation, azure: Azure, id: string): Promise<ReadApp | undefined> {
    const site = await azure.sites.get(op, id);
    if (site === undefined) {
        return undefined;
    }
    const [config, statuses] = await Promise.all([azure.sites.config(op, id), azure.sites.status(op, id)]);
    const image = imageOf(config.linuxFxVersion) ?? config.linuxFxVersion;
    const puller = site.identity.user.find(({ clientId }) => clientId === config.pullClientId) ?? site.identity.user[0];
    const { system } = site.identity;
    const instances = (statuses ?? []).map((status) => ({
        name: status.instanceId,
        state: status.state,
        health: status.state === 'Started' ? ('good' as const) : status.lastError === '' ? ('waiting' as const) : ('bad' as const),
        digest: digestOf(image),
        why: status.state === 'Started' ? '' : `${status.lastError} ${status.lastErrorDetails}`.trim(),
    }));
    return {
        type: 'App Service',
        name: site.name,
        state: site.state,
        health: site.state !== 'Running' ? 'bad' : instances.some(({ health }) => health === 'bad') ? 'bad' : worst(instances),
        image,
        identity:
            config.pull !== 'identity'
                ? undefined
                : puller !== undefined
                  ? { name: nameOf(puller.id), id: puller.id, principalId: puller.principalId }
                  : system === undefined
                    ? undefined
                    : { name: site.name, id: site.id, principalId: system.principalId },
        instances,
    };
}

async function readContainerApp(op: Operation, azure: Azure, id: string): Promise<ReadApp | undefined> {
    const app = await azure.containerApps.get(op, id);
    if (app === undefined) {
        return undefined;
    }
    const replicas = app.latestRevision === '' ? [] : await azure.containerApps.replicas(op, id, app.latestRevision);
    const instances = replicas.map((replica) => ({
        name: replica.name,
        state: replica.runningState,
        health: healthOf(replica.runningState, replica.problems),
        digest: digestOf(app.image),
        why: replica.runningState === 'Running' ? '' : replica.problems.join(' '),
    }));
    return {
        type: 'Container Apps',
        name: app.name,
        state: app.runningStatus,
        health: app.runningStatus === 'Running' ? worst(instances) : 'bad',
        image: app.image,
        identity: undefined,
        instances,
    };
}

async function readGroup(op: Operation, azure: Azure, id: string): Promise<ReadApp | undefined> {
    const group = await azure.containerGroups.get(op, id);
    if (group === undefined) {
        return undefined;
    }
    const [first] = group.containers;
    const [identityId] = group.identityIds;
    const identity = identityId === undefined ? undefined : await tolerant(() => azure.identities.get(op, identityId));
    const instances = group.containers.map((container) => ({
        name: container.name,
        state: container.state,
        health: healthOf(container.state, container.problems),
        digest: digestOf(container.image),
        why: container.state === 'Running' ? '' : (container.problems.at(-1) ?? ''),
    }));
    return {
        type: 'Container Instances',
        name: group.name,
        state: group.runningState,
        health: group.runningState === 'Running' ? worst(instances) : 'bad',
        image: first?.image ?? '',
        identity:
            identityId === undefined
                ? undefined
                : {
                      name: nameOf(identityId),
                      id: identityId,
                      principalId: identity === undefined || identity === 'unreadable' ? undefined : identity.principalId,
                  },
        instances,
    };
}

function healthOf(state: string, problems: readonly string[]): Health {
    return state === 'Running' ? 'good' : problems.length > 0 || /fail|terminat/i.test(state) ? 'bad' : 'waiting';
}

function worst(instances: DeploymentPicture['instances']): Health {
    const found = instances.map(({ health }) => health);
    return found.includes('bad') ? 'bad' : found.includes('waiting') ? 'waiting' : 'good';
}

async function mayPull(
    op: Operation,
    azure: Azure,
    registryId: string,
    identity: NonNullable<ReadApp['identity']>,
    registry: Awaited<ReturnType<Azure['registries']['get']>> | 'unreadable',
): Promise<{ readonly role: string; readonly may: 'assigned' | 'absent' | 'unknown' }> {
    const role = pullRole(registry === undefined || registry === 'unreadable' ? 'registry' : registry.permissions);
    const { principalId } = identity;
    const has = principalId === undefined ? 'unreadable' : await tolerant(() => azure.roles.has(op, registryId, principalId, role.id));
    return { role: role.title, may: has === 'unreadable' ? 'unknown' : has };
}

/** What may not be read is no reason to show nothing. */
async function tolerant<T>(read: () => Promise<T>): Promise<T | 'unreadable'> {
    try {
        return await read();
    } catch (error) {
        if (isCancelled(error) || !isFailure(error)) {
            throw error;
        }
        return 'unreadable';
    }
}
