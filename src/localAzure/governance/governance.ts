import { armRefusal } from '../arm/armRefusal';
import type { Authorization } from '../authorization/authorizationProvider';
import { empty, json } from '../http/answer';
import { param, type Exchange } from '../http/exchange';
import type { Route } from '../http/router';
import { isObject, textField, type JsonObject } from '../json';
import type { Provider } from '../provider';
import { locationName } from '../resources/locations';
import { retryAfter, type World } from '../world';
import { checkAccess } from './accessCheck';
import { names, type SubscriptionLimits } from './limits';
import { createLocks } from './locks';
import { createPolicies, type Policies } from './policies';
import { thingOf, type Written } from './written';

/** What stands between a request and its provider: rights, quotas of requests, the subscription's state, policies and locks. */
export interface Governance {
    readonly providers: readonly Provider[];
    readonly policies: Policies;
    /** Throws ARM's refusal; a request that nothing stands against passes. */
    check(exchange: Omit<Exchange, 'params'>): void;
}

/** Read like a write, so that nobody is locked out for good. */
const free = /\/providers\/Microsoft\.(Authorization\/(locks|policy)|Subscription\/)/i;

export function createGovernance(world: World, authorization: Pick<Authorization, 'rolesOf'>, limits: SubscriptionLimits): Governance {
    const locks = createLocks(world);
    const policies = createPolicies(world);

    function check(exchange: Omit<Exchange, 'params'>): void {
        const { method, caller } = exchange;
        const path = exchange.url.pathname;
        if (world.mode === 'open' || !/^\/subscriptions\/[^/]+/i.test(path)) {
            return;
        }
        const body = bodyOf(exchange);
        const thing = thingOf(method, path);
        if (caller.objectId !== world.user.objectId) {
            checkAccess(authorization, caller, thing, body);
        }
        const verb = method === 'DELETE' ? 'delete' : 'write';
        const reads = method === 'GET' || method === 'HEAD' || /\/(list\w*|checkNameAvailability|validate|getAuthToken)\/?$/i.test(path);
        if (reads || free.test(path)) {
            return;
        }
        throttle(exchange, verb);
        const { state } = limits.now();
        if (state === 'Disabled' && method !== 'DELETE') {
            throw armRefusal(
                409,
                'ReadOnlyDisabledSubscription',
                `The subscription '${path.split('/')[2] ?? ''}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`,
            );
        }
        if (method === 'PUT' || method === 'PATCH') {
            const written = { ...thing, location: textField(body, 'location') ?? '', body };
            checkPlace(written);
            policies.check(written, caller.methods ?? []);
        }
        locks.check(thing.id, verb);
    }

    function throttle({ url }: Pick<Exchange, 'url'>, verb: string): void {
        const { writesLeft } = limits.now();
        if (writesLeft === undefined) {
            return;
        }
        if (writesLeft > 0) {
            limits.set({ writesLeft: writesLeft - 1 });
            return;
        }
        const wait = retryAfter(world, 10);
        throw armRefusal(
            429,
            'SubscriptionRequestsThrottled',
            `Number of '${verb}s' requests for subscription '${url.pathname.split('/')[2] ?? ''}' actor '${world.user.objectId}' exceeded. Please try again after '${wait}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
            { 'retry-after': wait },
        );
    }

    /** Where the subscription may make what it asks for. */
    function checkPlace({ type, name, id, location, body }: Written): void {
        const { regions, unoffered, unregisteredIn } = limits.now();
        if (location === '') {
            return;
        }
        if (names(unregisteredIn, type, location, undefined)) {
            throw armRefusal(
                409,
                'MissingRegistrationForLocation',
                `The subscription is not registered for the resource type '${type.split('/').slice(1).join('/')}' in the location '${locationName(location)}'. Please re-register for this provider in order to have access to this location.`,
            );
        }
        if (regions !== undefined && !regions.includes(locationName(location)) && !type.startsWith('Microsoft.Resources/')) {
            throw armRefusal(
                403,
                'RequestDisallowedByAzure',
                `Resource '${name}' was disallowed by Azure: This policy maintains a set of best available regions where your subscription can deploy resources. The objective of this policy is to ensure that your subscription has full access to Azure services with optimal performance. Should you need additional or different regions, contact support.`,
                {},
                { target: name },
            );
        }
        if (names(unoffered, type, location, body)) {
            throw armRefusal(
                409,
                'SkuNotAvailable',
                `The requested size for resource '${id}' is currently not available in location '${locationName(location)}' for subscription '${id.split('/')[2] ?? ''}'. Please try another size or deploy to a different location. See https://aka.ms/azureskunotavailable for details.`,
            );
        }
    }

    const turn =
        (state: 'Enabled' | 'Disabled') =>
        (exchange: Exchange): ReturnType<Route['handle']> => {
            limits.set({ state });
            return state === 'Disabled' ? json(200, { subscriptionId: param(exchange, 'subscription') }) : empty(200);
        };
    const subscription = '/subscriptions/{subscription}/providers/Microsoft.Subscription';
    return {
        policies,
        check,
        providers: [
            { namespace: 'Microsoft.Authorization', newestApiVersion: '2025-03-01', routes: [...locks.routes, ...policies.routes] },
            {
                namespace: 'Microsoft.Subscription',
                newestApiVersion: '2025-11-01-preview',
                routes: [
                    { method: 'POST', path: `${subscription}/cancel`, handle: turn('Disabled') },
                    { method: 'POST', path: `${subscription}/enable`, handle: turn('Enabled') },
                ],
            },
        ],
    };
}

/** What is no object is the provider's to refuse. */
function bodyOf({ body }: Pick<Exchange, 'body'>): JsonObject {
    try {
        const read: unknown = body.length === 0 ? undefined : JSON.parse(body.toString('utf8'));
        return isObject(read) ? read : {};
    } catch {
        return {};
    }
}
