import type { AzureErrorRow } from './azureErrorRow';

/** What Container Apps says. What is wrong with an image comes as a refusal of the PUT or as the end of its operation, in the same words. */
export const containerAppErrors = {
    'app-image-platform': {
        failure: 'deploy/wrong-platform',
        message: /image OS\/Arc must be (?<wanted>[\w/]+) but found (?<found>[\w/]+)/i,
    },
    'app-image-no-platform': {
        failure: 'deploy/wrong-platform',
        message: /no child with platform (?<wanted>[\w/]+) in index/i,
    },
    'app-image-not-found': {
        failure: 'deploy/image-not-found',
        codes: ['ContainerAppOperationError', 'InvalidParameterValueInContainerTemplate', 'WebhookInvalidParameterValue'],
        message: /Invalid value: \\?"(?<image>[^"\\]+)\\?"[\s\S]*(?:MANIFEST_UNKNOWN|NAME_UNKNOWN)/,
    },
    'app-image-identity': {
        failure: 'deploy/pull-unauthorized',
        message: /unable to pull image using managed identity (?<identity>\S+) for registry (?<server>[^\s';]+)/i,
    },
    'app-image-unauthorized': {
        failure: 'deploy/pull-unauthorized',
        codes: ['ContainerAppOperationError', 'InvalidParameterValueInContainerTemplate', 'WebhookInvalidParameterValue'],
        message: /Invalid value: \\?"(?<image>[^"\\]+)\\?"[\s\S]*UNAUTHORIZED/,
    },
    'app-name-invalid': {
        failure: 'azure/invalid-name',
        codes: ['ContainerAppInvalidName'],
        message: /ContainerApp name '(?<name>[^']*)'/i,
    },
    'app-value-invalid': {
        failure: 'azure/refused',
        codes: ['ContainerAppInvalidPropertyValue'],
        message: /Property '(?<property>[^']+)' has an invalid value '(?<value>[^']*)'/i,
    },
    'app-secret-missing': {
        failure: 'azure/refused',
        message: /SecretRef '(?<secret>[^']+)' defined for container '(?<container>[^']+)' not found/i,
    },
    'app-secret-invalid': {
        failure: 'azure/refused',
        codes: ['ContainerAppSecretInvalid'],
        message: /secret\(s\) with name\(s\) '(?<secret>[^']*)'/i,
    },
    'app-busy': {
        failure: 'azure/conflict',
        message: /Cannot modify a container app '(?<name>[^']+)' because there is an (?:active\s+provisioning|operation in progress)/i,
    },
    'app-start-expired': {
        failure: 'deploy/start-timeout',
        codes: ['ContainerAppOperationError'],
        message: /revision for container app '(?<name>[^']+)'\. Error details: Operation expired/i,
    },
    'environments-in-subscription': {
        failure: 'azure/quota',
        codes: ['MaxNumberOfGlobalEnvironmentsInSubExceeded', 'MaxNumberOfEnvironmentsInSubExceeded'],
        message: /cannot have more than (?<allowed>\S+) /i,
    },
    'environments-in-region': {
        failure: 'azure/quota',
        codes: ['MaxNumberOfRegionalEnvironmentsInSubExceeded'],
        message: /cannot have more than (?<allowed>\S+) .*? in (?<location>[^.]+)/i,
    },
    'environment-policy': {
        failure: 'azure/policy',
        codes: ['ManagedEnvironmentResourceGroupDisallowedByPolicy', 'ManagedEnvResourceDisallowedByPolicy'],
    },
    'environment-busy': {
        failure: 'azure/conflict',
        codes: ['ManagedEnvironmentOperationInProgress'],
        message: /environment (?<name>\S+) because another operation is in progress/i,
    },
} satisfies Record<string, AzureErrorRow>;
