import { armRefusal } from '../arm/armRefusal';
import { keepResources, propertiesOf, type KeptResource } from '../arm/keptResources';
import { json } from '../http/answer';
import { param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, isObject, listField, objectField, textField, type JsonObject, type JsonValue } from '../json';
import type { Identities } from '../managedIdentity/identities';
import { locationName } from '../resources/locations';
import { systemData } from '../resources/resourceList';
import type { World } from '../world';
import type { AppOperations } from './appOperations';
import type { ContainerApp } from './containerApp';
import type { ContainerApps } from './containerApps';
import type { ManagedEnvironments } from './managedEnvironments';

const provider = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App';

/** What is kept as it was written and runs nothing: session pools, authentication, storages, Dapr components. */
export function keptRoutes(
    world: World,
    operations: AppOperations,
    environments: ManagedEnvironments,
    apps: ContainerApps,
    identities: Identities,
): readonly Route[] {
    const pools = new WeakMap<JsonObject, JsonObject | undefined>();
    const named = (resource: KeptResource, properties: JsonValue): JsonObject => ({
        id: resource.id,
        name: resource.name,
        type: resource.type,
        properties,
        systemData: systemData(world, resource),
    });
    const sessionPools = keepResources(world, {
        type: 'Microsoft.App/sessionPools',
        path: `${provider}/sessionPools/{pool}`,
        listing: 'tracked',
        onWrite: (pool) => pools.set(pool.body, identities.assign(field(pool.body, 'identity'), undefined)),
        put: {
            status: () => 201,
            headers: (exchange, pool) =>
                operations.statusHeader(
                    exchange,
                    'sessionPool',
                    pool.location,
                    operations.start(4_000, () => undefined),
                ),
        },
        patch: {
            status: () => 202,
            body: 'none',
            headers: (exchange, pool) =>
                operations.resultHeader(
                    exchange,
                    'sessionPool',
                    pool.location,
                    operations.start(4_000, () => undefined),
                    () => render(pool),
                ),
        },
        remove: {
            status: () => 202,
            headers: (exchange, pool) =>
                operations.resultHeader(
                    exchange,
                    'sessionPool',
                    pool.location,
                    operations.start(4_000, () => undefined),
                    undefined,
                ),
        },
        render: (pool) => render(pool),
    });

    function render(pool: KeptResource): JsonObject {
        const properties = objectField(pool.body, 'properties') ?? {};
        const environmentId = textField(properties, 'environmentId') ?? null;
        const environment = environmentId === null ? undefined : environments.byId(environmentId, pool.location);
        const domain = environment?.domain ?? `dynamicsessions.io/subscriptions/${pool.id.split('/')[2] ?? ''}`;
        const secrets = (listField(properties, 'secrets') ?? [])
            .filter(isObject)
            .map((secret) => ({ name: textField(secret, 'name') ?? '' }));
        return {
            id: pool.id,
            name: pool.name,
            type: pool.type,
            location: pool.location,
            ...(pool.tags === undefined ? {} : { tags: pool.tags }),
            systemData: systemData(world, pool),
            identity: pools.get(pool.body) ?? { type: 'None' },
            properties: propertiesOf(
                pool,
                {
                    containerType: 'PythonLTS',
                    poolManagementType: 'Dynamic',
                    customContainerTemplate: null,
                    dynamicPoolConfiguration: { lifecycleConfiguration: { lifecycleType: 'Timed', cooldownPeriodInSeconds: 300 } },
                    scaleConfiguration: { maxConcurrentSessions: 10, readySessionInstances: 1 },
                    sessionNetworkConfiguration: { status: 'EgressDisabled' },
                    managedIdentitySettings: [],
                    templateUpdateStatus: null,
                },
                {
                    environmentId,
                    secrets: secrets.length === 0 ? null : secrets,
                    nodeCount: 1,
                    poolManagementEndpoint:
                        environment === undefined
                            ? `https://${locationName(pool.location)}.${domain}/resourceGroups/${pool.id.split('/')[4] ?? ''}/sessionPools/${pool.name}`
                            : `https://${pool.name}.${domain}`,
                    provisioningState: 'Succeeded',
                },
            ),
        };
    }

    const environmentPath = `${provider}/managedEnvironments/{environment}`;
    const ofEnvironment = (exchange: Exchange) => environments.find(exchange).createdMs;
    return [
        ...sessionPools.routes,
        {
            method: 'GET',
            path: '/subscriptions/{subscription}/providers/Microsoft.App/sessionPools',
            handle: (exchange) => json(200, { value: sessionPools.under(`/subscriptions/${param(exchange, 'subscription')}`).map(render) }),
        },
        ...keepResources(world, {
            type: 'Microsoft.App/containerApps/authConfigs',
            path: `${provider}/containerApps/{app}/authConfigs/{config}`,
            parentMs: (exchange) => apps.get(exchange).createdMs,
            check: (exchange, body) => checkSecretNames(apps.get(exchange), body),
            put: { status: () => 200 },
            render: (resource) => named(resource, authOf(resource)),
            methods: ['PUT', 'GET', 'DELETE', 'LIST'],
        }).routes,
        ...keepResources(world, {
            type: 'Microsoft.App/managedEnvironments/storages',
            path: `${environmentPath}/storages/{storage}`,
            parentMs: ofEnvironment,
            put: { status: () => 200 },
            render: (resource) => {
                const share = objectField(resource.body, 'properties', 'azureFile') ?? {};
                return named(resource, propertiesOf(resource, {}, { azureFile: { ...share, accountKey: null } }));
            },
            methods: ['PUT', 'GET', 'DELETE', 'LIST'],
        }).routes,
        ...keepResources(world, {
            type: 'Microsoft.App/managedEnvironments/daprComponents',
            path: `${environmentPath}/daprComponents/{component}`,
            parentMs: ofEnvironment,
            put: { status: () => 200 },
            remove: { status: () => 204 },
            render: (resource) => {
                const secrets = (listField(resource.body, 'properties', 'secrets') ?? [])
                    .filter(isObject)
                    .map((secret) => ({ name: textField(secret, 'name') ?? '' }));
                return named(resource, propertiesOf(resource, {}, { secrets }));
            },
            methods: ['PUT', 'GET', 'DELETE', 'LIST'],
        }).routes,
    ];
}

/** What sign-in names as its secrets has to be there. */
function checkSecretNames(app: ContainerApp, value: JsonValue): void {
    if (!isObject(value)) {
        return;
    }
    for (const [name, entry] of Object.entries(value)) {
        if (/SecretSettingName$/i.test(name) && typeof entry === 'string' && entry !== '' && !app.secrets.has(entry)) {
            throw armRefusal(
                400,
                'AuthConfigSecretRefNotFound',
                `Secret with name '${entry}' is not found in configuration of container app '${app.name}'.`,
            );
        }
        checkSecretNames(app, entry ?? null);
    }
}

/** Sign-in as it was written, with what Azure fills in. */
function authOf(resource: KeptResource): JsonObject {
    const written = propertiesOf(resource, { encryptionSettings: {} }, {});
    const providers = objectField(written, 'identityProviders');
    const entra = objectField(providers, 'azureActiveDirectory');
    return {
        ...written,
        login: { preserveUrlFragmentsForLogins: false, ...objectField(written, 'login') },
        ...(entra === undefined
            ? {}
            : {
                  identityProviders: {
                      ...providers,
                      azureActiveDirectory: {
                          validation: { defaultAuthorizationPolicy: { allowedApplications: [] } },
                          isAutoProvisioned: false,
                          ...entra,
                      },
                  },
              }),
    };
}
