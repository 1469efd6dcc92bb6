import type { ProcessStage } from '../deploy/processStage';
import { holdToMatrix } from './holdToMatrix';

const version = '2025-05-01';

async function settings(stage: ProcessStage, resourceId: string): Promise<Readonly<Record<string, string>>> {
    const { body } = await stage.arm('POST', `${resourceId}/config/appsettings/list`, undefined, version);
    return (body as { properties: Readonly<Record<string, string>> }).properties;
}

holdToMatrix('App Service', {
    version,
    change: { target: 'appService' },
    namespaces: ['Microsoft.ManagedIdentity', 'Microsoft.Web'],
    types: ['Microsoft.ManagedIdentity/userAssignedIdentities', 'Microsoft.Web/serverfarms', 'Microsoft.Web/sites'],
    own: {},
    variables: settings,
    async touch(stage, resourceId) {
        const properties = { ...(await settings(stage, resourceId)), KEEP_ME: 'mine' };
        await stage.arm('PUT', `${resourceId}/config/appsettings`, { properties }, version);
    },
    kept: async (stage, resourceId) => (await settings(stage, resourceId)).KEEP_ME === 'mine',
});
