import { deployFlask } from './deployFlask';

describe(
    'the Flask sample on Container Instances',
    deployFlask({
        name: 'containerInstances',
        title: 'Container Instances',
        file: 'container-instances',
        type: 'Microsoft.ContainerInstance/containerGroups',
        apiVersion: '2023-05-01',
        removed: [/\(container group\)/, /\(managed identity\)/, /\(container registry/, /\(resource group/],
    }),
);
