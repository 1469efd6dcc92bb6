import assert from 'node:assert/strict';
import { chooseEnvironment } from '../../../../src/core/deploy/chooseEnvironment';
import type { ContainerApp, Environment } from '../../../../src/core/deploy/resources';

const environment = (group: string, name: string, state: string, location = 'West Europe'): Environment => ({
    id: `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.App/managedEnvironments/${name}`,
    name,
    state,
    location,
    reach: 'internet',
});
const wanted = {
    app: undefined,
    name: undefined,
    region: 'westeurope',
    subscriptionId: 's',
    resourceGroup: 'rg-shop',
    appName: 'shop-abc123',
};

describe('the environment of a container app', () => {
    const other = environment('rg-other', 'shared', 'Succeeded');
    const own = (state: string) => environment('RG-shop', 'env-shop-abc123', state);
    const check = (
        title: string,
        environments: readonly Environment[],
        change: Partial<Parameters<typeof chooseEnvironment>[1]>,
        expected: string | undefined,
    ) => it(title, () => assert.equal(chooseEnvironment(environments, { ...wanted, ...change })?.name, expected));

    check('is any of the region that works', [other], {}, 'shared');
    check('is none of another region', [environment('rg', 'far', 'Succeeded', 'East US')], {}, undefined);
    check(
        'is none that only its own network reaches',
        [{ ...environment('rg', 'inner', 'Succeeded'), reach: 'network' }, other],
        {},
        'shared',
    );
    check('is none that is still being made for others', [environment('rg', 'young', 'Waiting')], {}, undefined);
    check('is the one that an earlier try made, before any other', [other, own('Succeeded')], {}, 'env-shop-abc123');
    check('is the one that an earlier try began, before any other', [other, own('Waiting')], {}, 'env-shop-abc123');
    check('is made again when an earlier try failed, and not left behind for another', [other, own('Failed')], {}, undefined);
    check('is the one of that name', [other, environment('rg', 'mine', 'Succeeded')], { name: 'MINE' }, 'mine');
    check(
        'is made again under its name when it could not be made',
        [other, environment('rg', 'mine', 'Canceled')],
        { name: 'mine' },
        undefined,
    );
    check(
        'is the app’s own, whatever is asked for',
        [own('Succeeded'), other],
        { app: { environmentId: other.id } as ContainerApp, name: 'mine' },
        'shared',
    );
});
