import assert from 'node:assert/strict';
import { awaitRedirect } from '../../../src/adapters/mcp/awaitRedirect';
import type { Redirect } from '../../../src/adapters/mcp/awaitRedirect';
import { connectMcp } from '../../../src/adapters/mcp/connectMcp';
import { discoverAccess } from '../../../src/adapters/mcp/discoverAccess';
import { askRaw } from '../../../src/adapters/mcp/askRaw';
import { isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';
import type { McpSession, McpTarget, OAuthFlow } from '../../../src/ports/mcp';
import { startSignInServer } from './startSignInServer';
import type { SignInServer } from './startSignInServer';

describe('MCP: signing in by OAuth 2.1', function () {
    this.timeout(30_000);
    const op = quietOperation();
    let server: SignInServer;
    let redirect: Redirect;
    let stored: Map<string, string>;
    let addresses: URL[];
    let sent: string[];

    beforeEach(async () => {
        server = await startSignInServer();
        redirect = await awaitRedirect('Done.');
        stored = new Map();
        addresses = [];
        sent = [];
    });
    afterEach(async () => {
        await redirect.close();
        await server.stop();
    });

    /** A browser that goes where it is sent, also back to loopback. */
    const flow = (other: Partial<OAuthFlow> = {}): OAuthFlow => ({
        redirectUrl: redirect.url,
        authorize: async (authorizing, address, state) => {
            addresses.push(new URL(address));
            const arrival = redirect.arrival(authorizing, state);
            assert.equal(await (await fetch(address)).text(), 'Done.');
            return await arrival;
        },
        load: (key) => Promise.resolve(stored.get(key)),
        save: (key, value) => {
            if (value === undefined) {
                stored.delete(key);
            } else {
                stored.set(key, value);
            }
            return Promise.resolve();
        },
        ...other,
    });
    const connect = (other: Partial<OAuthFlow> = {}): Promise<McpSession> => {
        const target: McpTarget = {
            url: server.url,
            auth: { kind: 'oauth', flow: flow(other) },
            onExchange: (exchange) => sent.push(JSON.stringify(exchange)),
        };
        return connectMcp(op, target);
    };
    const secretOf = async (session: McpSession) => {
        const { result } = await session.call(op, { tool: 'secret', arguments: {} });
        const [part] = result.content;
        return part?.kind === 'text' ? part.text : undefined;
    };
    const tokens = () =>
        [...stored].filter(([key]) => key.startsWith('tokens')).map(([, text]) => JSON.parse(text) as Record<string, string>);

    it('registers itself, proves with PKCE that the answer is its own, asks for this resource only, and calls', async () => {
        const session = await connect();
        assert.equal(await secretOf(session), 'only for those who signed in');
        await session.close();
        assert.deepEqual(server.seen, { registrations: 1, consents: 1, refreshes: 0 });
        const { searchParams, pathname } = addresses[0]!;
        assert.equal(pathname, '/authorize');
        assert.equal(searchParams.get('code_challenge_method'), 'S256');
        assert.ok((searchParams.get('state') ?? '').length >= 32);
        assert.equal(searchParams.get('resource'), server.url);
        assert.equal(searchParams.get('scope'), 'tools');
    });

    it('names the authorization server before anybody signs in', async () => {
        const access = await discoverAccess(op, askRaw, { url: server.url });
        assert.equal(access.status, 401);
        assert.deepEqual(access.authorizationServers, [new URL(server.url).origin + '/']);
        assert.deepEqual(access.scopes, ['tools']);
    });

    it('shows no token on the wire view', async () => {
        await (await connect()).close();
        const secrets = tokens().flatMap(({ access_token, refresh_token }) => [access_token, refresh_token]);
        assert.equal(secrets.length, 2);
        assert.ok(sent.length > 0);
        assert.deepEqual(
            secrets.filter((secret) => sent.join('').includes(secret ?? '')),
            [],
        );
    });

    it('needs no browser the next time', async () => {
        await (await connect()).close();
        await (await connect({ authorize: () => assert.fail('a browser was opened') })).close();
        assert.deepEqual(server.seen, { registrations: 1, consents: 1, refreshes: 0 });
    });

    it('refreshes an expired token in the middle of a session, without a browser, and keeps the new refresh token', async () => {
        const session = await connect();
        const before = tokens()[0]?.refresh_token;
        server.revoke('access');
        assert.equal(await secretOf(session), 'only for those who signed in');
        server.revoke('access');
        assert.equal(await secretOf(session), 'only for those who signed in');
        await session.close();
        assert.deepEqual(server.seen, { registrations: 1, consents: 1, refreshes: 2 });
        assert.notEqual(tokens()[0]?.refresh_token, before);
    });

    it('goes to the browser again when the refresh token is no longer taken', async () => {
        const session = await connect();
        server.revoke('all');
        assert.equal(await secretOf(session), 'only for those who signed in');
        await session.close();
        assert.equal(server.seen.consents, 2);
    });

    it('registers anew when the browser must come back to another address', async () => {
        await (await connect()).close();
        server.revoke('all');
        const other = await awaitRedirect('Done.');
        await redirect.close();
        redirect = other;
        assert.equal(await secretOf(await connect()), 'only for those who signed in');
        assert.deepEqual([server.seen.registrations, server.seen.consents], [2, 2]);
        assert.equal(addresses.at(-1)?.searchParams.get('redirect_uri'), other.url);
    });

    it('cannot wait for the browser on a port that is taken, and says so', async () => {
        await assert.rejects(
            awaitRedirect('Done.', Number(new URL(redirect.url).port)),
            (error) => isFailure(error) && error.code === 'mcp/sign-in-failed',
        );
    });

    it('says so when consent was not given', async () => {
        server.rules.consent = 'denied';
        await assert.rejects(connect(), (error) => isFailure(error) && error.code === 'mcp/sign-in-failed');
        assert.deepEqual(tokens(), []);
    });

    it('refuses an answer that belongs to another sign-in', async () => {
        const forged = `${redirect.url}?code=stolen&state=other`;
        await assert.rejects(
            connect({ authorize: () => Promise.resolve(forged) }),
            (error) => isFailure(error) && error.code === 'mcp/sign-in-failed',
        );
        assert.deepEqual(tokens(), []);
    });

    for (const address of [
        'file:///C:/Windows/explorer.exe',
        'vscode://some.extension/run',
        'search-ms:query=x',
        'http://example.com/authorize',
    ]) {
        it(`does not send the browser to ${address}, whatever the authorization server says of itself`, async () => {
            server.rules.authorizationEndpoint = address;
            await assert.rejects(
                connect({ authorize: () => assert.fail('something was opened') }),
                (error) => isFailure(error) && error.code === 'mcp/sign-in-failed' && String(error.facts.reason).includes('names no page'),
            );
        });
    }

    it('does not open browsers without end for a server that takes no token', async () => {
        server.rules.tokenSeconds = -10;
        await assert.rejects(connect(), (error) => isFailure(error) && error.code === 'mcp/unauthorized');
        assert.ok(server.seen.consents <= 3, String(server.seen.consents));
    });
});
