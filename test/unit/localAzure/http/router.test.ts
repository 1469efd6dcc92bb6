import assert from 'node:assert/strict';
import { empty } from '../../../../src/localAzure/http/answer';
import { createRouter } from '../../../../src/localAzure/http/router';

const paths = [
    '/subscriptions',
    '/subscriptions/{s}/resourceGroups/{g}',
    '/sites/{site}/config/web',
    '/sites/{site}/config/{name}',
    '/logstream/{what+}',
];
const match = createRouter(paths.map((path) => ({ method: 'GET', path, handle: () => empty(200) })));

function check(title: string, method: string, path: string, expected: unknown): void {
    it(title, () => {
        const found = match(method, path);
        assert.deepEqual(found.kind === 'found' ? { path: found.route.path, params: found.params } : found.kind, expected);
    });
}

describe('routes', () => {
    check('match fixed parts in any case', 'GET', '/Subscriptions/A/resourcegroups/My%20Group', {
        path: paths[1],
        params: { s: 'A', g: 'My Group' },
    });
    check('do not care for a slash at the end or twice', 'GET', '//subscriptions//', { path: paths[0], params: {} });
    check('prefer fixed parts to named ones', 'GET', '/sites/x/config/WEB', { path: paths[2], params: { site: 'x' } });
    check('take the rest of a path', 'GET', '/logstream/application/deep', { path: paths[4], params: { what: 'application/deep' } });
    check('tell a wrong method', 'DELETE', '/subscriptions', 'wrongMethod');
    check('tell an unknown path', 'GET', '/subscriptions/a/b', 'unknown');
    check('survive a broken escape', 'GET', '/sites/%zz/config/web', { path: paths[2], params: { site: '%zz' } });
});
