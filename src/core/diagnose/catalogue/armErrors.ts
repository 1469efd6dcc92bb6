import type { AzureErrorRow } from './azureErrorRow';

/** What Azure Resource Manager says, whoever's resource was asked for. */
export const armErrors = {
    'provider-not-registered': {
        failure: 'azure/provider-not-registered',
        codes: ['MissingSubscriptionRegistration', 'SubscriptionNotRegistered'],
        message: /namespace '(?<namespace>[^']+)'/,
    },
    'location-not-registered': {
        failure: 'azure/region-unavailable',
        codes: ['MissingRegistrationForLocation'],
        message: /resource type '(?<type>[^']+)' in the location '(?<location>[^']+)'/,
    },
    'role-assignment-forbidden': {
        failure: 'azure/forbidden',
        message: /perform (?:action )?'(?<action>Microsoft\.Authorization\/roleAssignments\/write)' (?:over|at) scope '(?<scope>[^']+)'/i,
    },
    'identity-not-assignable': {
        failure: 'azure/forbidden',
        codes: ['LinkedAuthorizationFailed'],
        message:
            /client '[^']*' with object id '(?<objectId>[^']+)'[\s\S]* perform action '(?<action>[^']+)' on the linked scope\(s\) '(?<scope>[^']+)'/i,
    },
    'identity-gone': {
        failure: 'azure/not-found',
        codes: ['FailedIdentityOperation'],
        message: /Resource '(?<identity>[^']+\/userAssignedIdentities\/(?<name>[^'/]+))' was not found/i,
    },
    forbidden: {
        failure: 'azure/forbidden',
        codes: ['AuthorizationFailed', 'LinkedAuthorizationFailed', 'AuthorizationPermissionMismatch'],
        message:
            /object id '(?<objectId>[^']*)' .* action '(?<action>[^']+)' over scope '(?<scope>(?<groupId>\/subscriptions\/[^/']+\/resourceGroups\/[^/']+)(?:\/[^']*)?|[^']*)'/i,
    },
    'region-restricted': {
        failure: 'azure/region-unavailable',
        codes: ['RequestDisallowedByAzure'],
        message: /Resource '(?<name>[^']*)' was disallowed by Azure/i,
    },
    policy: {
        failure: 'azure/policy',
        codes: ['RequestDisallowedByPolicy'],
        message: /Resource '(?<name>[^']*)' was disallowed by policy/i,
    },
    locked: {
        failure: 'azure/locked',
        codes: ['ScopeLocked'],
        message:
            /cannot perform (?<verb>\w+) operation because following scope\(s\) are locked: '(?<scope>\/subscriptions\/[^/']+\/resourceGroups\/(?<group>[^/']+)(?:\/[^']*)?|[^']*)'/i,
    },
    'subscription-disabled': {
        failure: 'azure/subscription-disabled',
        codes: ['ReadOnlyDisabledSubscription', 'DisabledSubscription', 'SubscriptionDisabled'],
        message: /subscription '(?<subscription>[^']+)'/i,
    },
    'subscription-not-found': {
        failure: 'azure/no-subscription',
        codes: ['SubscriptionNotFound', 'InvalidSubscriptionId'],
        message: /subscription (?:identifier )?'(?<subscription>[^']+)'/i,
    },
    'region-unavailable': {
        failure: 'azure/region-unavailable',
        codes: ['LocationNotAvailableForResourceType', 'LocationNotAvailableForResourceGroup'],
        message: /location '(?<location>[^']+)' is not available for resource (?:type '(?<type>[^']+)'|group)/i,
    },
    'sku-unavailable': {
        failure: 'azure/sku-unavailable',
        codes: ['SkuNotAvailable', 'SkuNotSupported'],
        message: /not available in location '(?<location>[^']+)'/i,
    },
    'cores-quota': {
        failure: 'azure/quota',
        codes: ['OperationNotAllowed', 'QuotaExceeded', 'SubscriptionQuotaExceeded'],
        message: /exceeding (?:approved )?(?<limit>.*?)quota/i,
    },
    'resource-group-not-found': {
        failure: 'azure/not-found',
        codes: ['ResourceGroupNotFound'],
        message: /Resource group '(?<group>[^']+)'/i,
    },
    'being-deleted': {
        failure: 'azure/conflict',
        codes: ['ResourceGroupBeingDeleted'],
        message: /resource group '(?<group>[^']+)'/i,
    },
    'principal-not-found': { failure: 'azure/conflict', codes: ['PrincipalNotFound'] },
    throttled: {
        failure: 'azure/throttled',
        codes: ['SubscriptionRequestsThrottled', 'ResourceRequestsThrottled', 'TooManyRequests', 'OperationNotAllowedThrottled'],
    },
    'another-operation': {
        failure: 'azure/conflict',
        codes: ['AnotherOperationInProgress', 'ConflictingOperationInProgress', 'ContainerGroupTransitioning'],
    },
    'not-found': {
        failure: 'azure/not-found',
        codes: ['ResourceNotFound'],
        message: /Resource '(?<resource>[^']+)' under resource group '(?<group>[^']+)'/i,
    },
} satisfies Record<string, AzureErrorRow>;
