import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { InvalidGrantError, InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import type { AuthorizationParams, OAuthServerProvider } from '@modelcontextprotocol/sdk/server/auth/provider.js';
import { getOAuthProtectedResourceMetadataUrl, mcpAuthRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { OAuthClientInformationFull, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';

/** What of Express is used; its own types are not installed. */
type ExpressApp = http.RequestListener & {
    use(handler: unknown): void;
    post(path: string, ...handlers: unknown[]): void;
};
type Asked = http.IncomingMessage & { readonly body: unknown };

interface Grant {
    readonly client: string;
    readonly resource: URL | undefined;
    readonly scopes: readonly string[];
}

/** An MCP server behind an OAuth 2.1 authorization server, both by the official SDK: PKCE, dynamic registration, rotated refresh tokens. Nobody is asked: it consents by itself. */
export interface SignInServer {
    /** Of the MCP endpoint. */
    readonly url: string;
    /** Counts since the start. */
    readonly seen: { registrations: number; consents: number; refreshes: number };
    /** What the authorization server does from now on. */
    readonly rules: {
        consent: 'given' | 'denied';
        tokenSeconds: number;
        /** Where its metadata sends the browser; undefined is its own page. */
        authorizationEndpoint: string | undefined;
    };
    /** Takes every access token back, `all` with the refresh tokens. */
    revoke(which: 'access' | 'all'): void;
    stop(): Promise<void>;
}

export async function startSignInServer(): Promise<SignInServer> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const endpoint = new URL('/mcp', base);
    const seen = { registrations: 0, consents: 0, refreshes: 0 };
    const rules: SignInServer['rules'] = { consent: 'given', tokenSeconds: 3600, authorizationEndpoint: undefined };
    const clients = new Map<string, OAuthClientInformationFull>();
    const codes = new Map<string, Grant & { readonly challenge: string }>();
    const access = new Map<string, Grant & { readonly expiresAt: number }>();
    const refresh = new Map<string, Grant>();
    const issue = (grant: Grant): OAuthTokens => {
        const tokens = { access_token: randomUUID(), refresh_token: randomUUID() };
        access.set(tokens.access_token, { ...grant, expiresAt: Date.now() / 1000 + rules.tokenSeconds });
        refresh.set(tokens.refresh_token, grant);
        return { ...tokens, token_type: 'Bearer', expires_in: rules.tokenSeconds, scope: grant.scopes.join(' ') };
    };
    const provider: OAuthServerProvider = {
        clientsStore: {
            getClient: (id) => clients.get(id),
            registerClient: (client) => {
                seen.registrations++;
                const registered = { ...client, client_id: randomUUID(), client_id_issued_at: Math.floor(Date.now() / 1000) };
                clients.set(registered.client_id, registered);
                return registered;
            },
        },
        authorize: (client, { state, scopes = [], codeChallenge, redirectUri, resource }: AuthorizationParams, response: unknown) => {
            const back = new URL(redirectUri);
            if (state !== undefined) {
                back.searchParams.set('state', state);
            }
            if (rules.consent === 'denied') {
                back.searchParams.set('error', 'access_denied');
            } else {
                seen.consents++;
                const code = randomUUID();
                codes.set(code, { client: client.client_id, resource, scopes, challenge: codeChallenge });
                back.searchParams.set('code', code);
            }
            (response as http.ServerResponse).writeHead(302, { location: back.href }).end();
            return Promise.resolve();
        },
        challengeForAuthorizationCode: (_client, code) => Promise.resolve(codes.get(code)?.challenge ?? ''),
        exchangeAuthorizationCode: (client, code) => {
            const grant = codes.get(code);
            codes.delete(code);
            return grant?.client === client.client_id
                ? Promise.resolve(issue(grant))
                : Promise.reject(new InvalidGrantError('That code is not known.'));
        },
        exchangeRefreshToken: (client, token) => {
            const grant = refresh.get(token);
            refresh.delete(token);
            if (grant?.client !== client.client_id) {
                return Promise.reject(new InvalidGrantError('That token is not known.'));
            }
            seen.refreshes++;
            return Promise.resolve(issue(grant));
        },
        verifyAccessToken: (token) => {
            const grant = access.get(token);
            return grant === undefined
                ? Promise.reject(new InvalidTokenError('That token is not known.'))
                : Promise.resolve({
                      token,
                      clientId: grant.client,
                      scopes: [...grant.scopes],
                      expiresAt: grant.expiresAt,
                      ...(grant.resource !== undefined && { resource: grant.resource }),
                  });
        },
    };
    const app = createMcpExpressApp() as unknown as ExpressApp;
    app.use(mcpAuthRouter({ provider, issuerUrl: base, resourceServerUrl: endpoint, scopesSupported: ['tools'] }));
    app.post(
        '/mcp',
        requireBearerAuth({
            verifier: provider,
            resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(endpoint),
            expectedResource: endpoint,
        }),
        (request: Asked, response: http.ServerResponse) => void answer(request, response),
    );
    server.on('request', (request, response) => {
        if (rules.authorizationEndpoint === undefined || !request.url?.startsWith('/.well-known/oauth-authorization-server')) {
            app(request, response);
            return;
        }
        response.writeHead(200, { 'content-type': 'application/json' }).end(
            JSON.stringify({
                issuer: base.href,
                authorization_endpoint: rules.authorizationEndpoint,
                token_endpoint: new URL('/token', base).href,
                registration_endpoint: new URL('/register', base).href,
                response_types_supported: ['code'],
                code_challenge_methods_supported: ['S256'],
            }),
        );
    });
    return {
        url: endpoint.href,
        seen,
        rules,
        revoke: (which) => {
            access.clear();
            if (which === 'all') {
                refresh.clear();
            }
        },
        stop: () =>
            new Promise((resolve) => {
                server.closeAllConnections();
                server.close(() => resolve());
            }),
    };
}

async function answer(request: Asked, response: http.ServerResponse): Promise<void> {
    const mcp = new McpServer({ name: 'guarded', version: '1' });
    mcp.registerTool('secret', {}, () => ({ content: [{ type: 'text', text: 'only for those who signed in' }] }));
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.on('close', () => void mcp.close());
    // The SDK's own types disagree under exactOptionalPropertyTypes.
    await mcp.connect(transport);
    await transport.handleRequest(request, response, request.body);
}
