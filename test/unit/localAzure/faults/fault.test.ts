import assert from 'node:assert/strict';
import { isFor, readFault } from '../../../../src/localAzure/faults/fault';

describe('a fault', () => {
    const hits = (title: string, fault: { path: string; method?: string; host?: string }, method: string, url: string, expected: boolean) =>
        it(title, () => assert.equal(isFor({ method: undefined, host: undefined, ...fault }, { method, url: new URL(url) }), expected));
    const sites = 'https://management.azure.com/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/shop';

    hits('is for any method when it names none', { path: '*/sites/*' }, 'DELETE', sites, true);
    hits('is for its method only', { path: '*/sites/*', method: 'PUT' }, 'GET', sites, false);
    hits('compares paths without regard to case', { path: '*/MICROSOFT.WEB/sites/Shop' }, 'GET', sites, true);
    hits('is for a whole path', { path: '*/sites' }, 'GET', sites, false);
    hits('takes signs as they are', { path: '*/sites/sh.p' }, 'GET', sites, false);
    hits('is for its host only', { path: '*', host: '*.scm.azurewebsites.net' }, 'GET', sites, false);
    hits('does not see the query', { path: '*/sites/shop' }, 'GET', `${sites}?api-version=2024-11-01`, true);

    it('has one hit and no request before it unless told', () => {
        const fault = readFault({ kind: 'throttled', path: '/x', method: 'put' });
        assert.ok(typeof fault !== 'string');
        assert.deepEqual([fault.count, fault.after, fault.method], [1, 0, 'PUT']);
    });

    for (const [title, body] of [
        ['nothing', undefined],
        ['a list', []],
        ['an unknown kind', { kind: 'meteor', path: '/x' }],
        ['no path', { kind: 'slow' }],
        ['a path that is none', { kind: 'slow', path: 'x' }],
        ['no hits', { kind: 'slow', path: '/x', count: 0 }],
        ['a status that is no server error', { kind: 'serverError', path: '/x', status: 404 }],
    ] as const) {
        it(`is not made of ${title}`, () => assert.equal(typeof readFault(body), 'string'));
    }
});
