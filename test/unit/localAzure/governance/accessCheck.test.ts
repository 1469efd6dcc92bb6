import assert from 'node:assert/strict';
import { roles, type Role } from '../../../../src/localAzure/authorization/roles';
import { checkAccess } from '../../../../src/localAzure/governance/accessCheck';
import { Refusal } from '../../../../src/localAzure/http/refusal';
import { textField } from '../../../../src/localAzure/json';

const caller = { kind: 'managedIdentity', objectId: 'o', name: 'somebody' } as const;
const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/a';
const named = (name: string): readonly Role[] => roles.filter((role) => role.name === name);

/** The code of the refusal; undefined when it is allowed. */
function refusal(mine: readonly Role[], type: string, action: string, body = {}): string | undefined {
    try {
        checkAccess({ rolesOf: () => mine }, caller, { id, type, action }, body);
        return undefined;
    } catch (error) {
        assert.ok(error instanceof Refusal && error.answer.body.kind === 'json');
        return textField(error.answer.body.value, 'error', 'code');
    }
}

describe('What a role allows at ARM', () => {
    const identity = { identity: { type: 'UserAssigned', userAssignedIdentities: { '/subscriptions/s/…/i': {} } } };
    const sitesOnly: readonly Role[] = [{ id: 'c', name: 'Makes sites', description: '', actions: ['Microsoft.Web/*'], dataActions: [] }];
    for (const [title, mine, type, action, body, expected] of [
        ['a reader reads', named('Reader'), 'Microsoft.Web/sites', 'read', {}, undefined],
        ['a reader writes nothing', named('Reader'), 'Microsoft.Web/sites', 'write', {}, 'AuthorizationFailed'],
        ['a contributor restarts', named('Contributor'), 'Microsoft.Web/sites', 'restart/action', {}, undefined],
        [
            'a contributor gives no roles',
            named('Contributor'),
            'Microsoft.Authorization/roleAssignments',
            'write',
            {},
            'AuthorizationFailed',
        ],
        ['an owner gives roles', named('Owner'), 'Microsoft.Authorization/roleAssignments', 'write', {}, undefined],
        ['without a role nothing is allowed', [], 'Microsoft.Web/sites', 'read', {}, 'AuthorizationFailed'],
        ['an identity needs a right of its own', sitesOnly, 'Microsoft.Web/sites', 'write', identity, 'LinkedAuthorizationFailed'],
        ['a contributor has it', named('Contributor'), 'Microsoft.Web/sites', 'write', identity, undefined],
    ] as const) {
        it(title, () => {
            assert.equal(refusal(mine, type, action, body), expected);
        });
    }
});
