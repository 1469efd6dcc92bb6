import type { ProcessStage } from '../deploy/processStage';
import { holdToMatrix } from './holdToMatrix';

const version = '2025-01-01';

interface App {
    readonly tags: Readonly<Record<string, string>>;
    readonly properties: {
        readonly template: {
            readonly containers: readonly {
                readonly env?: readonly { readonly name: string; readonly value?: string; readonly secretRef?: string }[];
            }[];
        };
    };
}

async function read(stage: ProcessStage, resourceId: string): Promise<App> {
    return (await stage.arm('GET', resourceId, undefined, version)).body as App;
}

function ownEnvironment(number: number) {
    return { change: { environment: `matrix${number}` }, types: ['Microsoft.App/managedEnvironments'] };
}

holdToMatrix('Container Apps', {
    version,
    change: { target: 'containerApps' },
    namespaces: ['Microsoft.ManagedIdentity', 'Microsoft.App', 'Microsoft.OperationalInsights'],
    types: ['Microsoft.ManagedIdentity/userAssignedIdentities', 'Microsoft.App/containerApps'],
    // A subscription that is not registered shows none of its environments.
    own: { environment: ownEnvironment, provider: ownEnvironment },
    async variables(stage, resourceId) {
        const { properties } = await read(stage, resourceId);
        // A secret's value is behind its name.
        return Object.fromEntries((properties.template.containers[0]?.env ?? []).map(({ name, value }) => [name, value ?? 'hidden']));
    },
    async touch(stage, resourceId) {
        const { tags } = await read(stage, resourceId);
        await stage.arm('PATCH', resourceId, { tags: { ...tags, owner: 'me' } }, version);
    },
    kept: async (stage, resourceId) => (await read(stage, resourceId)).tags.owner === 'me',
});
