import { randomUUID } from 'node:crypto';
import { json, type Answer } from '../http/answer';
import { query, type Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { createRouter } from '../http/router';
import type { Principal } from '../identity/principal';
import type { Provider } from '../provider';
import type { Mode, World } from '../world';
import { armRefusal, groupNotFound } from './armRefusal';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const version = /^\d{4}-\d{2}-\d{2}(-(preview|alpha|beta|privatepreview))?$/i;
const armAudiences = ['https://management.azure.com', 'https://management.core.windows.net'];

/** What ARM's front end needs to know of groups and registrations; the resources provider tells. */
export interface Gate {
    groupExists(subscription: string, group: string): boolean;
    isBeingDeleted(subscription: string, group: string): boolean;
    /** Whether a provider's namespace is registered with the subscription. */
    isRegistered(namespace: string): boolean;
    /** Refuses what rights, policies, locks or the subscription stand against. */
    check(exchange: Omit<Exchange, 'params'>): void;
}

/** Azure Resource Manager: checks in ARM's own order, then hands over to the provider. */
export function createFrontEnd(world: World, providers: readonly Provider[], gate: Gate) {
    const tables = providers.map((provider) => ({ provider, match: createRouter(provider.routes) }));

    return async (raw: Omit<Exchange, 'params' | 'caller'>): Promise<Answer> => {
        let answer: Answer;
        try {
            const caller = authenticate(world, raw);
            answer = await dispatch(world.mode === 'open' ? unquoted(raw) : raw, caller);
        } catch (error) {
            if (!(error instanceof Refusal)) {
                world.log(`${raw.method} ${raw.url.pathname}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
            }
            answer =
                error instanceof Refusal
                    ? error.answer
                    : json(500, { error: { code: 'InternalServerError', message: 'Encountered internal server error.' } });
        }
        const requestId = randomUUID();
        return {
            ...answer,
            headers: {
                'cache-control': 'no-cache',
                'x-ms-request-id': requestId,
                'x-ms-correlation-request-id': requestId,
                'x-ms-routing-request-id': `LOCAL:${new Date(world.nowMs()).toISOString()}:${requestId}`,
                ...(raw.method === 'GET' ? { 'x-ms-ratelimit-remaining-subscription-reads': '11999' } : {}),
                ...answer.headers,
            },
        };
    };

    async function dispatch(raw: Omit<Exchange, 'params' | 'caller'>, caller: Principal): Promise<Answer> {
        const path = raw.url.pathname;
        const namespace = [...path.matchAll(/\/providers\/([^/]+)/gi)].at(-1)?.[1]?.toLowerCase();
        const apiVersion = query(raw, 'api-version');
        if (apiVersion === undefined || apiVersion === '') {
            throw armRefusal(
                400,
                'MissingApiVersionParameter',
                'The api-version query parameter (?api-version=) is required for all requests.',
            );
        }
        const parts = path.split('/').filter((part) => part !== '');
        const subscription = parts[0]?.toLowerCase() === 'subscriptions' ? parts[1] : undefined;
        if (subscription !== undefined) {
            checkSubscription(subscription);
        }
        const group = subscription !== undefined && parts[2]?.toLowerCase() === 'resourcegroups' ? parts[3] : undefined;
        if (
            subscription !== undefined &&
            group !== undefined &&
            parts.length > 4 &&
            !gate.groupExists(subscription, decodeURIComponent(group))
        ) {
            throw groupNotFound(decodeURIComponent(group));
        }
        if (
            subscription !== undefined &&
            group !== undefined &&
            (raw.method === 'PUT' || raw.method === 'PATCH') &&
            gate.isBeingDeleted(subscription, decodeURIComponent(group))
        ) {
            throw armRefusal(
                409,
                'ResourceGroupBeingDeleted',
                `The resource group '${decodeURIComponent(group)}' is in deprovisioning state and cannot perform this operation.`,
            );
        }
        let wrongMethod = false;
        // ARM's own table is asked first for what bears no provider, last for what does.
        const ordered = [
            ...tables.filter((table) => table.provider.namespace?.toLowerCase() === namespace),
            ...tables.filter((table) => table.provider.namespace === undefined),
        ];
        for (const { provider, match } of ordered) {
            const found = match(raw.method, path);
            if (found.kind === 'found') {
                checkVersion(provider, apiVersion, path, world.mode);
                if (
                    provider.namespace !== undefined &&
                    raw.method !== 'GET' &&
                    raw.method !== 'DELETE' &&
                    !gate.isRegistered(provider.namespace)
                ) {
                    throw armRefusal(
                        409,
                        'MissingSubscriptionRegistration',
                        `The subscription is not registered to use namespace '${provider.namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
                        {},
                        {
                            details: [
                                {
                                    code: 'MissingSubscriptionRegistration',
                                    target: provider.namespace,
                                    message: `The subscription is not registered to use namespace '${provider.namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
                                },
                            ],
                        },
                    );
                }
                gate.check({ ...raw, caller });
                return await found.route.handle({ ...raw, params: found.params, caller });
            }
            wrongMethod ||= found.kind === 'wrongMethod';
        }
        if (wrongMethod) {
            throw armRefusal(405, 'MethodNotAllowed', `The requested resource does not support http method '${raw.method}'.`);
        }
        throw unknownPath(
            namespace,
            path,
            apiVersion,
            tables.some((table) => table.provider.namespace?.toLowerCase() === namespace),
        );
    }

    function checkSubscription(subscription: string): void {
        if (!guid.test(subscription)) {
            throw armRefusal(
                400,
                'InvalidSubscriptionId',
                `The provided subscription identifier '${subscription}' is malformed or invalid.`,
            );
        }
        if (world.mode === 'strict' && subscription.toLowerCase() !== world.subscriptionId) {
            throw armRefusal(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
        }
    }
}

function checkVersion(provider: Provider, apiVersion: string, path: string, mode: Mode): void {
    if (!version.test(apiVersion)) {
        throw armRefusal(
            400,
            'InvalidApiVersionParameter',
            `The api-version '${apiVersion}' is invalid. The supported versions are '${provider.newestApiVersion}'.`,
        );
    }
    // A recording may be younger than this code.
    if (mode === 'strict' && apiVersion.slice(0, 10) > provider.newestApiVersion.slice(0, 10)) {
        const type = typeOf(path);
        throw armRefusal(
            400,
            'NoRegisteredProviderFound',
            `No registered resource provider found for location 'global' and API version '${apiVersion}' for type '${type}'. The supported api-versions are '${provider.newestApiVersion}'. The supported locations are ''.`,
        );
    }
}

function unknownPath(namespace: string | undefined, path: string, apiVersion: string, known: boolean): Refusal {
    if (namespace === undefined) {
        return armRefusal(
            404,
            'NotFound',
            `No HTTP resource was found that matches the request URI 'https://management.azure.com${path}'.`,
        );
    }
    if (!known) {
        return armRefusal(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
    }
    return armRefusal(
        404,
        'InvalidResourceType',
        `The resource type '${typeOf(path)}' could not be found in the namespace '${namespace}' for api version '${apiVersion}'.`,
    );
}

/** The resource type that a path speaks of, without its namespace: every second part after the provider. */
function typeOf(path: string): string {
    const after = path.split(/\/providers\/[^/]+\//i).at(-1) ?? '';
    return after
        .split('/')
        .filter((_, index) => index % 2 === 0)
        .join('/');
}

function authenticate(world: World, raw: Pick<Exchange, 'headers'>): Principal {
    const authorization = raw.headers.authorization;
    if (world.mode === 'open') {
        return world.user;
    }
    if (authorization === undefined) {
        throw unauthorized(world, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
    }
    const token = /^Bearer\s+(\S.*)$/i.exec(authorization)?.[1];
    const reading = token === undefined ? { kind: 'foreign' as const } : world.tokens.read(token);
    switch (reading.kind) {
        case 'foreign':
            throw unauthorized(world, 'InvalidAuthenticationToken', 'The access token is invalid.');
        case 'expired':
            throw unauthorized(
                world,
                'ExpiredAuthenticationToken',
                `The access token expiry UTC time '${clockText(reading.expiredMs)}' is earlier than current UTC time '${clockText(world.nowMs())}'.`,
            );
        case 'valid':
            if (!armAudiences.includes(reading.audience.replace(/\/$/, ''))) {
                throw unauthorized(
                    world,
                    'InvalidAuthenticationTokenAudience',
                    `The access token has been obtained for wrong audience or resource '${reading.audience}'. It should exactly match with one of the allowed audiences '${armAudiences.map((name) => `${name}/`).join(',')}'.`,
                );
            }
            if (reading.tenantId !== world.tenantId) {
                throw wrongTenant(world, reading.tenantId);
            }
            return reading.principal;
    }
}

/** In the words of Azure/LogicAppsUX#9068. */
function wrongTenant(world: World, tenantId: string): Refusal {
    return unauthorized(
        world,
        'InvalidAuthenticationTokenTenant',
        `The access token is from the wrong issuer 'https://sts.windows.net/${tenantId}/'. It must match the tenant 'https://sts.windows.net/${world.tenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${world.tenantId}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`,
    );
}

/** Old recordings wrote a body down as Python prints bytes: `b'{…}'`. */
function unquoted<T extends Pick<Exchange, 'body'>>(raw: T): T {
    return raw.body[0] === 0x62 && raw.body[1] === 0x27 ? { ...raw, body: raw.body.subarray(2, -1) } : raw;
}

function unauthorized(world: World, code: string, message: string): Refusal {
    return armRefusal(401, code, message, {
        'www-authenticate': `Bearer authorization_uri="https://login.microsoftonline.com/${world.tenantId}", error="invalid_token", error_description="${message.replaceAll('"', "'")}"`,
    });
}

function clockText(ms: number): string {
    return new Date(ms).toLocaleString('en-US', { timeZone: 'UTC', hour12: true }).replace(',', '');
}
