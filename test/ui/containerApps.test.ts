import { deployFlask } from './deployFlask';

describe(
    'the Flask sample on Container Apps',
    deployFlask({
        name: 'containerApps',
        title: 'Container Apps',
        file: 'container-apps',
        type: 'Microsoft.App/containerApps',
        apiVersion: '2025-07-01',
        removed: [
            /\(container app\)/,
            /\(Container Apps environment\)/,
            /\(managed identity\)/,
            /\(container registry/,
            /\(resource group/,
        ],
    }),
);
