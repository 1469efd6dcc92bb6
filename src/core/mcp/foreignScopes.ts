import { identityScopes } from './entra';

/** Microsoft's own services by the id that they are asked for; VS Code's account gets tokens for them without another question. */
const microsoftIds = new Set([
    '797f4846-ba00-4fd7-ba43-dac1f8f63013', // Azure Resource Manager
    'cfa8b339-82a2-471a-a3c9-0fc0be7a4093', // Key Vault
    'e406a681-f3d4-42a8-90b6-c2b029497af1', // Storage
    '022907d3-0f1b-48f7-badc-1ba6abab6d66', // SQL
    '499b84ac-1321-427f-aa17-267ca6975798', // Azure DevOps
    '7d312290-28c8-473c-a0ed-8e53749b6d6d', // Cognitive Services
    '18a66f5f-dbdf-4c17-9dd7-1634712a9cbe', // Machine Learning
    'ca7f3f0b-7d91-482c-8e09-c5d840d0eac5', // Log Analytics
    'f5c26e74-f226-4ae8-85f0-b4af0080ac9e', // Application Insights
    '6a0ec4d3-30cb-4a83-91c0-ae56bc0e3d26', // Container Registry
    '80a10ef9-8168-493d-abf9-3297c4ef6e3c', // Service Bus
    '80369ed6-5f11-4dd9-bef3-692475845e77', // Event Hubs
    'a232010e-820c-4083-83bb-3ace5fc29d0b', // Cosmos DB
    '2746ea77-4702-4b45-80ca-3c97e680e8b7', // Data Explorer (Kusto)
    '123cd850-d9df-40bd-94d5-c9f07b7fa203', // PostgreSQL and MySQL
    '6dae42f8-4368-4678-94ff-3960e28e3630', // Kubernetes Service
    '35ffadb3-7fc1-497e-b61b-381d28e744cc', // App Configuration
    '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d', // Databricks
    'c5393580-f805-4401-95e8-94b7a6ef2fc2', // Office 365 Management
    'cc15fd57-2c6c-4117-a88c-83b1d56b4bbe', // Teams
]);
/** Microsoft Graph, Azure AD Graph, Exchange, SharePoint, Power BI and others. */
const microsoftFamily = /^0000000[\da-f]-0000-/;
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
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
    // An app that somebody registered: api://<id>/<scope> or api://<name>/<scope>; without a scheme only <id>/<scope>, as a name is an address, too.
    const [, scheme, app] = /^(api:\/\/)?([^/:]+)\/./.exec(scope.toLowerCase()) ?? [];
    if (app !== undefined) {
        return guid.test(app) ? !microsoftIds.has(app) && !microsoftFamily.test(app) : scheme !== undefined;
    }
    // A scope without its resource is Microsoft Graph's.
    const url = URL.canParse(scope) ? new URL(scope) : undefined;
    const host = url?.protocol === 'https:' || url?.protocol === 'http:' ? url.hostname.toLowerCase() : '';
    return host !== '' && (host === server || server.endsWith(`.${host}`) || host.endsWith('.onmicrosoft.com'));
}

/** The scopes that a WWW-Authenticate value asks for, without those for VS Code itself. */
export function challengedScopes(challenge: string): readonly string[] {
    return [...challenge.matchAll(/\bscope\s*=\s*"?([^",]*)/gi)].flatMap(([, list = '']) =>
        list.split(' ').filter((scope) => scope !== '' && !scope.startsWith('VSCODE_')),
    );
}

/** A challenge that goes back to Entra: of the server's own one only the claims, as scopes in it would win over those that were asked for. */
export function claimsChallenge(challenge: string): string | undefined {
    const claims = /\bclaims\s*=\s*"?([\w+/=-]+)/i.exec(challenge)?.[1];
    return claims === undefined ? undefined : `Bearer claims="${claims}"`;
}
