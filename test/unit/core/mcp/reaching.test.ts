import assert from 'node:assert/strict';
import { entraRequest } from '../../../../src/core/mcp/entra';
import { challengedScopes, claimsChallenge, foreignScopes } from '../../../../src/core/mcp/foreignScopes';
import { fillVariables } from '../../../../src/core/mcp/fillVariables';
import { tellingVariables } from '../../../../src/core/mcp/tellingVariables';
import { expandUriTemplate, templateVariables } from '../../../../src/core/mcp/uriTemplate';

describe('signing in at Entra', () => {
    const tenant = '72f988bf-0000-4000-8000-2d7cd011db47';
    const cases: readonly (readonly [string, Parameters<typeof entraRequest>, ReturnType<typeof entraRequest>])[] = [
        [
            'asks for the scopes in the tenant of the issuer',
            [[`https://login.microsoftonline.com/${tenant}/v2.0`], ['api://app/user_impersonation'], undefined],
            { scopes: ['api://app/user_impersonation', `VSCODE_TENANT:${tenant}`], sovereign: false },
        ],
        [
            'leaves the tenant open where the issuer does',
            [['https://login.microsoftonline.com/common/v2.0'], ['a'], undefined],
            { scopes: ['a'], sovereign: false },
        ],
        [
            'asks for the default permissions of a resource without scopes',
            [['https://login.microsoftonline.com/organizations'], [], 'api://app/'],
            { scopes: ['api://app/.default'], sovereign: false },
        ],
        [
            'asks for the default permissions of the resource where the scopes have none',
            [['https://login.microsoftonline.com/organizations'], ['openid', 'offline_access'], 'api://app'],
            { scopes: ['api://app/.default'], sovereign: false },
        ],
        [
            'lets no server say which client VS Code is, or in which tenant',
            [[`https://login.microsoftonline.com/${tenant}`], ['VSCODE_CLIENT_ID:a', 'VSCODE_TENANT:b', 'api://app/c'], undefined],
            { scopes: ['api://app/c', `VSCODE_TENANT:${tenant}`], sovereign: false },
        ],
        ['knows the sovereign clouds', [['https://login.microsoftonline.us/common'], ['a'], undefined], { scopes: ['a'], sovereign: true }],
        ['is not for another issuer', [['https://auth.example.com'], ['a'], undefined], undefined],
        [
            'is not for a host that only looks like it',
            [['https://login.microsoftonline.com.evil.example/common'], ['a'], undefined],
            undefined,
        ],
        ['is not for plain http', [['http://login.microsoftonline.com/common'], ['a'], undefined], undefined],
    ];
    for (const [title, input, expected] of cases) {
        it(title, () => assert.deepEqual(entraRequest(...input), expected));
    }
});

describe('the token that a server may be given', () => {
    const server = 'https://app.contoso.com/mcp';
    const isFor = (title: string, scope: string, whose: 'its own' | 'another’s') =>
        it(`${scope} is ${whose}: ${title}`, () => assert.deepEqual(foreignScopes([scope], server), whose === 'its own' ? [] : [scope]));

    isFor('an app that somebody registered', 'api://0a1b2c3d-0000-4000-8000-000000000001/user_impersonation', 'its own');
    isFor('the same by its id alone', '0a1b2c3d-0000-4000-8000-000000000001/.default', 'its own');
    isFor('the address of the server', 'https://app.contoso.com/mcp/.default', 'its own');
    isFor('the domain that the server is in', 'https://contoso.com/read', 'its own');
    isFor('an app of a tenant', 'https://contoso.onmicrosoft.com/app/user_impersonation', 'its own');
    isFor('the client that VS Code is', 'VSCODE_CLIENT_ID:0a1b2c3d-0000-4000-8000-000000000001', 'another’s');
    isFor('Azure', 'https://management.azure.com/.default', 'another’s');
    isFor('Azure, by its older address', 'https://management.core.windows.net//user_impersonation', 'another’s');
    isFor('Azure by its id', '797f4846-ba00-4fd7-ba43-dac1f8f63013/.default', 'another’s');
    isFor('the id in the form of an app', 'api://797F4846-BA00-4FD7-BA43-DAC1F8F63013/.default', 'another’s');
    isFor('an app by its name', 'api://shop/read', 'its own');
    isFor('Cognitive Services by their id', '7d312290-28c8-473c-a0ed-8e53749b6d6d/.default', 'another’s');
    isFor('Log Analytics by its id', 'ca7f3f0b-7d91-482c-8e09-c5d840d0eac5/.default', 'another’s');
    isFor('SharePoint, which is of a family', '00000003-0000-0ff1-ce00-000000000000/AllSites.Read', 'another’s');
    isFor('Power BI, in capitals', 'API://00000009-0000-0000-C000-000000000000/.default', 'another’s');
    isFor('an address without its scheme', 'graph.microsoft.com/.default', 'another’s');
    isFor('the address of the server without its scheme', 'app.contoso.com/.default', 'another’s');
    isFor('Microsoft Graph, which scopes without a resource belong to', 'Mail.Read', 'another’s');
    isFor('a host that only ends like the server', 'https://notcontoso.com/read', 'another’s');
    isFor('a host in the domain of the server', 'https://hr.contoso.com/read', 'another’s');
    isFor('no address that anybody has', 'spn:797f4846-ba00-4fd7-ba43-dac1f8f63013', 'another’s');

    for (const scopes of [[], ['openid', 'profile'], ['offline_access', 'VSCODE_TENANT:contoso.com']]) {
        it(`is Microsoft Graph’s where no scope has a resource: ${scopes.join(' ')}`, () =>
            assert.deepEqual(foreignScopes(scopes, server), ['User.Read']));
    }
    it('may tell who its user is, too, and of the tenant', () => {
        assert.deepEqual(foreignScopes(['api://app/read', 'openid', 'offline_access', 'VSCODE_TENANT:contoso.com'], server), []);
    });

    it('is not widened by a challenge in the middle of a session', () => {
        assert.deepEqual(
            challengedScopes('Bearer error="insufficient_claims", claims="eyJ9", scope="https://vault.azure.net/.default openid"'),
            ['https://vault.azure.net/.default', 'openid'],
        );
        assert.deepEqual(challengedScopes('Bearer scope = "https://vault.azure.net/.default"'), ['https://vault.azure.net/.default']);
        assert.deepEqual(challengedScopes('Bearer claims="eyJ9"'), []);
        assert.deepEqual(challengedScopes('Bearer scope="VSCODE_CLIENT_ID:a openid"'), ['openid']);
    });

    it('is asked for with the claims of a challenge, and nothing else of it', () => {
        assert.equal(
            claimsChallenge('Bearer scope="", authorization_uri="https://evil.example", claims = "eyJ9-_+/==", scope="Mail.Read"'),
            'Bearer claims="eyJ9-_+/=="',
        );
        assert.equal(claimsChallenge('Bearer scope="a"'), undefined);
    });
});

describe('variables of mcp.json', () => {
    it('are filled in everywhere, in one pass, and stay where nothing is known', () => {
        assert.deepEqual(
            fillVariables({ a: ['${x} ${y}'], b: { c: '${workspaceFolder}/d', e: 1 } }, { x: '${y}', workspaceFolder: '/w' }),
            {
                a: ['${y} ${y}'],
                b: { c: '/w/d', e: 1 },
            },
        );
    });
});

describe('variables that a workspace must be trusted for', () => {
    it('are those that tell of this computer or its user', () => {
        const names = ['workspaceFolder', 'env:GITHUB_TOKEN', 'input:key', 'userHome', 'pathSeparator'];
        assert.deepEqual(tellingVariables(names), ['env:GITHUB_TOKEN', 'input:key', 'userHome']);
    });
});

describe('templates of resources', () => {
    const cases: readonly (readonly [template: string, expanded: string])[] = [
        ['file:///{path}', 'file:///a%2Fb%20c'],
        ['file:///{+path}', 'file:///a/b%20c'],
        ['x://s{?q,none}', 'x://s?q=1'],
        ['x://s?a=b{&q}', 'x://s?a=b&q=1'],
        ['x://{q}{/none}', 'x://1'],
        ['x://{path:1}', 'x://a'],
        ['x://plain', 'x://plain'],
    ];
    for (const [template, expanded] of cases) {
        it(`${template} becomes ${expanded}`, () => assert.equal(expandUriTemplate(template, { path: 'a/b c', q: '1' }), expanded));
    }
    it('name their variables once, in order', () => {
        assert.deepEqual(templateVariables('x://{a}/{b,c}{?a,d*,e:3}'), ['a', 'b', 'c', 'd', 'e']);
    });
});
