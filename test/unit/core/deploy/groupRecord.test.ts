import assert from 'node:assert/strict';
import {
    groupRecord,
    groupRecordBody,
    immutableDifferences,
    needsLostSecret,
    readGroupRecord,
    withSecureValues,
    type GroupRecord,
} from '../../../../src/core/deploy/groupRecord';

const identity = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/puller';
const container = (change: object = {}) => ({
    name: 'web',
    properties: {
        image: 'theirs.azurecr.io/web:1',
        command: ['serve'],
        ports: [{ port: 80, protocol: 'TCP' }],
        environmentVariables: [{ name: 'GREETING', value: 'hi' }, { name: 'API_KEY' }],
        resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
        instanceView: { restartCount: 0 },
        ...change,
    },
});
/** As Azure answers a GET. */
const answered = (properties: object = {}) => ({
    id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerInstance/containerGroups/theirs',
    name: 'theirs',
    type: 'Microsoft.ContainerInstance/containerGroups',
    location: 'westeurope',
    tags: { team: 'theirs' },
    identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: { principalId: 'p', clientId: 'c' } } },
    properties: {
        provisioningState: 'Succeeded',
        instanceView: { state: 'Running', events: [] },
        containers: [container()],
        osType: 'Linux',
        restartPolicy: 'Never',
        imageRegistryCredentials: [{ server: 'theirs.azurecr.io', identity }],
        ipAddress: {
            type: 'Public',
            ip: '20.1.1.1',
            fqdn: 'theirs.westeurope.azurecontainer.io',
            dnsNameLabel: 'theirs',
            ports: [{ port: 80 }],
        },
        ...properties,
    },
});
const recordOf = (properties: object = {}): GroupRecord => groupRecord(groupRecordBody.parse(answered(properties)));

describe('the record of a container group', () => {
    it('has what Azure takes, and nothing that it only tells', () => {
        const { instanceView: _, ...properties } = container().properties;
        assert.deepEqual(recordOf(), {
            location: 'westeurope',
            identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
            properties: {
                containers: [{ name: 'web', properties }],
                osType: 'Linux',
                restartPolicy: 'Never',
                imageRegistryCredentials: [{ server: 'theirs.azurecr.io', identity }],
                ipAddress: { type: 'Public', dnsNameLabel: 'theirs', ports: [{ port: 80 }] },
            },
        });
    });

    it('is the same after it was kept as text, and what is no record is none', () => {
        assert.deepEqual(readGroupRecord(JSON.stringify(recordOf())), recordOf());
        assert.deepEqual(
            [undefined, '', '{}', 'null', '{"location":"x"'].map(readGroupRecord),
            Array.from({ length: 5 }, () => undefined),
        );
    });

    it('is given the secure values that are known, and names those that are not', () => {
        const variables = (values: Readonly<Record<string, string>>) => {
            const { body, lost } = withSecureValues(recordOf(), values);
            return [body.properties.containers[0]?.properties.environmentVariables, lost];
        };
        const plain = { name: 'GREETING', value: 'hi' };
        assert.deepEqual(variables({ API_KEY: 'k' }), [[plain, { name: 'API_KEY', secureValue: 'k' }], []]);
        assert.deepEqual(variables({ GREETING: 'other' }), [[plain], ['API_KEY']]);
    });

    for (const [title, properties, expected] of [
        ['an identity pulls', {}, false],
        ['anybody may pull', { imageRegistryCredentials: null }, false],
        ['a user name pulls', { imageRegistryCredentials: [{ server: 'theirs.azurecr.io', username: 'theirs' }] }, true],
        ['a share is mounted', { volumes: [{ name: 'data', azureFile: { shareName: 'data', storageAccountName: 'theirs' } }] }, true],
        ['a secret is mounted', { volumes: [{ name: 'cert', secret: {} }] }, true],
        ['an empty folder is mounted', { volumes: [{ name: 'cache', emptyDir: {} }] }, false],
    ] as const) {
        it(`${expected ? 'lacks a secret' : 'has all it needs'} where ${title}`, () => {
            assert.equal(needsLostSecret(recordOf(properties)), expected);
        });
    }

    for (const [title, properties, expected] of [
        ['nothing', { containers: [container({ image: 'ours:2' })] }, []],
        ['the port', { ipAddress: { dnsNameLabel: 'theirs', ports: [{ port: 8000 }] } }, ['port 8000 → 80']],
        ['when it restarts', { restartPolicy: 'Always' }, ['restarts Always → Never']],
        [
            'the containers',
            { containers: [container(), { ...container({ ports: null }), name: 'log' }] },
            ['containers web (80, 1 vCPU, 1.5 GB), log (, 1 vCPU, 1.5 GB) → web (80, 1 vCPU, 1.5 GB)'],
        ],
    ] as const) {
        it(`says that ${title} would have to be changed back`, () => {
            assert.deepEqual(immutableDifferences(recordOf(properties), recordOf()), expected);
        });
    }
});
