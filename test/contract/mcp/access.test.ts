import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { askRaw } from '../../../src/adapters/mcp/askRaw';
import { awaitRedirect } from '../../../src/adapters/mcp/awaitRedirect';
import { connectMcp } from '../../../src/adapters/mcp/connectMcp';
import { discoverAccess } from '../../../src/adapters/mcp/discoverAccess';
import { isCancelled, isFailure } from '../../../src/base/failure';
import { quietOperation } from '../../../src/base/operation';

type Answer = readonly [status: number, headers: http.OutgoingHttpHeaders, body: string];

const json = (value: unknown): Answer => [200, { 'content-type': 'application/json' }, JSON.stringify(value)];

describe('MCP: a server that wants to know who asks', function () {
    this.timeout(30_000);
    const op = quietOperation();
    const servers: http.Server[] = [];

    afterEach(() => {
        for (const server of servers.splice(0)) {
            server.closeAllConnections();
            server.close();
        }
    });

    async function serve(answer: (path: string, base: string, headers: http.IncomingHttpHeaders, id: unknown) => Answer): Promise<string> {
        const server = http.createServer((request, response) => {
            let text = '';
            request.setEncoding('utf8').on('data', (part: string) => (text += part));
            request.on('end', () => {
                const { id } = JSON.parse(text === '' ? '{}' : text) as { id?: unknown };
                const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
                const [status, headers, body] = answer(request.url ?? '/', base, request.headers, id);
                response.writeHead(status, headers).end(body);
            });
        });
        servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    const entra = 'https://login.microsoftonline.com/72f988bf-0000-4000-8000-2d7cd011db47/v2.0';

    it('names its authorization server and scopes in the metadata that its challenge points to', async () => {
        const base = await serve((path, self) =>
            path === '/elsewhere'
                ? json({ resource: `${self}/mcp`, authorization_servers: [entra], scopes_supported: ['api://a/user_impersonation'] })
                : [401, { 'www-authenticate': `Bearer resource_metadata="${self}/elsewhere"` }, ''],
        );
        const access = await discoverAccess(op, askRaw, { url: `${base}/mcp` });
        assert.equal(access.status, 401);
        assert.deepEqual(access.authorizationServers, [entra]);
        assert.deepEqual(access.scopes, ['api://a/user_impersonation']);
        assert.equal(access.resource, `${base}/mcp`);
    });

    it('is asked for scopes of its challenge before those of its metadata', async () => {
        const base = await serve((path, self) =>
            path.startsWith('/.well-known/oauth-protected-resource')
                ? json({ resource: `${self}/mcp`, authorization_servers: [entra], scopes_supported: ['all'] })
                : [401, { 'www-authenticate': 'Bearer scope="read write"' }, ''],
        );
        assert.deepEqual((await discoverAccess(op, askRaw, { url: `${base}/mcp` })).scopes, ['read', 'write']);
    });

    it('may say nothing at all', async () => {
        const base = await serve(() => [401, {}, '<html>Sign in</html>']);
        const access = await discoverAccess(op, askRaw, { url: `${base}/mcp` });
        assert.deepEqual([access.authorizationServers, access.scopes], [[], []]);
    });

    it('lets in who has the key, in a header that the wire view masks', async () => {
        const base = await serve((_path, _self, headers, id) =>
            headers['x-functions-key'] === 'right'
                ? json({
                      jsonrpc: '2.0',
                      id,
                      result: {
                          resultType: 'complete',
                          supportedVersions: ['2026-07-28'],
                          capabilities: {},
                          ttlMs: 0,
                          cacheScope: 'private',
                      },
                  })
                : [401, {}, ''],
        );
        await assert.rejects(connectMcp(op, { url: `${base}/mcp` }), (error) => isFailure(error) && error.code === 'mcp/unauthorized');
        const seen: string[] = [];
        const session = await connectMcp(op, {
            url: `${base}/mcp`,
            headers: { 'x-functions-key': 'right' },
            onExchange: (exchange) => seen.push(JSON.stringify(exchange)),
        });
        await session.close();
        assert.ok(seen.length > 0);
        assert.ok(!seen.join('').includes('right'));
    });

    it('sends the browser back to a page of this computer, once', async () => {
        const redirect = await awaitRedirect('Done.');
        try {
            const arrival = redirect.arrival(op, '2');
            assert.equal((await fetch(redirect.url.replace('/callback', '/other'))).status, 404);
            assert.equal(await (await fetch(`${redirect.url}?code=1&state=2`)).text(), 'Done.');
            assert.equal(new URL(await arrival).search, '?code=1&state=2');
            const stop = new AbortController();
            const second = redirect.arrival(quietOperation(stop.signal), '3');
            stop.abort();
            await assert.rejects(second, isCancelled);
        } finally {
            await redirect.close();
        }
    });

    it('takes no answer that belongs to another sign-in, or to none, and goes on waiting', async () => {
        const redirect = await awaitRedirect('Done.');
        try {
            assert.equal((await fetch(`${redirect.url}?code=1&state=2`)).status, 400);
            const arrival = redirect.arrival(op, '2');
            for (const forged of ['', '?code=1', '?code=1&state=3', '?error=access_denied', '/2?code=1&state=2x', 'x?state=2']) {
                const answer = await fetch(redirect.url + forged);
                assert.ok(answer.status >= 400, forged);
                assert.notEqual(await answer.text(), 'Done.');
            }
            assert.equal((await fetch(`${redirect.url}?code=1&state=2`)).status, 200);
            assert.equal(new URL(await arrival).search, '?code=1&state=2');
        } finally {
            await redirect.close();
        }
    });

    it('may tell of itself without end, and send its reader elsewhere: neither is followed', async () => {
        const told: string[] = [];
        const other = await serve((path) => {
            told.push(path);
            return json({ resource: 'x', authorization_servers: [entra] });
        });
        for (const metadata of ['/long', '/away', '/round']) {
            const base = await serve((path, self) => {
                if (path === '/long') {
                    return json({ resource: `${self}/mcp`, authorization_servers: [entra], padding: 'x'.repeat(3_000_000) });
                }
                if (path === '/away' || path === '/round') {
                    return [302, { location: path === '/away' ? `${other}/metadata` : '/round' }, ''];
                }
                return [401, { 'www-authenticate': `Bearer resource_metadata="${self}${metadata}"` }, ''];
            });
            assert.deepEqual((await discoverAccess(op, askRaw, { url: `${base}/mcp` })).authorizationServers, [], metadata);
        }
        assert.deepEqual(told, []);
    });

    it('is asked at its own host, whatever its challenge names', async () => {
        const told: string[] = [];
        const other = await serve((path) => {
            told.push(path);
            return json({ resource: 'x', authorization_servers: ['https://login.example'] });
        });
        const base = await serve((path, self) =>
            path === '/.well-known/oauth-protected-resource/mcp'
                ? json({ resource: `${self}/mcp`, authorization_servers: [entra] })
                : [401, { 'www-authenticate': `Bearer resource_metadata="${other}/metadata", scope="read"` }, ''],
        );
        const access = await discoverAccess(op, askRaw, { url: `${base}/mcp` });
        assert.deepEqual([access.authorizationServers, access.scopes, told], [[entra], ['read'], []]);
    });

    it('may keep its metadata at another path of its own', async () => {
        const base = await serve((path, self) =>
            path === '/moved'
                ? json({ resource: `${self}/mcp`, authorization_servers: [entra] })
                : path === '/elsewhere'
                  ? [302, { location: '/moved' }, '']
                  : [401, { 'www-authenticate': `Bearer resource_metadata="${self}/elsewhere"` }, ''],
        );
        assert.deepEqual((await discoverAccess(op, askRaw, { url: `${base}/mcp` })).authorizationServers, [entra]);
    });
});
