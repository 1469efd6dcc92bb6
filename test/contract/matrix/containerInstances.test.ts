import type { ProcessStage } from '../deploy/processStage';
import { holdToMatrix } from './holdToMatrix';

const version = '2023-05-01';

interface Group {
    readonly tags: Readonly<Record<string, string>>;
    readonly properties: {
        readonly containers: readonly {
            readonly properties: { readonly environmentVariables?: readonly { readonly name: string; readonly value?: string }[] };
        }[];
    };
}

async function read(stage: ProcessStage, resourceId: string): Promise<Group> {
    return (await stage.arm('GET', resourceId, undefined, version)).body as Group;
}

holdToMatrix('Container Instances', {
    version,
    change: { target: 'containerInstances' },
    namespaces: ['Microsoft.ManagedIdentity', 'Microsoft.ContainerInstance'],
    types: ['Microsoft.ManagedIdentity/userAssignedIdentities', 'Microsoft.ContainerInstance/containerGroups'],
    own: {},
    async variables(stage, resourceId) {
        const { properties } = await read(stage, resourceId);
        // Azure never shows a secure value again.
        return Object.fromEntries(
            (properties.containers[0]?.properties.environmentVariables ?? []).map(({ name, value }) => [name, value ?? 'hidden']),
        );
    },
    async touch(stage, resourceId) {
        const { tags } = await read(stage, resourceId);
        await stage.arm('PATCH', resourceId, { tags: { ...tags, owner: 'me' } }, version);
    },
    kept: async (stage, resourceId) => (await read(stage, resourceId)).tags.owner === 'me',
});
