import assert from 'node:assert/strict';
import { entraRequest } from '../../../../src/core/mcp/entra';
import { fillVariables } from '../../../../src/core/mcp/fillVariables';
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
