import assert from 'node:assert/strict';
import { isFailure } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';
import type { Azure } from '../../../../src/ports/azure';
import { subscriptionOf } from '../../../../src/workflows/deployment/subscriptionOf';

const chosen = { id: 'chosen' };
const hidden = { id: 'hidden' };
const subscriptions = {
    list: (_: unknown, which?: 'chosen' | 'all') =>
        Promise.resolve({ subscriptions: which === 'all' ? [chosen, hidden] : [chosen], failures: [] }),
};
const find = (subscription: string) => {
    const id = `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Web/sites/shop`;
    return subscriptionOf(quietOperation(), { subscriptions } as unknown as Azure, id);
};

describe('The subscription of a remembered deployment', () => {
    it('is found in any case of its letters', async () => assert.equal(await find('Chosen'), chosen));
    it('is found when the user chose to see others: the deployment is not gone', async () => assert.equal(await find('hidden'), hidden));
    it('is missed with the name of the deployment when the account has it no longer', () =>
        assert.rejects(
            find('other'),
            (error) => isFailure(error) && error.code === 'deploy/gone' && JSON.stringify(error.facts) === '{"name":"shop"}',
        ));
});
