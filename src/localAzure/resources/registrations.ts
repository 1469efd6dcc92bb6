import { armRefusal } from '../arm/armRefusal';
import { json } from '../http/answer';
import { param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import type { JsonObject } from '../json';
import type { World } from '../world';
import { locations } from './locations';

const known: Readonly<Record<string, readonly string[]>> = {
    'Microsoft.App': ['managedEnvironments', 'containerApps', 'jobs', 'sandboxGroups'],
    'Microsoft.Authorization': ['roleAssignments', 'roleDefinitions'],
    'Microsoft.CognitiveServices': ['accounts'],
    'Microsoft.ContainerInstance': ['containerGroups'],
    'Microsoft.ContainerRegistry': ['registries', 'registries/tasks'],
    'Microsoft.Insights': ['components'],
    'Microsoft.ManagedIdentity': ['userAssignedIdentities'],
    'Microsoft.OperationalInsights': ['workspaces'],
    'Microsoft.ResourceGraph': ['resources'],
    'Microsoft.Resources': ['resourceGroups', 'deployments'],
    'Microsoft.Storage': ['storageAccounts'],
    'Microsoft.Web': ['sites', 'sites/slots', 'serverFarms'],
};
/** What a new subscription has without asking. */
const always = ['Microsoft.Authorization', 'Microsoft.Resources', 'Microsoft.ResourceGraph', 'Microsoft.Insights'];
/** The model that is there was made by somebody who registered it. */
const before = ['Microsoft.CognitiveServices'];
const registeringMs = 30_000;

export interface Registrations {
    readonly routes: readonly Route[];
    isRegistered(namespace: string): boolean;
}

/** Resource providers of the subscription: registered on request, after a while. */
export function createRegistrations(world: World, registered: readonly string[]): Registrations {
    const states = new Map<string, { state: 'Registered' | 'NotRegistered' | 'Registering'; untilMs: number }>();
    for (const namespace of Object.keys(known)) {
        const ready = world.mode === 'open' || always.includes(namespace) || before.includes(namespace) || registered.includes(namespace);
        states.set(namespace.toLowerCase(), { state: ready ? 'Registered' : 'NotRegistered', untilMs: 0 });
    }

    function stateOf(namespace: string): string | undefined {
        const entry = states.get(namespace.toLowerCase());
        if (entry?.state === 'Registering' && world.nowMs() >= entry.untilMs) {
            entry.state = 'Registered';
        }
        return entry?.state;
    }

    function render(subscription: string, namespace: string): JsonObject {
        const name = Object.keys(known).find((one) => one.toLowerCase() === namespace.toLowerCase());
        const state = name === undefined ? undefined : stateOf(name);
        if (name === undefined || state === undefined) {
            throw armRefusal(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
        }
        return {
            id: `/subscriptions/${subscription}/providers/${name}`,
            namespace: name,
            registrationState: state,
            registrationPolicy: always.includes(name) ? 'RegistrationFree' : 'RegistrationRequired',
            authorizations: [],
            resourceTypes: (known[name] ?? []).map((resourceType) => ({
                resourceType,
                locations: locations.map((location) => location.displayName),
                apiVersions: ['2025-05-01'],
                capabilities: 'CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SupportsTags, SupportsLocation',
                defaultApiVersion: '2025-05-01',
                apiProfiles: [],
            })),
        };
    }

    function change(exchange: Exchange, state: 'Registering' | 'NotRegistered') {
        const namespace = param(exchange, 'namespace');
        const entry = states.get(namespace.toLowerCase());
        if (entry !== undefined && !(state === 'Registering' && stateOf(namespace) === 'Registered')) {
            entry.state = state;
            entry.untilMs = world.nowMs() + registeringMs * world.timeScale;
        }
        return json(200, render(param(exchange, 'subscription'), namespace));
    }

    const path = '/subscriptions/{subscription}/providers/{namespace}';
    return {
        isRegistered: (namespace) => {
            const state = stateOf(namespace);
            // ARM lets requests through as soon as registration began in the resource's region.
            return state === undefined || state !== 'NotRegistered';
        },
        routes: [
            { method: 'GET', path, handle: (exchange) => json(200, render(param(exchange, 'subscription'), param(exchange, 'namespace'))) },
            { method: 'POST', path: `${path}/register`, handle: (exchange) => change(exchange, 'Registering') },
            { method: 'POST', path: `${path}/unregister`, handle: (exchange) => change(exchange, 'NotRegistered') },
            {
                method: 'GET',
                path: '/subscriptions/{subscription}/providers',
                handle: (exchange) =>
                    json(200, { value: Object.keys(known).map((namespace) => render(param(exchange, 'subscription'), namespace)) }),
            },
        ],
    };
}
