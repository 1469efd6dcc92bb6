import assert from 'node:assert/strict';
import { failureFromRegistry } from '../../../../src/adapters/registry/failures';
import { grantedActions } from '../../../../src/adapters/registry/grantedActions';
import { openRegistries } from '../../../../src/adapters/registry/openRegistries';
import { readChallenge } from '../../../../src/adapters/registry/tokenEndpoint';
import { isFailure } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';
import { clouds } from '../../../../src/core/deploy/cloud';
import { roleForScope } from '../../../../src/core/deploy/roles';

describe('readChallenge', () => {
    const challenge = (realm: string) => `Bearer realm="${realm}",service="r.azurecr.io"`;
    for (const [title, header, where, found] of [
        [
            'takes the registry’s own endpoint',
            challenge('https://r.azurecr.io/oauth2/token'),
            'cloud',
            'https://r.azurecr.io/oauth2/exchange',
        ],
        ['sends no token to another host', challenge('https://evil.example/oauth2/token'), 'cloud', undefined],
        ['sends no token to this machine in a cloud', challenge('http://127.0.0.1:1/oauth2/token'), 'cloud', undefined],
        [
            'takes another port of this machine with the local Azure',
            challenge('http://127.0.0.1:1/oauth2/token'),
            'local',
            'http://127.0.0.1:1/oauth2/exchange',
        ],
        ['does not take a registry of another kind', 'Basic realm="x"', 'cloud', undefined],
        ['does not take an answer without a challenge', null, 'cloud', undefined],
    ] as const) {
        it(title, () => assert.equal(readChallenge(header, 'https://r.azurecr.io', where)?.exchangeUrl, found));
    }
});

describe('A registry', () => {
    for (const loginServer of ['evil.example', 'r.azurecr.io.evil.example', '127.0.0.1:5000', 'r.azurecr.io/x', 'user@r.azurecr.io']) {
        it(`is not ${loginServer} in a cloud, and no token is asked for`, async () => {
            let asked = 0;
            const tokens = { account: 'me', token: () => Promise.resolve(String(asked++)) };
            const registries = openRegistries({ resolve: (url) => ({ url, headers: {} }), tokens, cloud: clouds.public });
            await assert.rejects(
                registries.login(quietOperation(), { loginServer, tenantId: undefined }, { repository: 'a', actions: 'pull' }),
                (error) => isFailure(error) && error.code === 'registry/not-a-registry',
            );
            assert.equal(asked, 0);
        });
    }

    for (const [status, body, code] of [
        [401, '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}', 'registry/unauthorized'],
        [
            403,
            '{"errors":[{"code":"DENIED","message":"client with IP address 1.2.3.4 is not allowed access"}]}',
            'registry/network-restricted',
        ],
        [404, 'not found', 'registry/not-a-registry'],
        [500, '', 'registry/refused'],
    ] as const) {
        it(`means ${code} with ${status}`, () => assert.equal(failureFromRegistry('r', status, body).code, code));
    }
});

describe('The role that a refusal names', () => {
    for (const [mode, scope, role] of [
        ['registry', 'repository:app:pull,push', 'AcrPush'],
        ['registry', 'repository:app:pull', 'AcrPull'],
        ['registry', 'repository:app:delete', 'AcrDelete'],
        ['registry', 'registry:catalog:*', 'AcrPull'],
        ['repository', 'repository:app:pull,push', 'Container Registry Repository Writer'],
        ['repository', 'repository:app:pull', 'Container Registry Repository Reader'],
        ['repository', 'repository:app:delete', 'Container Registry Repository Contributor'],
        ['repository', 'registry:catalog:*', 'Container Registry Repository Catalog Lister'],
    ] as const) {
        it(`is ${role} for ${scope} where rights are given for each ${mode}`, () => assert.equal(roleForScope(mode, scope).title, role));
    }
});

describe('grantedActions', () => {
    const token = (claims: unknown) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
    it('reads what a token allows on the repository', () => {
        assert.deepEqual(grantedActions(token({ access: [{ type: 'repository', name: 'a', actions: ['pull'] }] }), 'a'), ['pull']);
        assert.deepEqual(grantedActions(token({ access: [{ type: 'repository', name: 'b', actions: ['pull'] }] }), 'a'), []);
    });
    it('does not know what an opaque token allows', () =>
        assert.deepEqual([grantedActions('x', 'a'), grantedActions(token({}), 'a')], [undefined, undefined]));
});
