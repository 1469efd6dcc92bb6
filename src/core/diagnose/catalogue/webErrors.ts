import type { AzureErrorRow } from './azureErrorRow';

/** What App Service says about plans and sites. Its codes are those of HTTP; the message tells. */
export const webErrors = {
    'plan-quota': {
        failure: 'azure/quota',
        message: /without additional quota[\s\S]*?(?:Current Limit \((?<limit>[^)]*)\): (?<allowed>\d+))/i,
    },
    'plan-quota-region': { failure: 'azure/quota', message: /This region has quota of (?<allowed>\d+) instances/i },
    'plan-scale-refused': { failure: 'azure/quota', message: /scale operation is not allowed for this subscription in this region/i },
    'always-on-refused': { failure: 'azure/always-on-refused', message: /AlwaysOn cannot be set/i },
    'site-name-taken': {
        failure: 'azure/name-taken',
        message: /Website with given name '?(?<name>[^\s']+)'? already exists|Host ?name '?(?<host>[^\s']+)'? already (?:exists|in use)/i,
    },
    'linux-not-in-group': {
        failure: 'azure/sku-unavailable',
        message: /Linux (?:dynamic )?workers are not available in resource group (?<group>\S+?)\.(?:\s|$)/i,
    },
    'linux-not-in-region': {
        failure: 'azure/sku-unavailable',
        message: /Requested features are not supported in region|linux worker is not supported in current region/i,
    },
    'feature-not-in-group': {
        failure: 'azure/sku-unavailable',
        message: /Requested feature is not available in resource group (?<group>\S+?)\.(?:\s|$)/i,
    },
    'tier-not-in-group': {
        failure: 'azure/sku-unavailable',
        message: /pricing tier '(?<tier>[^']+)' is not allowed in this resource group/i,
    },
    'site-busy': { failure: 'azure/conflict', message: /Cannot modify this site because another operation is in progress/i },
} satisfies Record<string, AzureErrorRow>;
