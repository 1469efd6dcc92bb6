import assert from 'node:assert/strict';
import { stubbed } from '../../stubVscode';
import { isCancelled, isFailure } from '../../../../../src/base/failure';
import { quietOperation } from '../../../../../src/base/operation';
import { askHeader } from '../../../../../src/shell/commands/mcp/access';
import { oauthFlow } from '../../../../../src/shell/commands/mcp/oauthFlow';
import type { McpServer } from '../../../../../src/shell/commands/mcp/mcpServer';
import type { Row } from '../../../../../src/views/projectRows';
import { openMcpWindow } from './mcpWindow';
import type { McpWindow } from './mcpWindow';
import { startWitness } from './startWitness';
import type { Witness } from './startWitness';

describe('what a server of mcp.json is told', function () {
    this.timeout(20_000);
    const op = quietOperation();
    let window: McpWindow;
    let one: Witness;
    let other: Witness;

    beforeEach(async () => {
        Object.assign(stubbed, { trusted: true, pressed: 'Connect', typed: undefined });
        stubbed.warned.length = 0;
        window = openMcpWindow();
        [one, other] = [await startWitness(), await startWitness()];
        process.env.SLIPWAY_TEST_SECRET = 'a secret of this computer';
    });
    afterEach(async () => {
        await window.servers.close();
        one.stop();
        other.stop();
        delete process.env.SLIPWAY_TEST_SECRET;
    });

    async function entry(url: string, headers: Readonly<Record<string, string>> = {}, name = 'shop'): Promise<McpServer> {
        window.configure({ [name]: { url, headers } });
        const [server] = await window.servers.readConfigured(window.folder as never);
        assert.ok(server);
        return server;
    }
    const rowOf = (server: McpServer): Row => ({ mcp: { server: server.key, kind: 'server', name: '' } }) as unknown as Row;
    const rowsOf = async (server: McpServer) => (await window.servers.childRows(rowOf(server), undefined)).map(({ label }) => label);
    const sent = (to: Witness) => JSON.stringify(to.seen);

    it('goes to the address that the entry names now, and not to the one that it named before', async () => {
        await (await entry(one.url, { 'x-key': 'old' })).connect(op);
        const before = one.seen.length;
        const server = await entry(other.url, { 'x-key': 'new' });
        await server.connect(op);
        assert.equal((await server.target(op, 'interactive')).url, other.url);
        assert.equal(one.seen.length, before);
        assert.match(sent(other), /"x-key":"new"/);
    });

    it('is remembered for its own address only, also by the next window', async () => {
        await (await entry(one.url)).connect(op);
        await window.servers.close();
        window = openMcpWindow(window.memory, window.secrets);
        assert.equal((await entry(one.url)).remembered()?.facts.url, one.url);
        const moved = await entry(other.url);
        assert.equal(moved.remembered(), undefined);
        assert.equal((await moved.target(op, 'interactive')).url, other.url);
    });

    it('is nothing before it was asked: a row that is unfolded says so, once', async () => {
        const server = await entry(one.url, { authorization: '${env:SLIPWAY_TEST_SECRET}' });
        assert.deepEqual(await rowsOf(server), ['Click here to connect: Slipway asks you first.']);
        assert.deepEqual(await rowsOf(server), ['Click here to connect: Slipway asks you first.']);
        assert.deepEqual([one.seen, stubbed.warned], [[], []]);
        await assert.rejects(server.target(op, 'silent'), isCancelled);
    });

    it('is shown first: where it goes, with which headers, and values of what', async () => {
        const server = await entry(one.url, { authorization: 'Bearer ${env:SLIPWAY_TEST_SECRET}' });
        stubbed.pressed = undefined;
        await assert.rejects(server.connect(op), isCancelled);
        assert.deepEqual(one.seen, []);
        stubbed.pressed = 'Connect';
        await server.connect(op);
        const [, detail] = stubbed.warned;
        for (const part of [one.url, 'authorization', 'env:SLIPWAY_TEST_SECRET']) {
            assert.ok(detail?.includes(part), detail);
        }
        assert.ok(!stubbed.warned.join('').includes('a secret'));
        assert.match(sent(one), /Bearer a secret of this computer/);
        await server.disconnect();
        await server.connect(op, 'silent');
        assert.equal(stubbed.warned.length, 2);
    });

    for (const [what, url, headers] of [
        ['address', () => other.url, { 'x-key': '${env:SLIPWAY_TEST_SECRET}' }],
        ['headers', () => one.url, { 'x-other': '${env:SLIPWAY_TEST_SECRET}' }],
        ['variables', () => one.url, { 'x-key': '${env:HOME}' }],
    ] as const) {
        it(`is asked for again when the entry has another ${what}`, async () => {
            await (await entry(one.url, { 'x-key': '${env:SLIPWAY_TEST_SECRET}' })).connect(op);
            await assert.rejects((await entry(url(), headers)).connect(op, 'silent'), isCancelled);
            assert.equal(stubbed.warned.length, 1);
            assert.deepEqual(other.seen, []);
        });
    }

    it('is nothing in a workspace that is not trusted', async () => {
        stubbed.trusted = false;
        const server = await entry(one.url);
        await assert.rejects(server.connect(op), (error) => isFailure(error) && error.code === 'workspace/not-trusted');
        assert.deepEqual([one.seen, stubbed.warned], [[], []]);
    });

    it('is no key that another path of its host was given', async () => {
        const { shell, servers } = window;
        stubbed.typed = 'x-functions-key: for mcp only';
        await askHeader(shell, op, one.url);
        await servers.byAddress(one.url).connect(op);
        assert.match(sent(one), /for mcp only/);
        one.seen.length = 0;
        await (await entry(one.url.replace('/mcp', '/stranger'))).connect(op);
        assert.ok(one.seen.length > 0);
        assert.doesNotMatch(sent(one), /for mcp only/);
    });

    it('is forgotten whole: answers that were typed, keys, tokens, the client that was registered, the consent', async () => {
        const { shell, secrets, servers } = window;
        const server = await entry(one.url, { 'x-key': '${input:key}' });
        stubbed.typed = 'x-other: typed';
        await server.connect(op);
        await askHeader(shell, op, one.url);
        const flow = await oauthFlow(shell, op, one.url, 'interactive');
        await flow.save('client https://login.example', '{"client_id":"registered"}');
        await flow.save(`tokens ${one.url}`, '{"access_token":"t"}');
        const elsewhere = await oauthFlow(shell, op, other.url, 'interactive');
        await elsewhere.save(`tokens ${other.url}`, '{"access_token":"of another"}');
        assert.equal(secrets.size, 5);
        await server.forget();
        assert.deepEqual([...secrets.keys()], [`mcp.oauth:tokens ${other.url}`]);
        await assert.rejects(server.connect(op, 'silent'), isCancelled);
        await servers.close();
    });

    it('is forgotten without the client that another server has at the same authorization server', async () => {
        const server = await entry(one.url);
        const client = 'client https://login.example';
        const flow = await oauthFlow(window.shell, op, one.url, 'interactive');
        const elsewhere = await oauthFlow(window.shell, op, other.url, 'interactive');
        await flow.save(client, '{"client_id":"of one"}');
        await elsewhere.save(client, '{"client_id":"of the other"}');
        assert.equal(await flow.load(client), '{"client_id":"of one"}');
        await server.forget();
        assert.equal(await flow.load(client), undefined);
        assert.equal(await elsewhere.load(client), '{"client_id":"of the other"}');
    });

    it('is forgotten whole when it is a program: it is shown again before it is started again', async () => {
        window.configure({ local: { command: process.execPath, args: ['-e', 'process.exit(1)'], env: { KEY: '${input:key}' } } });
        const [program] = await window.servers.readConfigured(window.folder as never);
        Object.assign(stubbed, { pressed: 'Start', typed: 'typed' });
        const fails = (ask: 'interactive' | 'silent', code: string) =>
            assert.rejects(
                async () => program?.connect(op, ask),
                (error) => isFailure(error) && error.code === code,
            );
        await fails('interactive', 'mcp/command-exited');
        await fails('silent', 'mcp/command-exited');
        await program?.forget();
        await fails('silent', 'mcp/command-not-trusted');
        assert.equal(window.secrets.size, 0);
    });

    it('is the key of an address that was typed, and nobody else is: not the workspace, not the tree, not the wire view', async () => {
        const { servers, memory, secrets } = window;
        const server = await servers.typed(`${one.url}?code=the-key&team=a`);
        await server.connect(op);
        await servers.rememberAddress(server.url);
        const paths = new Set(one.seen.map(({ path }) => path));
        assert.deepEqual([...paths], ['/mcp?team=a&code=the-key']);
        const target = await server.target(op, 'silent');
        const told = JSON.stringify([[...memory], server.shown(), server.exchanges, servers.addressRows(), target.url]);
        assert.doesNotMatch(told, /the-key/);
        await servers.close();
        window = openMcpWindow(memory, secrets);
        one.seen.length = 0;
        const again = window.servers.byAddress(server.url);
        await again.connect(op);
        assert.ok(one.seen.every(({ path }) => path === '/mcp?team=a&code=the-key'));
        await window.servers.forgetAddress(again);
        assert.equal(secrets.size, 0);
    });

    it('is the key of its own address, and not that of another that differs in a parameter', async () => {
        const { servers, secrets } = window;
        const first = await servers.typed(`${one.url}?team=a&code=key-of-a`);
        const second = await servers.typed(`${one.url}?team=b&code=key-of-b`);
        const third = await servers.typed(`${one.url}?team=c`);
        for (const [server, path] of [
            [first, '/mcp?team=a&code=key-of-a'],
            [second, '/mcp?team=b&code=key-of-b'],
            [third, '/mcp?team=c'],
        ] as const) {
            one.seen.length = 0;
            await server.connect(op);
            assert.deepEqual([...new Set(one.seen.map((seen) => seen.path))], [path]);
        }
        await servers.forgetAddress(first);
        assert.deepEqual([...secrets.values()], ['code=key-of-b']);
    });

    it('is the key in the address of its entry, with its variables filled, and its tooltip is not', async () => {
        const server = await entry(`${one.url}?api_key=\${env:SLIPWAY_TEST_SECRET}&team=a`);
        await server.connect(op);
        assert.equal(new URL(one.seen[0]?.path ?? '', one.url).searchParams.get('api_key'), 'a secret of this computer');
        assert.match(stubbed.warned.join(), /\/mcp\?team=a&api_key=…/);
        const literal = await entry(`${one.url}?token=the-key`);
        await literal.connect(op);
        assert.match(one.seen.at(-1)?.path ?? '', /token=the-key/);
        assert.doesNotMatch(JSON.stringify([[...window.memory], literal.shown(), stubbed.warned]), /the-key|a secret/);
    });
});
