import assert from 'node:assert/strict';
import { Cancelled, Failure, isCancelled, isFailure } from '../../../../src/base/failure';
import { quietOperation } from '../../../../src/base/operation';
import type { GenericResource, Subscription, TenantFailure } from '../../../../src/core/deploy/resources';
import type { Azure } from '../../../../src/ports/azure';
import { findModelAccounts } from '../../../../src/workflows/deployment/mendDeployment';

const op = quietOperation();
const subscription = (name: string): Subscription => ({ id: name, name, tenantId: 't', state: 'Enabled' });
const account = (where: string, name: string): GenericResource => ({
    id: `/subscriptions/${where}/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/${name}`,
    type: 'Microsoft.CognitiveServices/accounts',
    tags: {},
});
const forbidden = new Failure('azure/forbidden');

/** An account with these subscriptions, each with its models or with what it answers instead. */
function azure(lists: Readonly<Record<string, readonly string[] | Error>>, failures: readonly TenantFailure[] = []): Azure {
    return {
        subscriptions: {
            list: () => Promise.resolve({ subscriptions: Object.keys(lists).map(subscription), failures }),
            use: () => undefined,
        },
        resources: {
            list: (_op: unknown, id: string) => {
                const found = lists[id] ?? [];
                return found instanceof Error ? Promise.reject(found) : Promise.resolve(found.map((name) => account(id, name)));
            },
        },
    } as unknown as Azure;
}

describe('The model accounts of an endpoint', () => {
    it('are those of every subscription, the one with the name of the host first', async () => {
        const { accounts, failures } = await findModelAccounts(op, azure({ one: ['other'], two: ['Shop'] }), 'shop.openai.azure.com');
        assert.deepEqual(
            accounts.map(({ name, match }) => [name, match]),
            [
                ['Shop', 'by-name'],
                ['other', 'unknown'],
            ],
        );
        assert.deepEqual(failures, []);
    });

    it('are found although one subscription refuses and one tenant does not answer, which are told', async () => {
        const tenant = { tenantId: 'u', tenant: 'Partner', error: forbidden };
        const { accounts, failures } = await findModelAccounts(
            op,
            azure({ closed: forbidden, open: ['shop'] }, [tenant]),
            'shop.openai.azure.com',
        );
        assert.deepEqual(
            accounts.map(({ name, subscription: { id } }) => [name, id]),
            [['shop', 'open']],
        );
        assert.deepEqual(
            failures.map(({ where }) => where),
            ['closed', 'Partner'],
        );
        assert.ok(failures.every(({ error }) => error === forbidden));
    });

    it('are not found when no subscription answers, and the first reason is thrown', async () =>
        assert.rejects(findModelAccounts(op, azure({ one: forbidden, two: new Failure('azure/throttled') }), 'shop.x'), forbidden));

    it('tell a subscription that did not answer in time', async () => {
        const { failures } = await findModelAccounts(op, azure({ slow: new Cancelled(), open: [] }), 'shop.x');
        const [first] = failures;
        assert.ok(isFailure(first?.error) && first.error.code === 'azure/unreachable', String(first?.error));
    });

    it('are not looked for any more when the person cancels', async () => {
        const stop = new AbortController();
        const lists = azure({ one: ['shop'] });
        const stopped = {
            ...lists,
            resources: {
                list: () => {
                    stop.abort();
                    return Promise.reject(new Cancelled());
                },
            },
        } as unknown as Azure;
        await assert.rejects(findModelAccounts(quietOperation(stop.signal), stopped, 'shop.x'), isCancelled);
    });
});
