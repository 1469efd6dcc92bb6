import { identityScopes } from './entra';

/** Microsoft's own services by the id that they are asked for; VS Code's account gets tokens for them without another question. */
const microsoftIds = new Set([
    '797f4846-ba00-4fd7-ba43-dac1f8f63013', // Azure Resource Manager
    '00000003-0000-0000-c000-000000000000', // Microsoft Graph
    '00000002-0000-0000-c000-000000000000', // Azure AD Graph
    'cfa8b339-82a2-471a-a3c9-0fc0be7a4093', // Key Vault
    'e406a681-f3d4-42a8-90b6-c2b029497af1', // Storage
    '022907d3-0f1b-48f7-badc-1ba6abab6d66', // SQL
    '499b84ac-1321-427f-aa17-267ca6975798', // Azure DevOps
]);
/** What VS Code asks for where no scope has a resource: a token for Microsoft Graph. */
const ofGraph = ['User.Read'];

/**
 * The scopes of a sign-in at Entra whose token would be for another service than the MCP server that asks for it: with that token, the server could act there
 * in its user's name. A token belongs to the service that it is made for (MCP, "Token Audience Binding"; RFC 8707).
 */
export function foreignScopes(scopes: readonly string[], serverUrl: string): readonly string[] {
    const server = new URL(serverUrl).hostname.toLowerCase();
    const own = scopes.filter((scope) => isOwn(scope, server));
    const foreign = scopes.filter((scope) => !own.includes(scope) && !identityScopes.has(scope) && !isTenant(scope));
    return own.length > 0 || foreign.length > 0 ? foreign : ofGraph;
}

/** The one scope for VS Code itself that a request of ours has. */
function isTenant(scope: string): boolean {
    return /^VSCODE_TENANT:[\w.-]+$/.test(scope);
}

function isOwn(scope: string, server: string): boolean {
    // api://<id>/<scope>, or <id>/<scope>: an app that somebody registered.
    const app = /^(?:api:\/\/)?([^/:]+)\/./i.exec(scope)?.[1];
    if (app !== undefined) {
        return !microsoftIds.has(app.toLowerCase());
    }
    // A scope without its resource is Microsoft Graph's.
    const url = URL.canParse(scope) ? new URL(scope) : undefined;
    const host = url?.protocol === 'https:' || url?.protocol === 'http:' ? url.hostname.toLowerCase() : '';
    return host !== '' && (host === server || server.endsWith(`.${host}`) || host.endsWith('.onmicrosoft.com'));
}

/** The scopes that a WWW-Authenticate value asks for, without those for VS Code itself. */
export function challengedScopes(challenge: string): readonly string[] {
    return [...challenge.matchAll(/\bscope="?([^",]*)/gi)].flatMap(([, list = '']) => list.split(' ').filter((scope) => scope !== '' && !scope.startsWith('VSCODE_')));
}

/** A challenge that goes back to Entra: of the server's own one only the claims, as scopes in it would win over those that were asked for. */
export function claimsChallenge(challenge: string): string | undefined {
    const claims = /\bclaims\s*=\s*"?([\w+/=-]+)/i.exec(challenge)?.[1];
    return claims === undefined ? undefined : `Bearer claims="${claims}"`;
}
