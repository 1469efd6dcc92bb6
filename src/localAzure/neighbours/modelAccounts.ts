import { keepResources, propertiesOf } from '../arm/keptResources';
import { field, textField } from '../json';
import type { Provider } from '../provider';
import type { World } from '../world';

const type = 'Microsoft.CognitiveServices/accounts';

export interface ModelAccounts {
    readonly provider: Provider;
    /** Makes the account that the model endpoint stands for, once; whoever deletes it stays without. */
    seed(id: string, location: string): void;
}

/** Microsoft.CognitiveServices as far as roles for a model are given on it: accounts as they were written. No model is deployed through it. */
export function createModelAccounts(world: World): ModelAccounts {
    const accounts = keepResources(world, {
        type,
        path: '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.CognitiveServices/accounts/{account}',
        listing: 'tracked',
        put: { status: (known) => (known ? 200 : 201) },
        render: (account) => ({
            id: account.id,
            name: account.name,
            type,
            location: account.location,
            ...(account.tags === undefined ? {} : { tags: account.tags }),
            sku: { name: textField(account.body, 'sku', 'name') ?? 'S0' },
            kind: textField(account.body, 'kind') ?? 'OpenAI',
            properties: propertiesOf(
                account,
                { publicNetworkAccess: 'Enabled' },
                {
                    endpoint: `https://${textField(account.body, 'properties', 'customSubDomainName') ?? account.name}.openai.azure.com/`,
                    provisioningState: 'Succeeded',
                    internalId: account.name,
                    dateCreated: new Date(account.createdMs).toISOString(),
                    isMigrated: false,
                    ...(field(account.body, 'properties', 'customSubDomainName') === undefined
                        ? { customSubDomainName: account.name }
                        : {}),
                },
            ),
        }),
    });
    let seeded = false;
    return {
        provider: { namespace: 'Microsoft.CognitiveServices', newestApiVersion: '2025-06-01', routes: accounts.routes },
        seed(id, location) {
            if (seeded) {
                return;
            }
            seeded = true;
            const now = world.nowMs();
            accounts.put({
                id,
                name: id.split('/').at(-1) ?? '',
                type,
                location,
                tags: undefined,
                createdMs: now,
                changedMs: now,
                parentMs: 0,
                body: { location, kind: 'OpenAI', sku: { name: 'S0' }, properties: {} },
            });
        },
    };
}
