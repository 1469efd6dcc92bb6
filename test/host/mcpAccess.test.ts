import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';

const id = 'slipway-dev.slipway';
type Answer = readonly [status: number, headers: http.OutgoingHttpHeaders, body: string];

interface Asked {
    readonly path: string;
    readonly query: URLSearchParams;
    readonly headers: http.IncomingHttpHeaders;
    readonly body: string;
    readonly base: string;
}

/** Signing in to servers as a person does it: the questions are answered here, the servers and the wire are real. */
describe('entering an MCP server that wants to know who asks', function () {
    this.timeout(60_000);
    const servers: http.Server[] = [];
    const undo: (() => void)[] = [];

    before(async () => {
        await vscode.extensions.getExtension(id)?.activate();
    });
    afterEach(() => {
        undo.splice(0).forEach((act) => act());
        for (const server of servers.splice(0)) {
            server.closeAllConnections();
            server.close();
        }
    });

    async function serve(answer: (asked: Asked) => Answer): Promise<string> {
        const server = http.createServer((request, response) => {
            let body = '';
            request.setEncoding('utf8').on('data', (part: string) => (body += part));
            request.on('end', () => {
                const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
                const { pathname, searchParams } = new URL(request.url ?? '/', base);
                const [status, headers, text] = answer({ path: pathname, query: searchParams, headers: request.headers, body, base });
                response.writeHead(status, headers).end(text);
            });
        });
        servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    function replace<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): void {
        const before = Object.getOwnPropertyDescriptor(object, key);
        Object.defineProperty(object, key, { value, configurable: true, writable: true });
        undo.push(() => (before === undefined ? Reflect.deleteProperty(object, key) : Object.defineProperty(object, key, before)));
    }

    /** Takes the row that begins so; the questions that were shown are kept. */
    function choose(label: string): string[] {
        const titles: string[] = [];
        const pick = (rows: readonly vscode.QuickPickItem[], options?: vscode.QuickPickOptions) => {
            titles.push(options?.title ?? '');
            return Promise.resolve(rows.find((row) => row.label.includes(label)));
        };
        replace(vscode.window, 'showQuickPick', pick as never);
        return titles;
    }

    const json = (value: unknown, status = 200): Answer => [status, { 'content-type': 'application/json' }, JSON.stringify(value)];
    /** A server of 2026-07-28 that lets in who shows the token. */
    const guarded =
        (token: string, challenge: (base: string) => string) =>
        (asked: Asked): Answer => {
            if (asked.headers.authorization !== `Bearer ${token}`) {
                return [401, { 'www-authenticate': challenge(asked.base) }, ''];
            }
            const { id: number, method } = JSON.parse(asked.body) as { id: unknown; method: string };
            const common = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
            const result =
                method === 'server/discover'
                    ? { ...common, supportedVersions: ['2026-07-28'], capabilities: { tools: {} } }
                    : { ...common, tools: [{ name: 'secret', inputSchema: { type: 'object' } }] };
            return json({ jsonrpc: '2.0', id: number, result });
        };

    it('with an account of VS Code, where the server names Entra', async () => {
        const issuer = 'https://login.microsoftonline.com/72f988bf-0000-4000-8000-2d7cd011db47/v2.0';
        const asked: (readonly [string, unknown, boolean])[] = [];
        replace(vscode.authentication, 'getSession', ((provider: string, scopes: readonly string[], options: { silent?: boolean }) => {
            asked.push([provider, scopes, options.silent === true]);
            // Nothing is there until somebody has signed in.
            const isSignedIn = asked.some(([, , silent]) => !silent);
            return Promise.resolve(
                isSignedIn ? { id: '1', accessToken: 'entra-token', account: { id: 'a', label: 'a' }, scopes } : undefined,
            );
        }) as never);
        const titles = choose('Sign in with Microsoft');
        const base = await serve((request) =>
            request.path.startsWith('/.well-known/oauth-protected-resource')
                ? json({
                      resource: `${request.base}/mcp`,
                      authorization_servers: [issuer],
                      scopes_supported: ['api://app/user_impersonation'],
                  })
                : request.path === '/mcp'
                  ? guarded('entra-token', (self) => `Bearer resource_metadata="${self}/.well-known/oauth-protected-resource"`)(request)
                  : [404, {}, ''],
        );
        assert.equal(await vscode.commands.executeCommand('slipway.mcp.connect', `${base}/mcp`), true);
        assert.match(titles.join(), /wants to know who you are/);
        assert.deepEqual(asked[0]?.slice(0, 2), [
            'microsoft',
            ['api://app/user_impersonation', 'VSCODE_TENANT:72f988bf-0000-4000-8000-2d7cd011db47'],
        ]);
        await connected(base);
    });

    it('by OAuth 2.1 in the browser, where it names another issuer', async () => {
        let verifier = '';
        let challenge = '';
        choose('Sign in at 127.0.0.1');
        const base = await serve((request) => {
            const { base: self, path, query } = request;
            if (path.startsWith('/.well-known/oauth-protected-resource')) {
                return json({ resource: `${self}/mcp`, authorization_servers: [self], scopes_supported: ['tools'] });
            }
            if (path.startsWith('/.well-known/')) {
                return json({
                    issuer: self,
                    authorization_endpoint: `${self}/authorize`,
                    token_endpoint: `${self}/token`,
                    registration_endpoint: `${self}/register`,
                    response_types_supported: ['code'],
                    code_challenge_methods_supported: ['S256'],
                    token_endpoint_auth_methods_supported: ['none'],
                });
            }
            if (path === '/register') {
                return json({ ...(JSON.parse(request.body) as object), client_id: 'made' }, 201);
            }
            if (path === '/authorize') {
                challenge = query.get('code_challenge') ?? '';
                const back = new URL(query.get('redirect_uri') ?? '');
                back.searchParams.set('code', 'code');
                back.searchParams.set('state', query.get('state') ?? '');
                return [302, { location: back.href }, ''];
            }
            if (path === '/token') {
                const form = new URLSearchParams(request.body);
                verifier = form.get('code_verifier') ?? '';
                return form.get('resource') === `${self}/mcp`
                    ? json({ access_token: 'oauth-token', token_type: 'Bearer', expires_in: 3600 })
                    : json({ error: 'invalid_target' }, 400);
            }
            return path === '/mcp'
                ? guarded('oauth-token', () => `Bearer resource_metadata="${self}/.well-known/oauth-protected-resource/mcp"`)(request)
                : [404, {}, ''];
        });
        // The browser of the person who consents.
        replace(vscode.env, 'openExternal', async (uri: vscode.Uri) => (await fetch(uri.toString(true))).ok);
        assert.equal(await vscode.commands.executeCommand('slipway.mcp.connect', `${base}/mcp`), true);
        assert.equal(challenge, createHash('sha256').update(verifier).digest('base64url'));
        await connected(base);
    });

    it('with a header that is typed', async () => {
        choose('Give a key or a header');
        replace(vscode.window, 'showInputBox', () => Promise.resolve('Authorization: Bearer typed'));
        const base = await serve((request) => (request.path === '/mcp' ? guarded('typed', () => 'Bearer')(request) : [404, {}, '']));
        assert.equal(await vscode.commands.executeCommand('slipway.mcp.connect', `${base}/mcp`), true);
        await connected(base);
    });

    /** Connecting again asks nothing: what was learned and agreed to is kept. */
    async function connected(base: string): Promise<void> {
        const titles = choose('nothing');
        assert.equal(await vscode.commands.executeCommand('slipway.mcp.refresh', `${base}/mcp`), true);
        assert.deepEqual(titles, []);
    }
});
