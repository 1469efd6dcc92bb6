import { armRefusal, resourceNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { requireLocation } from '../arm/requireLocation';
import { empty, json, type Answer } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, mergePatch, numberField, objectField, textEntries, textField, type JsonObject } from '../json';
import { locationDisplayName } from '../resources/locations';
import { track, type World } from '../world';
import type { AppOperations } from './appOperations';
import { invalidTemplate } from './appRefusal';
import { checkConfiguration, readSecrets, withoutSecrets } from './readConfiguration';
import { leaveInside } from './insideOf';
import { latestOf, type ContainerApp } from './containerApp';
import { checkSecrets, createRevision, provisionOrExplain, requireContainers, type AppSurroundings } from './createRevision';
import type { ManagedEnvironments } from './managedEnvironments';
import { readContainers, withDefaults } from './readTemplate';
import { renderApp } from './renderApp';
import type { Revision } from './revision';
import { SystemLog } from './systemLog';
import { isMultiple } from './traffic';

const type = 'Microsoft.App/containerApps';
const updatingMs = 10_000;
const deletingMs = 10_000;
export const dataPlaneAudience = 'https://azurecontainerapps.dev';

export interface ContainerApps {
    readonly routes: readonly Route[];
    all(): ContainerApp[];
    get(exchange: Exchange): ContainerApp;
    find(id: string): ContainerApp | undefined;
    close(): Promise<void>;
}

export function createContainerApps(
    world: World,
    operations: AppOperations,
    environments: ManagedEnvironments,
    around: AppSurroundings,
): ContainerApps {
    const apps = track(
        world,
        new Collection<ContainerApp>('tracked', async (app) => {
            leaveInside(around.inside, app.id);
            await Promise.all(app.revisions.map((revision) => revision.close()));
            const listener = await app.listener?.catch(() => undefined);
            listener?.server.closeAllConnections();
            listener?.server.close();
        }),
    );
    const busy = new Map<ContainerApp, string>();

    function get(exchange: Exchange): ContainerApp {
        const app = apps.get(idOf(exchange));
        if (app === undefined) {
            throw resourceNotFound(type, param(exchange, 'app'), param(exchange, 'group'));
        }
        return app;
    }

    function put(exchange: Exchange): Answer {
        const body = objectBody(exchange);
        const existing = apps.get(idOf(exchange));
        const app = existing ?? fresh(exchange, body);
        const template = objectField(body, 'properties', 'template') ?? {};
        const configuration = objectField(body, 'properties', 'configuration') ?? {};
        const wanted = check(app, template, configuration);
        refuseBusy(app);
        app.secrets.clear();
        wanted.secrets.forEach((value, name) => app.secrets.set(name, value));
        app.configuration = withoutSecrets(configuration);
        app.identity = assign(field(body, 'identity'), app);
        app.tags = field(body, 'tags') === undefined ? app.tags : textEntries(field(body, 'tags'));
        app.kind = textField(body, 'kind') ?? app.kind;
        app.workloadProfileName = textField(body, 'properties', 'workloadProfileName') ?? app.workloadProfileName;
        apps.put(app);
        const operation = update(app, template);
        return json(201, renderApp(world, app), operations.statusHeader(exchange, 'containerapp', app.location, operation));
    }

    function fresh(exchange: Exchange, body: JsonObject): ContainerApp {
        const location = requireLocation(body, type);
        const name = param(exchange, 'app');
        if (!/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name) || name.includes('--')) {
            throw armRefusal(
                400,
                'ContainerAppInvalidName',
                `Invalid ContainerApp name '${name}'. A name must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character and cannot have '--'. The length must not be more than 32 characters.`,
            );
        }
        const wanted = textField(body, 'properties', 'environmentId') ?? textField(body, 'properties', 'managedEnvironmentId') ?? '';
        const environment = environments.byId(wanted, location);
        if (environment === undefined) {
            throw armRefusal(400, 'ManagedEnvironmentNotFound', `The specified managed environment '${wanted}' does not exist.`);
        }
        if (environment.provisioningState !== 'Succeeded' && world.mode === 'strict') {
            throw armRefusal(
                409,
                'ManagedEnvironmentNotReadyForAppCreation',
                `Unable to create the container app '${name}' because the environment '${environment.name}' is in provisioning state '${environment.provisioningState}'.`,
            );
        }
        const now = world.nowMs();
        return {
            id: idOf(exchange),
            name,
            type,
            location: locationDisplayName(location),
            tags: undefined,
            createdMs: now,
            changedMs: now,
            environment,
            workloadProfileName: 'Consumption',
            configuration: {},
            secrets: new Map(),
            template: {},
            provisioningState: 'InProgress',
            runningStatus: 'Running',
            revisions: [],
            log: new SystemLog(() => world.nowMs()),
            listener: undefined,
        };
    }

    function patch(exchange: Exchange): Answer {
        const body = objectBody(exchange);
        const app = get(exchange);
        const template = mergePatch(app.template, objectField(body, 'properties', 'template') ?? {}) as JsonObject;
        const asked = objectField(body, 'properties', 'configuration') ?? {};
        const configuration = mergePatch(app.configuration, asked) as JsonObject;
        const wanted = check(app, template, field(asked, 'secrets') === undefined ? withoutSecrets(configuration) : configuration, 'kept');
        refuseBusy(app);
        if (field(asked, 'secrets') !== undefined) {
            app.secrets.clear();
            wanted.secrets.forEach((value, name) => app.secrets.set(name, value));
        }
        app.configuration = withoutSecrets(configuration);
        app.identity = assign(field(body, 'identity'), app);
        app.tags = field(body, 'tags') === undefined ? app.tags : textEntries(field(body, 'tags'));
        app.workloadProfileName = textField(body, 'properties', 'workloadProfileName') ?? app.workloadProfileName;
        const suffix = textField(body, 'properties', 'template', 'revisionSuffix');
        const operation = update(app, { ...template, revisionSuffix: suffix ?? '' });
        return empty(202, {
            ...operations.statusHeader(exchange, 'containerapp', app.location, operation),
            ...operations.resultHeader(exchange, 'containerapp', app.location, operation, () => renderApp(world, app)),
        });
    }

    function check(app: ContainerApp, template: JsonObject, configuration: JsonObject, missing: 'kept' | 'replaced' = 'replaced') {
        requireContainers(template);
        const specs = [...readContainers(template, 'containers'), ...readContainers(template, 'initContainers')];
        const secrets = readSecrets(configuration, app.secrets, missing);
        checkSecrets(specs, secrets);
        checkConfiguration(configuration, secrets);
        const suffix = textField(template, 'revisionSuffix') ?? '';
        if (suffix !== '') {
            if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(suffix)) {
                throw invalidTemplate(
                    'template.revisionsuffix',
                    `Invalid value: "${suffix}": a revision suffix must consist of lower case alphanumeric characters or '-'`,
                );
            }
            const taken = app.revisions.find((revision) => revision.name === `${app.name}--${suffix}`);
            if (taken !== undefined && changed(taken, template)) {
                throw invalidTemplate(
                    'template.revisionsuffix',
                    `Invalid value: "${suffix}": revision with suffix ${suffix} already exists.`,
                );
            }
        }
        const min = numberField(template, 'scale', 'minReplicas') ?? 0;
        const max = numberField(template, 'scale', 'maxReplicas') ?? 10;
        if (min < 0 || max < 1 || min > max || max > 1000) {
            throw invalidTemplate('template.scale', `Invalid value: minReplicas ${min}, maxReplicas ${max}`);
        }
        return { secrets };
    }

    function assign(requested: ReturnType<typeof field>, app: ContainerApp): JsonObject | undefined {
        return requested === undefined || requested === null ? app.identity : around.identities.assign(requested, app.identity);
    }

    function refuseBusy(app: ContainerApp): void {
        const running = busy.get(app);
        if (running !== undefined && world.mode === 'strict') {
            throw armRefusal(
                409,
                'ContainerAppOperationInProgress',
                `Cannot modify a container app '${app.name}' because there is an operation in progress. Details: OperationType: 'Update', OperationId: '${running}'`,
            );
        }
    }

    /** Takes the new template over; a revision is made when it differs from the latest one's, else only the app changes. */
    function update(app: ContainerApp, template: JsonObject) {
        app.provisioningState = 'InProgress';
        app.changedMs = world.nowMs();
        app.template = withDefaults(template);
        const latest = latestOf(app);
        const operation = operations.start(updatingMs, async () => {
            if (latest !== undefined && !changed(latest, app.template)) {
                await applyToRunning(app);
                return;
            }
            const revision = createRevision(world, around, app, (ready) => void settleSingle(app, ready));
            await provisionOrExplain(
                () => revision.provision(),
                app.configuration,
                revision.options.containers,
                `container app '${app.name}'`,
            );
            app.revisions.push(revision);
            app.log.add({
                type: 'Normal',
                reason: 'RevisionCreation',
                message: `Creating new revision: ${revision.name}`,
                revision: revision.name,
                replica: '',
            });
            if (app.runningStatus === 'Running') {
                await revision.run();
            }
            prune(app);
        });
        busy.set(app, operation.id);
        void world.operations.ended(operation.id).then((state) => {
            busy.delete(app);
            app.provisioningState = state === 'succeeded' ? 'Succeeded' : 'Failed';
        });
        return operation;
    }

    /** Ingress may name another port now, which has to be published anew. */
    async function applyToRunning(app: ContainerApp): Promise<void> {
        if (app.runningStatus === 'Stopped') {
            return;
        }
        const latest = latestOf(app);
        for (const revision of app.revisions.filter((one) => one.active || (one === latest && !isMultiple(app)))) {
            revision.active = true;
            const wanted = revision.options.portsOf(revision.exposedPorts()).ports;
            if (revision.replicas.some((replica) => wanted.some((port) => replica.pod.address(port) === undefined))) {
                await revision.restart();
            }
        }
        if (!isMultiple(app) && latest !== undefined) {
            await settleSingle(app, latest);
        }
    }

    /** In single mode the old revisions leave once the latest one is ready. */
    async function settleSingle(app: ContainerApp, ready: Revision): Promise<void> {
        if (isMultiple(app) || ready !== latestOf(app) || !ready.wasReady) {
            return;
        }
        await Promise.all(
            app.revisions
                .filter((revision) => revision !== ready && revision.active)
                .map(async (revision) => {
                    revision.active = false;
                    await revision.stop();
                }),
        );
    }

    function prune(app: ContainerApp): void {
        const most = numberField(app.configuration, 'maxInactiveRevisions') ?? 100;
        const inactive = app.revisions.filter((revision) => !revision.active);
        for (const revision of inactive.slice(0, Math.max(0, inactive.length - most))) {
            app.revisions.splice(app.revisions.indexOf(revision), 1);
        }
    }

    function remove(exchange: Exchange): Answer {
        const app = apps.get(idOf(exchange));
        if (app === undefined) {
            return empty(204);
        }
        app.provisioningState = 'Deleting';
        const operation = operations.start(deletingMs, async () => {
            await apps.remove(app.id);
        });
        return empty(202, operations.resultHeader(exchange, 'containerapp', app.location, operation, undefined));
    }

    function turn(exchange: Exchange, state: 'Running' | 'Stopped'): Answer {
        const app = get(exchange);
        refuseBusy(app);
        app.runningStatus = state;
        const operation = operations.start(5_000, async () => {
            for (const revision of app.revisions.filter((one) => one.active)) {
                await (state === 'Stopped' ? revision.stop() : revision.run());
            }
        });
        return json(
            202,
            renderApp(world, app),
            operations.resultHeader(exchange, 'containerapp', app.location, operation, () => renderApp(world, app)),
        );
    }

    function authToken(exchange: Exchange): Answer {
        const app = get(exchange);
        const issued = world.tokens.issue(world.user, dataPlaneAudience, 3600);
        return json(200, {
            location: app.location,
            properties: { token: issued.token, expires: new Date(issued.expiresOn * 1000).toISOString() },
            id: app.id,
            name: app.name,
            type: `${type}/accesstoken`,
        });
    }

    const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/containerApps';
    const one = `${path}/{app}`;
    const list = (scope: string) => json(200, { value: apps.under(scope).map((app) => renderApp(world, app)) });
    return {
        get,
        find: (id) => apps.get(id),
        all: () => apps.all(),
        async close() {
            await Promise.all(apps.all().map((app) => apps.remove(app.id)));
        },
        routes: [
            { method: 'PUT', path: one, handle: put },
            { method: 'PATCH', path: one, handle: patch },
            { method: 'GET', path: one, handle: (exchange) => json(200, renderApp(world, get(exchange))) },
            { method: 'DELETE', path: one, handle: remove },
            {
                method: 'GET',
                path,
                handle: (exchange) => list(`/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`),
            },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/providers/Microsoft.App/containerApps',
                handle: (exchange) => list(`/subscriptions/${param(exchange, 'subscription')}`),
            },
            {
                method: 'POST',
                path: `${one}/listSecrets`,
                handle: (exchange) => json(200, { value: [...get(exchange).secrets].map(([name, value]) => ({ name, value })) }),
            },
            { method: 'POST', path: `${one}/getAuthToken`, handle: authToken },
            { method: 'POST', path: `${one}/stop`, handle: (exchange) => turn(exchange, 'Stopped') },
            { method: 'POST', path: `${one}/start`, handle: (exchange) => turn(exchange, 'Running') },
        ],
    };
}

function changed(revision: Revision, template: JsonObject): boolean {
    const suffix = textField(template, 'revisionSuffix') ?? '';
    const text = (one: JsonObject) => JSON.stringify(withDefaults({ ...one, revisionSuffix: '' }));
    return (suffix !== '' && !revision.name.endsWith(`--${suffix}`)) || text(revision.options.template) !== text(template);
}

function idOf(exchange: Exchange): string {
    return `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/Microsoft.App/containerapps/${param(exchange, 'app')}`;
}
