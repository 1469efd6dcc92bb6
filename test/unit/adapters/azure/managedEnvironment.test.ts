import assert from 'node:assert/strict';
import { workloadProfile } from '../../../../src/adapters/azure/managedEnvironment';
import type { Session } from '../../../../src/adapters/azure/session';
import { quietOperation } from '../../../../src/base/operation';

const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.App/managedEnvironments/env';

describe('the workload profile of a new app', () => {
    const check = (title: string, workloadProfiles: unknown, expected: string | undefined) =>
        it(title, async () => {
            const find = () => Promise.resolve({ id, name: 'env', location: 'West Europe', properties: { workloadProfiles } });
            const session = { tenantOf: () => undefined, arm: { find } } as unknown as Session;
            assert.equal(await workloadProfile(session, quietOperation(), id), expected);
        });

    // Azure refuses: "Cannot specify workload profile name for container app in Consumption Only environment."
    check('is not named in an environment of the older kind', null, undefined);
    check(
        'is the one that is paid by use',
        [
            { name: 'big', workloadProfileType: 'D4' },
            { name: 'Consumption', workloadProfileType: 'Consumption' },
        ],
        'Consumption',
    );
    check('is the first where none is', [{ name: 'big', workloadProfileType: 'D4' }], 'big');
});
