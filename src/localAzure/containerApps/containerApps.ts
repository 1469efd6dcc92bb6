import { armRefusal, resourceNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { empty, json, type Answer } from '../http/answer';
import { objectBody, param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, listField, mergePatch, numberField, objectField, textField, type JsonObject } from '../json';
import { track, type World } from '../world';
import type { AppOperations } from './appOperations';
import { invalidTemplate } from './appRefusal';
import { checkConfiguration, readSecrets, withoutSecrets } from './readConfiguration';
import { leaveInside } from './insideOf';
import { latestOf, type ContainerApp } from './containerApp';
import { containerSizes, type ContainerSizes } from './containerSizes';
import { checkSecrets, createRevision, provisionOrExplain, requireContainers, type AppSurroundings } from './createRevision';
import type { ManagedEnvironments } from './managedEnvironments';
import { readContainers, withDefaults } from './readTemplate';
import { renderApp } from './renderApp';
import type { Revision } from './revision';
import { isMultiple } from './traffic';
import { freshWorkload, workloadId, workloadRoutes, writeWorkload } from './workload';

const type = 'Microsoft.App/containerApps';
const kind = { type, param: 'app', code: 'ContainerApp', noun: 'ContainerApp' } as const;
const updatingMs = 10_000;
const deletingMs = 10_000;

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
        const wanted = check(app, template, configuration, sizesFor(app, body));
        refuseBusy(app);
        writeWorkload(app, body, configuration, wanted.secrets, around.identities);
        app.kind = textField(body, 'kind') ?? app.kind;
        apps.put(app);
        const operation = update(app, template);
        return json(201, renderApp(world, app), operations.statusHeader(exchange, 'containerapp', app.location, operation));
    }

    function fresh(exchange: Exchange, body: JsonObject): ContainerApp {
        const made = freshWorkload(world, environments, kind, exchange, body);
        const { environment } = made;
        if (environment.provisioningState !== 'Succeeded' && world.mode === 'strict') {
            throw armRefusal(
                409,
                'ManagedEnvironmentNotReadyForAppCreation',
                `Unable to create the container app '${made.name}' because the environment '${environment.name}' is in provisioning state '${environment.provisioningState}'.`,
            );
        }
        return { ...made, runningStatus: 'Running', revisions: [], served: [], listener: undefined };
    }

    function patch(exchange: Exchange): Answer {
        const body = objectBody(exchange);
        const app = get(exchange);
        const template = mergePatch(app.template, objectField(body, 'properties', 'template') ?? {}) as JsonObject;
        const asked = objectField(body, 'properties', 'configuration') ?? {};
        const configuration = mergePatch(app.configuration, asked) as JsonObject;
        const sizes = sizesFor(app, body);
        const kept = field(asked, 'secrets') === undefined ? withoutSecrets(configuration) : configuration;
        const wanted = check(app, template, kept, sizes, 'kept');
        refuseBusy(app);
        writeWorkload(app, body, configuration, wanted.secrets, around.identities, 'kept');
        const suffix = textField(body, 'properties', 'template', 'revisionSuffix');
        const operation = update(app, { ...template, revisionSuffix: suffix ?? '' });
        return empty(202, {
            ...operations.statusHeader(exchange, 'containerapp', app.location, operation),
            ...operations.resultHeader(exchange, 'containerapp', app.location, operation, () => renderApp(world, app)),
        });
    }

    function check(
        app: ContainerApp,
        template: JsonObject,
        configuration: JsonObject,
        sizes: ContainerSizes,
        missing: 'kept' | 'replaced' = 'replaced',
    ) {
        requireContainers(template);
        const specs = [...readContainers(template, 'containers', sizes), ...readContainers(template, 'initContainers', sizes)];
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
        checkRules(template);
        const min = numberField(template, 'scale', 'minReplicas') ?? 0;
        const max = numberField(template, 'scale', 'maxReplicas') ?? 10;
        if (min < 0 || max < 1 || min > max || max > 1000) {
            throw invalidTemplate('template.scale', `Invalid value: minReplicas ${min}, maxReplicas ${max}`);
        }
        return { secrets };
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
                revision.options.provisionLimitMs,
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

    const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/containerApps';
    const one = `${path}/{app}`;
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
            { method: 'DELETE', path: one, handle: remove },
            ...workloadRoutes(world, kind, apps, get, (app) => renderApp(world, app)),
            { method: 'POST', path: `${one}/stop`, handle: (exchange) => turn(exchange, 'Stopped') },
            { method: 'POST', path: `${one}/start`, handle: (exchange) => turn(exchange, 'Running') },
        ],
    };
}

/** In the words of DFE-Digital/terraform-azurerm-container-apps-hosting#96. */
function checkRules(template: JsonObject): void {
    for (const rule of listField(template, 'scale', 'rules') ?? []) {
        const name = textField(rule, 'name') ?? '';
        if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) {
            throw armRefusal(
                400,
                'ContainerAppInvalidPropertyValue',
                `Property 'rules.name' has an invalid value '${name}'. A value must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character.`,
            );
        }
    }
}

function changed(revision: Revision, template: JsonObject): boolean {
    const suffix = textField(template, 'revisionSuffix') ?? '';
    const text = (one: JsonObject) => JSON.stringify(withDefaults({ ...one, revisionSuffix: '' }));
    return (suffix !== '' && !revision.name.endsWith(`--${suffix}`)) || text(revision.options.template) !== text(template);
}

function sizesFor(app: ContainerApp, body: JsonObject): ContainerSizes {
    return containerSizes(app.environment, textField(body, 'properties', 'workloadProfileName') ?? app.workloadProfileName);
}

function idOf(exchange: Exchange): string {
    return workloadId(exchange, kind);
}
