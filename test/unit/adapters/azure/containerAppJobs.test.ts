import assert from 'node:assert/strict';
import { containerAppJobs } from '../../../../src/adapters/azure/containerAppJobs';
import { operations } from '../../../../src/adapters/azure/operations';
import type { Session } from '../../../../src/adapters/azure/session';
import { quietOperation } from '../../../../src/base/operation';

const op = quietOperation();
const id = '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/shop/providers/Microsoft.App/jobs/sweep';
const auth = [{ secretRef: 'queue-connection', triggerParameter: 'connection' }];

/** A job that was made elsewhere: its secret has a name of its own. */
function theirs(metadata: Readonly<Record<string, string>>): object {
    return {
        id,
        name: 'sweep',
        location: 'westeurope',
        properties: {
            provisioningState: 'Succeeded',
            configuration: {
                triggerType: 'Event',
                replicaTimeout: 60,
                eventTriggerConfig: {
                    parallelism: 4,
                    replicaCompletionCount: 2,
                    scale: {
                        minExecutions: 1,
                        maxExecutions: 50,
                        pollingInterval: 5,
                        rules: [{ name: 'orders', type: 'azure-queue', metadata, auth }],
                    },
                },
            },
            template: {
                containers: [
                    { name: 'sweep', image: 'sweep:1', env: [{ name: 'AZURE_STORAGE_CONNECTION_STRING', secretRef: 'queue-connection' }] },
                ],
            },
        },
    };
}

function jobsWith(body: object) {
    const sent: unknown[] = [];
    const answer = () => Promise.resolve(body);
    const arm = {
        find: answer,
        send: (_: unknown, { operation }: { readonly operation: unknown }) =>
            Promise.resolve(operation === operations.listJobSecrets ? { value: [{ name: 'queue-connection', value: 'swordfish' }] } : body),
        perform: (_: unknown, request: { readonly body: unknown }) => {
            sent.push(request.body);
            return answer();
        },
    };
    return { jobs: containerAppJobs({ arm, tenantOf: () => 'tenant' } as unknown as Session), sent };
}

describe('a job that events start', () => {
    const events = async (metadata: Readonly<Record<string, string>>) => (await jobsWith(theirs(metadata)).jobs.get(op, id))?.events;

    it('is read as a line names it', async () => {
        assert.deepEqual(await events({ queueName: 'orders', query: 'a=b' }), {
            type: 'azure-queue',
            metadata: { queueName: 'orders', query: 'a=b' },
            secrets: [{ parameter: 'connection', setting: 'AZURE_STORAGE_CONNECTION_STRING' }],
        });
    });

    for (const value of ['SELECT a=b', '@ACCOUNT_KEY', '', ' ', 'orders\n']) {
        it(`is no line where a value is ${JSON.stringify(value)}`, async () => {
            assert.equal(await events({ queueName: value }), 'other');
        });
    }

    describe('that was made elsewhere', () => {
        const rule = {
            type: 'azure-queue',
            metadata: { queueName: 'returns' },
            secrets: [{ parameter: 'connection', setting: 'AZURE_STORAGE_CONNECTION_STRING' }],
        };
        const trigger = async (env: Readonly<Record<string, string>>) => {
            const { jobs, sent } = jobsWith(theirs({ queueName: 'orders' }));
            await jobs.update(op, id, { image: 'sweep:2', env, targetPort: 80, tags: {}, pull: undefined, events: rule });
            assert.equal(sent.length, 1);
            return (sent[0] as { readonly properties: { readonly configuration: { readonly eventTriggerConfig: object } } }).properties
                .configuration.eventTriggerConfig;
        };
        const written = (secretRef: string) => ({
            parallelism: 4,
            replicaCompletionCount: 2,
            scale: {
                minExecutions: 1,
                maxExecutions: 50,
                pollingInterval: 5,
                rules: [
                    {
                        name: 'azure-queue',
                        type: 'azure-queue',
                        metadata: { queueName: 'returns' },
                        auth: [{ secretRef, triggerParameter: 'connection' }],
                    },
                ],
            },
        });

        it('keeps how many it starts, and its own name of the secret', async () => {
            assert.deepEqual(await trigger({}), written('queue-connection'));
        });

        it('is given the new secret where the setting has a new value', async () => {
            assert.deepEqual(await trigger({ AZURE_STORAGE_CONNECTION_STRING: 'swordfish' }), written('azure-storage-connection-string'));
        });
    });

    it('is no line where its metadata has a secret', async () => {
        assert.equal(await events({ password: 'swordfish' }), 'other');
    });
});

describe('a job that was made elsewhere with several replicas', () => {
    const replicas = { parallelism: 3, replicaCompletionCount: 2 };
    const rule = { type: 'azure-queue', metadata: { queueName: 'orders' }, secrets: [] };
    const clock = { triggerType: 'Schedule', scheduleTriggerConfig: { ...replicas, cronExpression: '0 3 * * *' } };
    const hand = { triggerType: 'Manual', manualTriggerConfig: replicas };

    for (const [title, now, change, expected] of [
        [
            'keeps them with another schedule',
            clock,
            { schedule: '0 4 * * *' },
            { triggerType: 'Schedule', scheduleTriggerConfig: { ...replicas, cronExpression: '0 4 * * *' } },
        ],
        ['keeps them where it is to start by hand', clock, { schedule: '' }, hand],
        ['keeps them where it gets a schedule', hand, { schedule: '0 3 * * *' }, clock],
        [
            'keeps them where events are to start it, no more of it at a time than of a new one',
            clock,
            { events: rule },
            {
                triggerType: 'Event',
                eventTriggerConfig: {
                    ...replicas,
                    scale: {
                        minExecutions: 0,
                        maxExecutions: 10,
                        pollingInterval: 30,
                        rules: [{ name: 'azure-queue', type: 'azure-queue', metadata: { queueName: 'orders' }, auth: [] }],
                    },
                },
            },
        ],
    ] as const) {
        it(title, async () => {
            const properties = {
                configuration: { replicaTimeout: 60, ...now },
                template: { containers: [{ name: 'sweep', image: 'sweep:1' }] },
            };
            const { jobs, sent } = jobsWith({ id, name: 'sweep', location: 'westeurope', properties });
            await jobs.update(op, id, { image: 'sweep:2', env: {}, targetPort: 80, tags: {}, pull: undefined, ...change });
            const [{ properties: written } = { properties: undefined }] = sent as {
                readonly properties: { readonly configuration: object };
            }[];
            assert.deepEqual(written?.configuration, { replicaTimeout: 60, ...expected });
        });
    }
});
