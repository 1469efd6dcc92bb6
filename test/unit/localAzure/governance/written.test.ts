import assert from 'node:assert/strict';
import { thingOf } from '../../../../src/localAzure/governance/written';

const group = '/subscriptions/s/resourceGroups/g';

describe('What a request of ARM is about', () => {
    for (const [method, path, type, action, id] of [
        ['PUT', group, 'Microsoft.Resources/subscriptions/resourceGroups', 'write', group],
        ['DELETE', `${group}/providers/Microsoft.Web/sites/a`, 'Microsoft.Web/sites', 'delete', `${group}/providers/Microsoft.Web/sites/a`],
        ['GET', `${group}/providers/Microsoft.Web/sites`, 'Microsoft.Web/sites', 'read', `${group}/providers/Microsoft.Web/sites`],
        [
            'POST',
            `${group}/providers/Microsoft.Web/sites/a/restart`,
            'Microsoft.Web/sites',
            'restart/action',
            `${group}/providers/Microsoft.Web/sites/a`,
        ],
        [
            'PATCH',
            `${group}/providers/Microsoft.Web/sites/a/config/web`,
            'Microsoft.Web/sites/config',
            'write',
            `${group}/providers/Microsoft.Web/sites/a/config/web`,
        ],
        [
            'PUT',
            `${group}/providers/Microsoft.Web/sites/a/providers/Microsoft.Authorization/roleAssignments/r`,
            'Microsoft.Authorization/roleAssignments',
            'write',
            `${group}/providers/Microsoft.Web/sites/a/providers/Microsoft.Authorization/roleAssignments/r`,
        ],
    ] as const) {
        it(`is ${type}/${action} for ${method} ${path.slice(group.length) || 'of a group'}`, () => {
            const thing = thingOf(method, path);
            assert.deepEqual([thing.type, thing.action, thing.id], [type, action, id]);
        });
    }
});
