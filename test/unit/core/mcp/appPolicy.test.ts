import assert from 'node:assert/strict';
import { readAppMessage } from '../../../../src/core/mcp/appMessages';
import { appPolicy, declaredDomains, hasDomains, noDomains, withPolicy } from '../../../../src/core/mcp/appPolicy';

describe('the policy of an MCP App', () => {
    it('lets a page that declares nothing reach nothing', () => {
        const policy = appPolicy(noDomains);
        assert.match(policy, /default-src 'none'/);
        assert.match(policy, /connect-src 'none'/);
        assert.doesNotMatch(policy, /https:/);
    });

    it('opens what is declared and granted, by its purpose', () => {
        const declared = declaredDomains({
            ui: { csp: { connectDomains: ['https://api.example.com'], resourceDomains: ['https://*.cdn.example'] } },
        });
        const policy = appPolicy(declared);
        assert.match(policy, /connect-src https:\/\/api\.example\.com;/);
        assert.match(policy, /img-src data: blob: https:\/\/\*\.cdn\.example;/);
        assert.ok(hasDomains(declared));
    });

    const hostile: readonly (readonly [string, unknown])[] = [
        ['a wildcard for everything', '*'],
        ['a scheme alone', 'https:'],
        ['a second directive', 'https://a.example; script-src *'],
        ['a quote', 'https://a.example"><script>'],
        ['a keyword', "'unsafe-eval'"],
        ['a path', 'https://a.example/x'],
        ['plain http', 'http://a.example'],
        ['a data scheme', 'data:'],
        ['no text', 7],
    ];
    for (const [title, entry] of hostile) {
        it(`drops ${title}`, () => {
            assert.deepEqual(declaredDomains({ ui: { csp: { connectDomains: [entry], resourceDomains: [entry] } } }), noDomains);
        });
    }

    it('stands before anything that the page brings', () => {
        const page = withPolicy('<!doctype html><script>early()</script>', appPolicy(noDomains));
        assert.ok(page.indexOf('Content-Security-Policy') < page.indexOf('early'));
    });
});

describe('messages of an MCP App', () => {
    it('are requests and notifications of JSON-RPC', () => {
        assert.deepEqual(readAppMessage({ jsonrpc: '2.0', id: 1, method: 'ping' }), { kind: 'request', id: 1, method: 'ping', params: {} });
        assert.equal(readAppMessage({ jsonrpc: '2.0', method: 'x' })?.kind, 'notification');
    });
    for (const value of [
        undefined,
        'x',
        {},
        { jsonrpc: '1.0', method: 'x' },
        { jsonrpc: '2.0', id: 1, result: {} },
        { jsonrpc: '2.0', id: {}, method: 1 },
    ]) {
        it(`are not ${JSON.stringify(value)}`, () => assert.equal(readAppMessage(value), undefined));
    }
    it('are dropped when they are larger than a megabyte', () => {
        assert.equal(readAppMessage({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { x: 'y'.repeat(1_100_000) } }), undefined);
    });
});
