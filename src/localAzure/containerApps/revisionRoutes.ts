import { armRefusal } from '../arm/armRefusal';
import { json } from '../http/answer';
import { param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { isObject, listField, type JsonObject } from '../json';
import type { ContainerState } from '../pods/podContainer';
import type { World } from '../world';
import { latestOf, revisionNamed, type ContainerApp } from './containerApp';
import type { ContainerApps } from './containerApps';
import { provisionOrExplain } from './createRevision';
import { dataPlane, revisionFqdn } from './renderApp';
import type { Replica } from './replica';
import type { Revision } from './revision';
import { weightsOf } from './traffic';

/** Revisions and replicas of the apps. */
export function revisionRoutes(world: World, apps: ContainerApps): readonly Route[] {
    function revision(exchange: Exchange): { readonly app: ContainerApp; readonly revision: Revision } {
        const app = apps.get(exchange);
        const name = param(exchange, 'revision');
        // A recording names revisions that were made elsewhere: there any name stands for the latest one.
        const found = revisionNamed(app, name) ?? (world.mode === 'open' ? latestOf(app) : undefined);
        if (found === undefined) {
            throw armRefusal(404, 'RevisionNotFound', `The revision '${name}' of container app '${app.name}' was not found.`);
        }
        return { app, revision: found };
    }

    function replica(exchange: Exchange): JsonObject {
        const found = revision(exchange);
        const name = param(exchange, 'replica');
        const one = found.revision.replica(name) ?? (world.mode === 'open' ? found.revision.replicas[0] : undefined);
        if (one === undefined) {
            throw armRefusal(404, 'ReplicaNotFound', `The replica '${name}' of revision '${found.revision.name}' was not found.`);
        }
        return renderReplica(found.app, found.revision, one);
    }

    async function act(exchange: Exchange, action: 'activate' | 'deactivate' | 'restart') {
        const found = revision(exchange);
        const provision = () =>
            provisionOrExplain(
                () => found.revision.provision(),
                found.app.configuration,
                found.revision.options.containers,
                `container app '${found.app.name}'`,
                found.revision.options.provisionLimitMs,
            );
        if (action === 'deactivate') {
            found.revision.active = false;
            await found.revision.stop();
        } else if (action === 'activate') {
            if (!found.revision.active) {
                await provision();
                found.revision.active = true;
                await found.revision.run();
            }
        } else if (found.revision.active) {
            await provision();
            // Azure answers before the new replicas stand.
            found.revision.restart().catch((error: unknown) => world.log(error instanceof Error ? error.message : String(error)));
        }
        return json(200, 'success');
    }

    const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/containerApps/{app}/revisions';
    const one = `${path}/{revision}`;
    return [
        {
            method: 'GET',
            path,
            handle: (exchange) => {
                const app = apps.get(exchange);
                return json(200, { value: app.revisions.map((entry) => renderRevision(app, entry)) });
            },
        },
        {
            method: 'GET',
            path: one,
            handle: (exchange) => {
                const found = revision(exchange);
                return json(200, renderRevision(found.app, found.revision));
            },
        },
        ...(['activate', 'deactivate', 'restart'] as const).map((action): Route => ({
            method: 'POST',
            path: `${one}/${action}`,
            handle: (exchange) => act(exchange, action),
        })),
        {
            method: 'GET',
            path: `${one}/replicas`,
            handle: (exchange) => {
                const found = revision(exchange);
                return json(200, { value: found.revision.replicas.map((entry) => renderReplica(found.app, found.revision, entry)) });
            },
        },
        { method: 'GET', path: `${one}/replicas/{replica}`, handle: (exchange) => json(200, replica(exchange)) },
    ];
}

function renderRevision(app: ContainerApp, revision: Revision): JsonObject {
    return {
        id: `${app.id.replace(/\/containerapps\//i, '/containerApps/')}/revisions/${revision.name}`,
        name: revision.name,
        type: 'Microsoft.App/containerapps/revisions',
        properties: {
            createdTime: `${new Date(revision.options.createdMs).toISOString().slice(0, 19)}+00:00`,
            fqdn: revisionFqdn(app, revision.name) ?? '',
            template: withProbes(revision.options.template),
            active: revision.active,
            replicas: revision.replicas.length,
            trafficWeight: revision.active ? (weightsOf(app).get(revision) ?? 0) : 0,
            healthState: revision.failure !== undefined ? 'Unhealthy' : revision.wasReady ? 'Healthy' : 'None',
            provisioningState: revision.active ? 'Provisioned' : 'Deprovisioned',
            runningState: !revision.active || app.runningStatus === 'Stopped' ? 'Stopped' : revision.runningState,
            ...(revision.failure === undefined ? {} : { provisioningError: revision.failure, runningStateDetails: revision.failure }),
        },
    };
}

/** Containers of a revision always bear a list of probes. */
function withProbes(template: JsonObject): JsonObject {
    const containers = (listField(template, 'containers') ?? []).map((entry) => (isObject(entry) ? { probes: [], ...entry } : entry));
    return { ...template, containers };
}

function renderReplica(app: ContainerApp, revision: Revision, replica: Replica): JsonObject {
    const running = replica.pod.containers.every((container) => container.state === 'Running');
    return {
        id: `${app.id.replace(/\/containerapps\//i, '/containerApps/')}/revisions/${revision.name}/replicas/${replica.name}`,
        name: replica.name,
        type: 'Microsoft.App/containerapps/revisions/replicas',
        properties: {
            createdTime: `${new Date(replica.createdMs).toISOString().slice(0, 19)}Z`,
            runningState: running ? 'Running' : 'NotRunning',
            runningStateDetails: running ? '' : (revision.failure ?? ''),
            containers: replica.pod.containers.map((container) => renderContainer(app, revision, replica, container)),
            initContainers: replica.pod.init.map((container) => renderContainer(app, revision, replica, container)),
        },
    };
}

function renderContainer(app: ContainerApp, revision: Revision, replica: Replica, container: ContainerState): JsonObject {
    const path = `/revisions/${revision.name}/replicas/${replica.name}/containers/${container.name}`;
    return {
        name: container.name,
        containerId: `containerd://${container.process?.id ?? ''}`,
        ready: replica.ready && container.state === 'Running',
        started: container.state === 'Running',
        restartCount: container.restartCount,
        runningState: container.state,
        runningStateDetails: details(container),
        logStreamEndpoint: `${dataPlane(app, 'https')}${path}/logstream`,
        execEndpoint: `${dataPlane(app, 'wss')}${path}/exec`,
        debugEndpoint: `${dataPlane(app, 'wss')}${path.replace(/\/containers\/([^/]+)$/, '/debug?targetContainer=$1')}`,
    };
}

function details(container: ContainerState): string {
    if (container.state === 'Running' && container.startedMs !== undefined) {
        const at = new Date(container.startedMs).toLocaleString('en-US', { timeZone: 'UTC' }).replace(',', '');
        return `Container started at: ${at}.`;
    }
    return container.exitCode === undefined ? container.detail : `${container.detail}: exit code ${container.exitCode}`;
}
