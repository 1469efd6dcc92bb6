import { armRefusal } from '../arm/armRefusal';
import type { Collection } from '../arm/collection';
import { requireLocation } from '../arm/requireLocation';
import type { Resource } from '../arm/resource';
import { json } from '../http/answer';
import { param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { field, textEntries, textField, type JsonObject } from '../json';
import type { Identities } from '../managedIdentity/identities';
import { locationDisplayName } from '../resources/locations';
import type { World } from '../world';
import type { ManagedEnvironment } from './managedEnvironment';
import type { ManagedEnvironments } from './managedEnvironments';
import { withoutSecrets } from './readConfiguration';
import { SystemLog } from './systemLog';

export const dataPlaneAudience = 'https://azurecontainerapps.dev';

/** What an app and a job have in common. Secrets' values live in memory only. */
export interface Workload extends Resource {
    readonly environment: ManagedEnvironment;
    workloadProfileName: string;
    /** As asked, without the secrets. */
    configuration: JsonObject;
    readonly secrets: Map<string, string>;
    /** As asked, with the defaults that Azure fills in. */
    template: JsonObject;
    provisioningState: 'InProgress' | 'Succeeded' | 'Failed' | 'Deleting';
    readonly log: SystemLog;
}

/** How refusals name the kind of workload. */
export interface WorkloadNoun {
    readonly type: string;
    /** The name in the request's path. */
    readonly param: 'app' | 'job';
    readonly code: string;
    readonly noun: string;
}

/** A workload that nothing was written to yet. Throws Container Apps' refusals. */
export function freshWorkload(
    world: World,
    environments: ManagedEnvironments,
    kind: WorkloadNoun,
    exchange: Exchange,
    body: JsonObject,
): Workload {
    const location = requireLocation(body, kind.type);
    const name = param(exchange, kind.param);
    if (!/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name) || name.includes('--')) {
        throw armRefusal(
            400,
            `${kind.code}InvalidName`,
            `Invalid ${kind.noun} name '${name}'. A name must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character and cannot have '--'. The length must not be more than 32 characters.`,
        );
    }
    const wanted = textField(body, 'properties', 'environmentId') ?? textField(body, 'properties', 'managedEnvironmentId') ?? '';
    const environment = environments.byId(wanted, location);
    if (environment === undefined) {
        throw armRefusal(400, 'ManagedEnvironmentNotFound', `The specified managed environment '${wanted}' does not exist.`);
    }
    const now = world.nowMs();
    return {
        id: workloadId(exchange, kind),
        name,
        type: kind.type,
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
        log: new SystemLog(() => world.nowMs()),
    };
}

/** Takes over what a write says about anything but the template; `others`: identities that it does not name stay. Throws what identities refuse. */
export function writeWorkload(
    workload: Workload,
    body: JsonObject,
    configuration: JsonObject,
    secrets: ReadonlyMap<string, string>,
    identities: Identities,
    others?: 'kept',
): void {
    const kept = [...secrets];
    workload.secrets.clear();
    kept.forEach(([name, value]) => workload.secrets.set(name, value));
    workload.configuration = withoutSecrets(configuration);
    const identity = field(body, 'identity') ?? undefined;
    workload.identity = identity === undefined ? workload.identity : identities.assign(identity, workload.identity, others);
    workload.tags = field(body, 'tags') === undefined ? workload.tags : textEntries(field(body, 'tags'));
    workload.workloadProfileName = textField(body, 'properties', 'workloadProfileName') ?? workload.workloadProfileName;
}

export function workloadId(exchange: Exchange, kind: WorkloadNoun): string {
    const type = kind.type.replace('/containerApps', '/containerapps');
    return `/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}/providers/${type}/${param(exchange, kind.param)}`;
}

/** Reads, lists, secrets and the token of the data plane. */
export function workloadRoutes<T extends Workload>(
    world: World,
    kind: WorkloadNoun,
    workloads: Collection<T>,
    get: (exchange: Exchange) => T,
    render: (workload: T) => JsonObject,
): readonly Route[] {
    const ofSubscription = `/subscriptions/{subscription}/providers/${kind.type}`;
    const ofGroup = `/subscriptions/{subscription}/resourceGroups/{group}/providers/${kind.type}`;
    const one = `${ofGroup}/{${kind.param}}`;
    const list = (scope: string) => json(200, { value: workloads.under(scope).map(render) });
    return [
        { method: 'GET', path: one, handle: (exchange) => json(200, render(get(exchange))) },
        {
            method: 'GET',
            path: ofGroup,
            handle: (exchange) => list(`/subscriptions/${param(exchange, 'subscription')}/resourceGroups/${param(exchange, 'group')}`),
        },
        { method: 'GET', path: ofSubscription, handle: (exchange) => list(`/subscriptions/${param(exchange, 'subscription')}`) },
        {
            method: 'POST',
            path: `${one}/listSecrets`,
            handle: (exchange) => json(200, { value: [...get(exchange).secrets].map(([name, value]) => ({ name, value })) }),
        },
        {
            method: 'POST',
            path: `${one}/getAuthToken`,
            handle: (exchange) => {
                const workload = get(exchange);
                const issued = world.tokens.issue(world.user, dataPlaneAudience, 3600);
                return json(200, {
                    location: workload.location,
                    properties: { token: issued.token, expires: new Date(issued.expiresOn * 1000).toISOString() },
                    id: workload.id,
                    name: workload.name,
                    type: `${kind.type}/accesstoken`,
                });
            },
        },
    ];
}
