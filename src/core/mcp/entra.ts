/** How an Entra authorization server is asked by way of VS Code's account. */
export interface EntraRequest {
    /** The scopes of the request, with the tenant where the server names one. */
    readonly scopes: readonly string[];
    readonly sovereign: boolean;
}

const hosts: Readonly<Record<string, boolean>> = {
    'login.microsoftonline.com': false,
    'login.windows.net': false,
    'sts.windows.net': false,
    'login.microsoftonline.us': true,
    'login.partner.microsoftonline.cn': true,
    'login.chinacloudapi.cn': true,
};
/** What a sign-in tells of its user. A request of nothing else is Microsoft Graph's: VS Code adds User.Read to it. */
export const identityScopes: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);
const anyTenant = new Set(['common', 'organizations', 'consumers', '']);

/** The first of the authorization servers that is Microsoft Entra's; undefined when none is. Entra refuses what the generic flow of MCP sends to it. */
export function entraRequest(
    authorizationServers: readonly string[],
    scopes: readonly string[],
    resource: string | undefined,
): EntraRequest | undefined {
    for (const server of authorizationServers) {
        const url = URL.canParse(server) ? new URL(server) : undefined;
        const sovereign = url?.protocol === 'https:' ? hosts[url.hostname] : undefined;
        if (url !== undefined && sovereign !== undefined) {
            const tenant = url.pathname.split('/')[1] ?? '';
            // In scopes of this name VS Code is told which client and which tenant it is: not by a server.
            const named = scopes.filter((scope) => !scope.startsWith('VSCODE_'));
            // Without any scope of a resource, the app itself is the resource: its default permissions.
            const isIdentity = named.every((scope) => identityScopes.has(scope));
            const wanted = isIdentity && resource !== undefined ? [`${resource.replace(/\/$/, '')}/.default`] : named;
            return { scopes: [...wanted, ...(anyTenant.has(tenant) ? [] : [`VSCODE_TENANT:${tenant}`])], sovereign };
        }
    }
    return undefined;
}
