import { createHash, randomInt } from 'node:crypto';
import { armRefusal, resourceNotFound } from '../arm/armRefusal';
import { Collection } from '../arm/collection';
import { requireLocation } from '../arm/requireLocation';
import type { Policies } from '../governance/policies';
import { empty, json } from '../http/answer';
import { objectBody, param, query, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import {
    field,
    isObject,
    listField,
    mergePatch,
    objectField,
    textEntries,
    textField,
    truthField,
    type JsonObject,
    type JsonValue,
} from '../json';
import { isLocation, locationDisplayName, locationName } from '../resources/locations';
import { systemData } from '../resources/resourceList';
import { track, type World } from '../world';
import type { AppOperations } from './appOperations';
import { checkEnvironmentLimits } from './environmentLimits';
import type { ManagedEnvironment } from './managedEnvironment';

const type = 'Microsoft.App/managedEnvironments';
/** Its environments had SKUs, and told more about their network. */
const earlyPreview = '2022-06-01-preview';
const creatingMs = 60_000;
const deletingMs = 60_000;

export interface ManagedEnvironments {
    /** The one that a request names; refuses when it is not there. */
    find(exchange: Exchange): ManagedEnvironment;
    readonly routes: readonly Route[];
    /** The environment of an id; in open mode it exists once an app named it. */
    byId(id: string, location: string): ManagedEnvironment | undefined;
}

/** `inUse` answers how many apps and jobs an environment has. */
export function createManagedEnvironments(
    world: World,
    operations: AppOperations,
    policies: Pick<Policies, 'denies'>,
    inUse: (id: string) => number,
): ManagedEnvironments {
    const environments = track(world, new Collection<ManagedEnvironment>());

    function make(id: string, location: string, body: JsonObject, existing: ManagedEnvironment | undefined): ManagedEnvironment {
        const now = world.nowMs();
        const name = id.split('/').at(-1) ?? '';
        const hash = createHash('sha256').update(id.toLowerCase()).digest('hex');
        const environment: ManagedEnvironment = {
            id: existing?.id ?? id,
            name: existing?.name ?? name,
            type,
            location: existing?.location ?? locationDisplayName(location),
            tags: field(body, 'tags') === undefined ? existing?.tags : textEntries(field(body, 'tags')),
            sku: objectField(body, 'sku') ?? existing?.sku,
            createdMs: existing?.createdMs ?? now,
            changedMs: now,
            properties: mergePatch(existing?.properties ?? {}, objectField(body, 'properties') ?? {}) as JsonObject,
            provisioningState: existing === undefined ? 'Waiting' : existing.provisioningState,
            domain: existing?.domain ?? `${domainWord(hash)}-${hash.slice(0, 8)}.${locationName(location)}.azurecontainerapps.io`,
            staticIp: existing?.staticIp ?? `20.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`,
        };
        environments.put(environment);
        return environment;
    }

    function find(exchange: Exchange): ManagedEnvironment {
        const found = environments.get(idOf(exchange)) ?? sharedOf(idOf(exchange));
        if (found === undefined) {
            throw resourceNotFound(type, param(exchange, 'environment'), param(exchange, 'group'));
        }
        return found;
    }

    /** Recordings come from a subscription with environments that all tests share, in groups of their own; no recording makes them. */
    function sharedOf(id: string): ManagedEnvironment | undefined {
        const location = /\/resourceGroups\/client\.env_rg_([a-z0-9]+)\//i.exec(id)?.[1];
        return world.mode === 'open' && location !== undefined && isLocation(location) ? ready(id, location) : undefined;
    }

    function ready(id: string, location: string): ManagedEnvironment {
        const made = make(id, location, {}, undefined);
        made.provisioningState = 'Succeeded';
        return made;
    }

    function put(exchange: Exchange) {
        const body = objectBody(exchange);
        const location = requireLocation(body, type);
        const name = param(exchange, 'environment');
        if (!/^[a-zA-Z][a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$/.test(name)) {
            throw armRefusal(
                400,
                'ManagedEnvironmentInvalidName',
                `Invalid ManagedEnvironment name '${name}'. A name must consist of alphanumeric characters or '-', start with a letter, end with an alphanumeric character and be at most 60 characters long.`,
            );
        }
        const existing = environments.get(idOf(exchange));
        refuseBusy(existing);
        if (existing === undefined) {
            checkEnvironmentLimits(world.limits(), policies, { id: idOf(exchange), name, location, body }, environments.all());
        }
        const environment = make(idOf(exchange), location, body, existing);
        environment.provisioningState = 'Waiting';
        const operation = operations.start(creatingMs, () => undefined);
        void settle(environment, operation.id);
        // Azure says 201 also when the environment was there.
        return json(
            201,
            render(environment, exchange),
            operations.statusHeader(exchange, 'managedEnvironment', environment.location, operation),
        );
    }

    function refuseBusy(environment: ManagedEnvironment | undefined): void {
        if (environment?.provisioningState === 'Waiting' && world.mode === 'strict') {
            throw armRefusal(
                409,
                'ManagedEnvironmentOperationInProgress',
                `Cannot modify Container Apps environment ${environment.name} because another operation is in progress.`,
            );
        }
    }

    async function settle(environment: ManagedEnvironment, operation: string): Promise<void> {
        const done = await world.operations.ended(operation);
        if (environment.provisioningState === 'Waiting') {
            environment.provisioningState = done === 'failed' ? 'Failed' : 'Succeeded';
        }
    }

    function patch(exchange: Exchange) {
        const found = find(exchange);
        refuseBusy(found);
        const environment = make(idOf(exchange), '', objectBody(exchange), found);
        const operation = operations.start(2_000, () => undefined);
        const status = operations.statusHeader(exchange, 'managedEnvironment', environment.location, operation)['azure-asyncoperation'];
        return empty(
            202,
            // Until 2023-05-01 a patch told the status URL under the other name.
            (query(exchange, 'api-version') ?? '') < '2023-05-01' && status !== undefined
                ? { location: status }
                : operations.resultHeader(exchange, 'managedEnvironment', environment.location, operation, () =>
                      render(environment, exchange),
                  ),
        );
    }

    function remove(exchange: Exchange) {
        const environment = environments.get(idOf(exchange));
        if (environment === undefined) {
            return empty(204);
        }
        const count = inUse(environment.id);
        // Recordings leave apps behind, and the next one means another environment of that name.
        if (count > 0 && world.mode === 'strict') {
            throw armRefusal(
                409,
                'ManagedEnvironmentHasContainerApps',
                `Cannot delete managed environment '${environment.name}' because it has ${count} container apps.`,
            );
        }
        environment.provisioningState = 'ScheduledForDelete';
        const operation = operations.start(deletingMs, () => undefined);
        void world.operations.ended(operation.id).then(() => environments.remove(environment.id));
        return empty(202, operations.resultHeader(exchange, 'managedEnvironment', environment.location, operation, undefined));
    }

    function render(environment: ManagedEnvironment, exchange: Exchange): JsonObject {
        const { properties } = environment;
        const early = query(exchange, 'api-version') === earlyPreview;
        const profiles = listField(properties, 'workloadProfiles') ?? [{ workloadProfileType: 'Consumption', name: 'Consumption' }];
        const destination = textField(properties, 'appLogsConfiguration', 'destination');
        const customerId = textField(properties, 'appLogsConfiguration', 'logAnalyticsConfiguration', 'customerId');
        return {
            id: environment.id,
            name: environment.name,
            type,
            location: environment.location,
            ...(environment.tags === undefined || Object.keys(environment.tags).length === 0 ? {} : { tags: environment.tags }),
            systemData: systemData(world, environment),
            ...(early ? { sku: { name: /^premium$/i.test(textField(environment.sku, 'name') ?? '') ? 'Premium' : 'Consumption' } } : {}),
            properties: {
                provisioningState: environment.provisioningState,
                daprAIInstrumentationKey: null,
                daprAIConnectionString: null,
                vnetConfiguration: early ? withOutbound(vnetOf(properties)) : vnetOf(properties),
                ...(early ? { useKubenet: true } : {}),
                defaultDomain: environment.domain,
                staticIp: environment.staticIp,
                appLogsConfiguration: {
                    destination: destination === undefined || destination === '' ? null : destination,
                    logAnalyticsConfiguration: customerId === undefined ? null : { customerId, sharedKey: null },
                },
                zoneRedundant: truthField(properties, 'zoneRedundant') ?? false,
                kedaConfiguration: { version: '2.17.2' },
                daprConfiguration: { version: '1.13.6' },
                eventStreamEndpoint: `https://${locationName(environment.location)}.azurecontainerapps.dev${environment.id.replace(/\/providers\/Microsoft\.App/i, '')}/eventstream`,
                customDomainConfiguration: {
                    customDomainVerificationId: verificationId(environment.id),
                    dnsSuffix: textField(properties, 'customDomainConfiguration', 'dnsSuffix') ?? null,
                    certificateValue: null,
                    certificatePassword: null,
                    thumbprint: null,
                    subjectName: null,
                    [(query(exchange, 'api-version') ?? '') < '2023-05-01' ? 'expirationDateUtc' : 'expirationDate']: null,
                },
                workloadProfiles: profiles.filter(isObject).map((profile) => ({
                    workloadProfileType: textField(profile, 'workloadProfileType') ?? 'Consumption',
                    name: textField(profile, 'name') ?? 'Consumption',
                    enableFips: truthField(profile, 'enableFips') ?? false,
                    ...countOf(profile, 'minimumCount'),
                    ...countOf(profile, 'maximumCount'),
                })),
                publicNetworkAccess: textField(properties, 'publicNetworkAccess') ?? 'Enabled',
                infrastructureResourceGroup: field(properties, 'infrastructureResourceGroup') ?? null,
                peerAuthentication: { mtls: { enabled: truthField(properties, 'peerAuthentication', 'mtls', 'enabled') ?? false } },
                peerTrafficConfiguration: {
                    encryption: { enabled: truthField(properties, 'peerTrafficConfiguration', 'encryption', 'enabled') ?? false },
                },
            },
        };
    }

    const path = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/managedEnvironments';
    const list = (exchange: Exchange, scope: string) =>
        json(200, { value: environments.under(scope).map((environment) => render(environment, exchange)) });
    return {
        find,
        byId: (id, location) =>
            environments.get(id) ?? sharedOf(id) ?? (world.mode === 'open' && id !== '' ? ready(id, location) : undefined),
        routes: [
            { method: 'PUT', path: `${path}/{environment}`, handle: put },
            { method: 'PATCH', path: `${path}/{environment}`, handle: patch },
            { method: 'GET', path: `${path}/{environment}`, handle: (exchange) => json(200, render(find(exchange), exchange)) },
            { method: 'DELETE', path: `${path}/{environment}`, handle: remove },
            {
                method: 'GET',
                path,
                handle: (exchange) =>
                    list(exchange, `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`),
            },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/providers/Microsoft.App/managedEnvironments',
                handle: (exchange) => list(exchange, `/subscriptions/${param(exchange, 'subscription')}`),
            },
            {
                method: 'POST',
                path: `${path}/{environment}/getAuthToken`,
                handle: (exchange) => {
                    const environment = find(exchange);
                    const issued = world.tokens.issue(world.user, 'https://azurecontainerapps.dev', 3600);
                    return json(200, {
                        location: environment.location,
                        properties: { token: issued.token, expires: new Date(issued.expiresOn * 1000).toISOString() },
                        id: environment.id,
                        name: environment.name,
                        type: `${type}/accesstoken`,
                    });
                },
            },
        ],
    };
}

/** An environment without workload profiles has addresses of its own; where nobody chose them, these. */
function vnetOf(properties: JsonObject): JsonObject | null {
    const asked = objectField(properties, 'vnetConfiguration');
    if (asked === undefined) {
        return null;
    }
    const own = listField(properties, 'workloadProfiles') === undefined;
    return {
        ...asked,
        internal: truthField(asked, 'internal') ?? false,
        dockerBridgeCidr: textField(asked, 'dockerBridgeCidr') ?? (own ? '10.1.0.1/16' : null),
        platformReservedCidr: textField(asked, 'platformReservedCidr') ?? (own ? '10.0.0.0/16' : null),
        platformReservedDnsIP: textField(asked, 'platformReservedDnsIP') ?? (own ? '10.0.0.2' : null),
    };
}

function withOutbound(vnet: JsonObject | null): JsonObject | null {
    return vnet === null ? null : { ...vnet, outboundSettings: { outBoundType: 'LoadBalancer' } };
}

/** Counts are numbers, also when they were written as text. */
function countOf(profile: JsonValue, name: 'minimumCount' | 'maximumCount'): JsonObject {
    const asked = field(profile, name);
    return asked === undefined || asked === null ? {} : { [name]: Number(asked) };
}

/** Container Apps names domains after a colour and a landscape. */
function domainWord(hash: string): string {
    const first = ['blue', 'red', 'green', 'white', 'yellow', 'happy', 'salmon', 'mango'];
    const second = ['moss', 'field', 'beach', 'desert', 'forest', 'hill', 'sea', 'river'];
    return `${first[Number.parseInt(hash.slice(8, 10), 16) % 8] ?? ''}${second[Number.parseInt(hash.slice(10, 12), 16) % 8] ?? ''}`;
}

export function verificationId(id: string): string {
    return createHash('sha256')
        .update(id.split('/')[2] ?? '')
        .digest('hex')
        .toUpperCase();
}

function idOf(exchange: Exchange): string {
    return `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/Microsoft.App/managedEnvironments/${param(exchange, 'environment')}`;
}
