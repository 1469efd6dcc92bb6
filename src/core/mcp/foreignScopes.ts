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
const ofNobody = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * The scopes of a sign-in at Entra whose token would be for another service than the MCP server that asks for it: with that token, the server could act there
 * in its user's name. A token belongs to the service that it is made for (MCP, "Token Audience Binding"; RFC 8707).
 */
export function foreignScopes(scopes: readonly string[], serverUrl: string): readonly string[] {
    const server = new URL(serverUrl).hostname.toLowerCase();
    return scopes.filter((scope) => !ofNobody.has(scope) && !scope.startsWith('VSCODE_') && !isOwn(scope, server));
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

/** The scopes that a WWW-Authenticate value asks for. */
export function challengedScopes(challenge: string): readonly string[] {
    return [...challenge.matchAll(/\bscope="?([^",]*)/gi)].flatMap(([, list = '']) => list.split(' ').filter((scope) => scope !== ''));
}
