import { randomUUID } from 'node:crypto';
import { json, type Answer } from '../http/answer';
import { query, type Exchange } from '../http/exchange';
import type { JsonObject } from '../json';
import type { Identities } from '../managedIdentity/identities';
import type { World } from '../world';

const lifetimeSeconds = 86_400;

/**
 * App Service's token endpoint for managed identities (api-version 2019-08-01, and 2017-09-01 with its older names). `identity` is the app's own identity
 * block, read anew at each request: what is no longer assigned gets no token.
 */
export function identityToken(
    world: World,
    identities: Identities,
    identity: JsonObject | undefined,
    exchange: Pick<Exchange, 'url'>,
): Answer {
    const version = query(exchange, 'api-version');
    if (version !== '2019-08-01' && version !== '2017-09-01') {
        return refusal(
            400,
            version === undefined ? "The 'api-version' query parameter is missing." : `The api-version '${version}' is not supported.`,
        );
    }
    const resource = query(exchange, 'resource');
    if (resource === undefined || resource === '') {
        return refusal(400, "The 'resource' query parameter is missing.");
    }
    const chosen =
        query(exchange, version === '2017-09-01' ? 'clientid' : 'client_id') ??
        query(exchange, 'mi_res_id') ??
        query(exchange, 'msi_res_id');
    const objectId = query(exchange, 'principal_id') ?? query(exchange, 'object_id');
    const principal =
        chosen === undefined && objectId !== undefined
            ? identities.principalWith(identity, objectId)
            : identities.principalOf(identity, chosen);
    if (principal === undefined) {
        return refusal(
            400,
            chosen === undefined && objectId === undefined
                ? 'Unable to load the proper Managed Identity.'
                : 'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
        );
    }
    const issued = world.tokens.issue(principal, resource, lifetimeSeconds);
    return json(200, {
        access_token: issued.token,
        expires_on:
            version === '2017-09-01'
                ? `${new Date(issued.expiresOn * 1000).toISOString().slice(0, 19).replace('T', ' ')} +00:00`
                : String(issued.expiresOn),
        resource,
        token_type: 'Bearer',
        client_id: principal.name,
    });
}

export function identityRefused(): Answer {
    return refusal(401, 'The identity header is missing or wrong.');
}

function refusal(status: number, message: string): Answer {
    return json(status, { statusCode: status, message, correlationId: randomUUID() });
}
