import type { AzureErrorRow } from './azureErrorRow';

/** What Container Registry says, as a resource, as a builder and as a registry. */
export const registryErrors = {
    'tasks-not-allowed': {
        failure: 'registry/tasks-refused',
        codes: ['TasksOperationsNotAllowed'],
        message: /requests for the registry (?<name>\S+)/i,
    },
    'registry-name-taken': {
        failure: 'registry/name-taken',
        codes: ['AlreadyInUse'],
        message: /registry DNS name (?<name>[^\s.]+)(?:\.\S*)? is already in use/i,
    },
    'registry-name-invalid': {
        failure: 'registry/invalid-name',
        message: /Resource names may contain alpha ?numeric characters only|Registry name .*(?:invalid|must)/i,
    },
    'registry-network-needs-premium': {
        failure: 'azure/sku-unavailable',
        codes: ['DisablingPublicNetworkAccessNotSupported', 'NetworkRuleSetNotSupported'],
        message: /not supported for the SKU (?<sku>\w+)/i,
    },
    'registry-firewall': {
        failure: 'registry/network-restricted',
        message: /client with IP '(?<ip>[^']+)' is not allowed access/i,
    },
    'registry-locked': { failure: 'registry/refused', message: /operation is disallowed on this registry, repository or image/i },
    'registry-unauthorized': {
        failure: 'registry/unauthorized',
        message: /authentication required|requested access to the resource is denied/i,
    },
} satisfies Record<string, AzureErrorRow>;
