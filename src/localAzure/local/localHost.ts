import { json, type Answer } from '../http/answer';
import { objectBody, type Exchange } from '../http/exchange';
import { Refusal } from '../http/refusal';
import { createRouter, type Route } from '../http/router';
import type { ServicePrincipals } from '../identity/servicePrincipals';
import type { Inside } from '../inside/inside';
import { modelAccountId } from '../inside/modelEndpoint';
import { numberField, textField, truthField } from '../json';
import type { World } from '../world';

/** Where each app host of the local Azure is reached by a browser. */
export type ListUrls = () => Promise<Readonly<Record<string, string>>>;

/** The local Azure's own endpoints, which Azure does not have: sign-in and loopback URLs. They are all keyed. */
export function createLocalHost(
    world: World,
    urls: ListUrls,
    inside: Pick<Inside, 'modelEndpoint'>,
    servicePrincipals: Pick<ServicePrincipals, 'signIn'>,
    more: readonly Route[] = [],
): (raw: Omit<Exchange, 'params' | 'caller'>) => Promise<Answer> {
    const match = createRouter([
        ...more,
        {
            method: 'POST',
            path: '/slipway/local/token',
            handle: (exchange) => {
                const body = objectBody(exchange);
                const audience = audienceOf(textField(body, 'scope') ?? '');
                if (audience === undefined) {
                    return json(400, { error: 'invalid_scope', error_description: 'The scope must be a URL that ends in /.default.' });
                }
                // Shorter lives are for tests of expiry; negative ones are expired at once.
                const lifetime = Math.min(numberField(body, 'lifetimeSeconds') ?? 3600, 86_400);
                const clientId = textField(body, 'clientId');
                const app = clientId === undefined ? undefined : servicePrincipals.signIn(clientId, textField(body, 'secret') ?? '');
                if (clientId !== undefined && app === undefined) {
                    return json(401, { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' });
                }
                const proved = truthField(body, 'secondFactor') === true;
                if (app === undefined && !proved && world.limits().secondFactor === 'required') {
                    return json(400, { error: 'invalid_grant', error_description: secondFactorWanted(audience) });
                }
                const issued = world.tokens.issue(
                    app ?? { ...world.user, methods: proved ? ['pwd', 'mfa'] : ['pwd'] },
                    audience,
                    lifetime,
                    textField(body, 'tenantId'),
                );
                return json(200, {
                    token_type: 'Bearer',
                    access_token: issued.token,
                    expires_on: issued.expiresOn,
                    expires_in: lifetime,
                    tenant_id: world.tenantId,
                    account: app?.name ?? world.user.name,
                });
            },
        },
        { method: 'GET', path: '/slipway/local/urls', handle: async () => json(200, { hosts: await urls() }) },
        {
            method: 'GET',
            path: '/slipway/local/model',
            handle: async () => json(200, { endpoint: await inside.modelEndpoint(), account: modelAccountId(world) }),
        },
        {
            method: 'GET',
            path: '/slipway/local',
            handle: () =>
                json(200, { subscriptionId: world.subscriptionId, tenantId: world.tenantId, account: world.user.name, mode: world.mode }),
        },
    ]);
    return async (raw) => {
        const found = match(raw.method, raw.url.pathname);
        if (found.kind !== 'found') {
            return json(found.kind === 'unknown' ? 404 : 405, {
                error: {
                    code: found.kind === 'unknown' ? 'NotFound' : 'MethodNotAllowed',
                    message: 'The local Azure has no such endpoint.',
                },
            });
        }
        try {
            return await found.route.handle({ ...raw, params: found.params, caller: world.user });
        } catch (error) {
            if (error instanceof Refusal) {
                return error.answer;
            }
            throw error;
        }
    };
}

/** In Entra's words (ARKlab/freeradius-azuread#3). */
function secondFactorWanted(audience: string): string {
    return `AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '${audience}'.`;
}

/** `https://management.azure.com/.default` and `https://management.azure.com//.default` → the resource without its slash. */
function audienceOf(scope: string): string | undefined {
    return /^(https:\/\/[\w.-]+(?::\d+)?)\/{1,2}\.default$/.exec(scope)?.[1];
}
