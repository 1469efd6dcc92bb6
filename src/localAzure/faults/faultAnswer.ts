import { randomUUID } from 'node:crypto';
import { json, text, type Answer, type AnswerHeaders } from '../http/answer';
import type { Exchange } from '../http/exchange';
import type { JsonObject } from '../json';
import type { World } from '../world';
import type { Fault } from './fault';

type Asked = Pick<Exchange, 'method' | 'url'>;

/** Whose error bodies a request gets. */
type Shape = 'arm' | 'web' | 'acr' | 'registry' | 'scm' | 'identity' | 'model';

/** The answer in place of the real one, in the words and the shape of whoever refuses; undefined for faults that are not an answer. */
export function faultAnswer(world: World, fault: Fault, asked: Asked): Answer | undefined {
    const shape = shapeOf(asked.url);
    const subscription = /\/subscriptions\/([^/]+)/i.exec(asked.url.pathname)?.[1] ?? world.subscriptionId;
    const namespace = [...asked.url.pathname.matchAll(/\/providers\/([^/]+)/gi)].at(-1)?.[1] ?? 'Microsoft.Resources';
    const name = asked.url.pathname.split('/').at(-1) ?? '';
    const verb = asked.method === 'GET' || asked.method === 'HEAD' ? 'read' : asked.method === 'DELETE' ? 'delete' : 'write';
    switch (fault.kind) {
        case 'throttled': {
            const message =
                shape === 'arm' || shape === 'web'
                    ? `Number of '${verb}s' requests for subscription '${subscription}' actor '${world.user.objectId}' exceeded. Please try again after '${fault.retryAfterSeconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`
                    : `Too many requests. Please retry after ${fault.retryAfterSeconds} seconds.`;
            // Throttling of a subscription is the front end's own, whoever's resource was asked for.
            return error(
                shape === 'web' ? 'arm' : shape,
                429,
                shape === 'arm' || shape === 'web' ? 'SubscriptionRequestsThrottled' : 'TooManyRequests',
                message,
                {
                    'retry-after': String(fault.retryAfterSeconds),
                },
            );
        }
        case 'serverError':
            return error(
                shape,
                fault.status,
                fault.status === 503 ? 'ServiceUnavailable' : 'InternalServerError',
                'Encountered internal server error.',
            );
        case 'expiredToken':
            return unauthorized(
                world,
                'ExpiredAuthenticationToken',
                `The access token expiry UTC time '${clock(world.nowMs() - 60_000)}' is earlier than current UTC time '${clock(world.nowMs())}'.`,
            );
        case 'claimsChallenge': {
            const claims = Buffer.from(
                JSON.stringify({
                    access_token: {
                        acrs: { essential: true, values: ['p1'] },
                        nbf: { essential: true, value: String(Math.floor(world.nowMs() / 1000)) },
                    },
                }),
            ).toString('base64');
            return json(
                401,
                {
                    error: {
                        code: 'InvalidAuthenticationToken',
                        message: 'The access token is invalid: multi-factor authentication is required. See https://aka.ms/mfaforazure.',
                    },
                },
                {
                    'www-authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${claims}"`,
                },
            );
        }
        case 'quota':
            return shape === 'web'
                ? error(
                      shape,
                      401,
                      'Unauthorized',
                      'This region has quota of 0 instances for your subscription. Try selecting different region or SKU.',
                  )
                : error(
                      shape,
                      409,
                      'QuotaExceeded',
                      `Operation could not be completed as it results in exceeding approved quota for '${namespace}'.`,
                  );
        case 'policyDenied':
            return error(
                'arm',
                403,
                'RequestDisallowedByPolicy',
                `Resource '${name}' was disallowed by policy. Policy identifiers: '[{"policyAssignment":{"name":"Allowed resources","id":"/subscriptions/${subscription}/providers/Microsoft.Authorization/policyAssignments/allowed"}}]'.`,
                {},
                {
                    target: name,
                    additionalInfo: [
                        { type: 'PolicyViolation', info: { policyAssignmentName: 'allowed', policyDefinitionEffect: 'deny' } },
                    ],
                },
            );
        case 'regionNotAllowed':
            return error(
                'arm',
                403,
                'RequestDisallowedByAzure',
                `Resource '${name}' was disallowed by Azure: This policy maintains a set of best available regions where your subscription can deploy resources. The objective of this policy is to ensure that your subscription has full access to Azure services with optimal performance. Should you need additional or different regions, contact support.`,
                {},
                { target: name },
            );
        case 'nameTaken':
            return shape === 'web'
                ? error(shape, 409, 'Conflict', `Website with given name ${name} already exists.`)
                : shape === 'acr'
                  ? error(
                        shape,
                        409,
                        'AlreadyInUse',
                        `The registry DNS name ${name}.azurecr.io is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability`,
                    )
                  : error(shape, 409, 'Conflict', `The name '${name}' is already in use.`);
        case 'notRegistered':
            return error(
                'arm',
                409,
                'MissingSubscriptionRegistration',
                `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
                {},
                {
                    details: [
                        {
                            code: 'MissingSubscriptionRegistration',
                            target: namespace,
                            message: `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
                        },
                    ],
                },
            );
        case 'noRights':
            return shape === 'registry' || shape === 'identity' || shape === 'model' || shape === 'scm'
                ? error(shape, shape === 'scm' ? 403 : 401, 'PermissionDenied', 'Principal does not have access to API/Operation.')
                : error(
                      'arm',
                      403,
                      'AuthorizationFailed',
                      `The client '${world.user.name}' with object id '${world.user.objectId}' does not have authorization to perform action '${namespace}/${typeOf(asked.url.pathname)}/${verb}' over scope '${asked.url.pathname}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
                  );
        case 'refused':
            return error(shape, fault.status, fault.code, fault.message);
        default:
            return undefined;
    }
}

/** What a read gets while a write is not everywhere yet. */
export function notYetThere(asked: Asked): Answer {
    const parts = asked.url.pathname.split('/').filter((part) => part !== '');
    const group = parts[parts.findIndex((part) => part.toLowerCase() === 'resourcegroups') + 1] ?? '';
    const at = parts.findIndex((part) => part.toLowerCase() === 'providers');
    const type = at < 0 ? 'Microsoft.Resources/resourceGroups' : `${parts[at + 1] ?? ''}/${typeOf(asked.url.pathname)}`;
    return error(
        'arm',
        404,
        'ResourceNotFound',
        `The Resource '${type}/${parts.at(-1) ?? ''}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
        { 'x-ms-failure-cause': 'gateway' },
    );
}

/** The refusal of a token that has ended by a clock that is ahead. */
export function endedByClock(world: World, expiresMs: number, aheadMs: number): Answer {
    return unauthorized(
        world,
        'ExpiredAuthenticationToken',
        `The access token expiry UTC time '${clock(expiresMs)}' is earlier than current UTC time '${clock(world.nowMs() + aheadMs)}'.`,
    );
}

function shapeOf(url: URL): Shape {
    if (url.pathname === '/msi/token') {
        return 'identity';
    }
    if (url.pathname.startsWith('/model/openai/')) {
        return 'model';
    }
    if (/^\/oauth2\/(token|exchange)/.test(url.pathname)) {
        return 'registry';
    }
    if (url.host.includes('.scm.')) {
        return 'scm';
    }
    const namespace = [...url.pathname.matchAll(/\/providers\/([^/]+)/gi)].at(-1)?.[1]?.toLowerCase();
    return namespace === 'microsoft.web' ? 'web' : namespace === 'microsoft.containerregistry' ? 'acr' : 'arm';
}

function error(shape: Shape, status: number, code: string, message: string, headers: AnswerHeaders = {}, extra: JsonObject = {}): Answer {
    switch (shape) {
        case 'arm':
        case 'model':
            return json(status, { error: { code, message, ...extra } }, headers);
        case 'acr':
            return json(status, { error: { code, message, ...extra }, status: 'Failed' }, headers);
        case 'web':
            return json(
                status,
                {
                    Code: code,
                    Message: message,
                    Target: null,
                    Details: [{ Message: message }, { Code: code }, { ErrorEntity: { Code: code, Message: message } }],
                    Innererror: null,
                },
                headers,
            );
        case 'registry':
            return json(
                status,
                { errors: [{ code: code.replace(/([a-z])([A-Z])/g, '$1$2').toUpperCase(), message, detail: null }] },
                headers,
            );
        case 'identity':
            return json(status, { statusCode: status, message, correlationId: randomUUID() }, headers);
        case 'scm':
            return status >= 500 ? text(status, message, headers) : json(status, { Message: message }, headers);
    }
}

function unauthorized(world: World, code: string, message: string): Answer {
    return json(
        401,
        { error: { code, message } },
        {
            'www-authenticate': `Bearer authorization_uri="https://login.microsoftonline.com/${world.tenantId}", error="invalid_token", error_description="${message}"`,
        },
    );
}

function typeOf(path: string): string {
    const after = path.split(/\/providers\/[^/]+\//i).at(-1) ?? '';
    return after
        .split('/')
        .filter((_, index) => index % 2 === 0)
        .join('/');
}

function clock(ms: number): string {
    return new Date(ms).toLocaleString('en-US', { timeZone: 'UTC', hour12: true }).replace(',', '');
}
