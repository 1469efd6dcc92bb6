/** Built-in roles that deploying containers needs, by their real ids. */
export interface Role {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly actions: readonly string[];
    /** What of the actions it takes back. */
    readonly notActions?: readonly string[];
    readonly dataActions: readonly string[];
    /** What of the data actions it takes back. */
    readonly notDataActions?: readonly string[];
}

export const roles: readonly Role[] = [
    {
        id: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
        name: 'Owner',
        description: 'Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.',
        actions: ['*'],
        dataActions: [],
    },
    {
        id: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
        name: 'Contributor',
        description:
            'Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC, manage assignments in Azure Blueprints, or share image galleries.',
        actions: ['*'],
        notActions: [
            'Microsoft.Authorization/*/Delete',
            'Microsoft.Authorization/*/Write',
            'Microsoft.Authorization/elevateAccess/Action',
            'Microsoft.Blueprint/blueprintAssignments/write',
            'Microsoft.Blueprint/blueprintAssignments/delete',
            'Microsoft.Compute/galleries/share/action',
        ],
        dataActions: [],
    },
    {
        id: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
        name: 'Reader',
        description: 'View all resources, but does not allow you to make any changes.',
        actions: ['*/read'],
        dataActions: [],
    },
    {
        id: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
        name: 'User Access Administrator',
        description: 'Lets you manage user access to Azure resources.',
        actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
        dataActions: [],
    },
    {
        id: '7f951dda-4ed3-4680-a7ca-43fe172d538d',
        name: 'AcrPull',
        description: 'acr pull',
        actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
        dataActions: [],
    },
    {
        id: '8311e382-0749-4cb8-b61a-304f252e45ec',
        name: 'AcrPush',
        description: 'acr push',
        actions: ['Microsoft.ContainerRegistry/registries/pull/read', 'Microsoft.ContainerRegistry/registries/push/write'],
        dataActions: [],
    },
    {
        id: 'c2f4ef07-c644-48eb-af81-4b1b4947fb11',
        name: 'AcrDelete',
        description: 'acr delete',
        actions: ['Microsoft.ContainerRegistry/registries/artifacts/delete'],
        dataActions: [],
    },
    {
        id: 'b93aa761-3e63-49ed-ac28-beffa264f7ac',
        name: 'Container Registry Repository Reader',
        description: 'Allows for read access to Azure Container Registry repositories, but excluding catalog listing.',
        actions: [],
        dataActions: [
            'Microsoft.ContainerRegistry/registries/repositories/metadata/read',
            'Microsoft.ContainerRegistry/registries/repositories/content/read',
        ],
    },
    {
        id: '2a1e307c-b015-4ebd-883e-5b7698a07328',
        name: 'Container Registry Repository Writer',
        description: 'Allows for read and write access to Azure Container Registry repositories, but excluding catalog listing.',
        actions: [],
        dataActions: [
            'Microsoft.ContainerRegistry/registries/repositories/metadata/read',
            'Microsoft.ContainerRegistry/registries/repositories/content/read',
            'Microsoft.ContainerRegistry/registries/repositories/content/write',
        ],
    },
    {
        id: '2efddaa5-3f1f-4df3-97df-af3f13818f4c',
        name: 'Container Registry Repository Contributor',
        description: 'Allows for read, write, and delete access to Azure Container Registry repositories, but excluding catalog listing.',
        actions: [],
        dataActions: ['Microsoft.ContainerRegistry/registries/repositories/*'],
    },
    {
        id: 'bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7',
        name: 'Container Registry Repository Catalog Lister',
        description: 'Allows for listing all repositories in an Azure Container Registry.',
        actions: [],
        dataActions: ['Microsoft.ContainerRegistry/registries/catalog/read'],
    },
    {
        id: 'fb382eab-e894-4461-af04-94435c366c3f',
        name: 'Container Registry Tasks Contributor',
        description:
            'Provides permissions to configure, read, list, trigger, or cancel Container Registry Tasks, Task Runs, Task Logs, Quick Runs, Quick Builds, and Task Agent Pools.',
        actions: ['Microsoft.ContainerRegistry/registries/tasks/*'],
        dataActions: [],
    },
    {
        id: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
        name: 'Cognitive Services OpenAI User',
        description:
            'Ability to view files, models, deployments. Readers are able to call inference operations such as chat completions and image generation.',
        actions: ['Microsoft.CognitiveServices/*/read'],
        dataActions: [
            'Microsoft.CognitiveServices/accounts/OpenAI/*/read',
            'Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action',
        ],
    },
    {
        id: '53ca6127-db72-4b80-b1b0-d745d6d5456d',
        name: 'Azure AI User',
        description: 'Grants reader access to AI projects, reader access to AI accounts, and data actions for an AI project.',
        actions: ['Microsoft.CognitiveServices/*/read'],
        dataActions: ['Microsoft.CognitiveServices/*'],
    },
];
