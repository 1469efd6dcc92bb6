import type { AzureErrorRow } from './azureErrorRow';

/** What Container Instances says. */
export const containerGroupErrors = {
    'group-image-inaccessible': {
        failure: 'deploy/pull-unauthorized',
        codes: ['InaccessibleImage'],
        message: /image '(?<image>[^']+)' in container group '(?<name>[^']+)'/i,
    },
    'group-image-identity': {
        failure: 'deploy/pull-unauthorized',
        codes: ['InvalidImageRegistryIdentity'],
        message: /container group ['‘](?<name>[^'’]+)['’]/i,
    },
    'group-registry-busy': {
        failure: 'registry/unreachable',
        codes: ['RegistryErrorResponse'],
        message: /docker registry '(?<server>[^']+)'/i,
    },
    'group-immutable': {
        failure: 'azure/refused',
        message: /updates on container group '(?<name>[^']+)' are invalid/i,
    },
    'dns-label-taken': {
        failure: 'azure/name-taken',
        message: /DNS name label '(?<name>[^']+)' in container group '[^']+' (?:is )?not available/i,
    },
    'dns-label-invalid': {
        failure: 'azure/invalid-name',
        message: /DNS name label '(?<name>[^']+)' in container group '[^']+' is invalid/i,
    },
    'group-quota': {
        failure: 'azure/quota',
        message: /container group quota '(?<limit>[^']+)' exceeded in region '(?<location>[^']+)'/i,
    },
    'group-no-capacity': {
        failure: 'azure/region-unavailable',
        message: /requested resource is not available in the location '(?<location>[^']+)' at this moment/i,
    },
    'group-stopped': {
        failure: 'deploy/stopped',
        codes: ['ContainerGroupStopped'],
        message: /Container Group '(?<name>[^']+)'/i,
    },
} satisfies Record<string, AzureErrorRow>;
