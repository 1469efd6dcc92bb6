import type { Facts } from '../../base/failure';
import type { AzureFailure } from '../failures/azure';
import type { RegistryFailure } from '../failures/registry';
import type { ServiceError } from './serviceError';

/** One known answer of Azure and what it means. The first row that fits counts, so that the particular stands before the general. */
export interface AzureErrorRow {
    /** Stable; the row's anchor in docs/errors.md. */
    readonly id: string;
    readonly failure: AzureFailure | RegistryFailure;
    /** Codes that mean this, at the top or among the details, without case. */
    readonly codes?: readonly string[];
    readonly statuses?: readonly number[];
    readonly message?: RegExp;
    /** An answer as Azure gave it. */
    readonly quote: string;
    /** Where the quote is from. `recording:` names a recording of real traffic, `report:` a public report, `docs:` Microsoft's documentation. */
    readonly source: string;
    readonly trust: 'confirmed' | 'unconfirmed';
    readonly facts?: (error: ServiceError) => Facts;
}

const recorded = (name: string) => ({ source: `recording:${name}`, trust: 'confirmed' as const });
const reported = (url: string) => ({ source: `report:${url}`, trust: 'confirmed' as const });
// Written from memory of the page; becomes confirmed when the page's own words are quoted.
const documented = (url: string) => ({ source: `docs:${url}`, trust: 'unconfirmed' as const });
const remembered = { source: 'not seen yet', trust: 'unconfirmed' as const };

const found = (pattern: RegExp, name: string) => (error: ServiceError) => ({ [name]: pattern.exec(error.message)?.[1] });

export const azureErrors: readonly AzureErrorRow[] = [
    {
        id: 'tasks-not-allowed',
        failure: 'registry/tasks-refused',
        codes: ['TasksOperationsNotAllowed'],
        quote: '{"error":{"code":"TasksOperationsNotAllowed","message":"ACR Tasks requests for the registry <reg> and <subId> are not permitted. Please file an Azure support request at http://aka.ms/azuresupport for assistance.","target":"request"}}',
        ...reported('https://github.com/Azure-Samples/azure-search-openai-demo/issues/2220'),
    },
    {
        id: 'provider-not-registered',
        failure: 'azure/provider-not-registered',
        codes: ['MissingSubscriptionRegistration', 'SubscriptionNotRegistered'],
        quote: '{"error":{"code":"MissingSubscriptionRegistration","message":"The subscription is not registered to use namespace \'Microsoft.App\'. See https://aka.ms/rps-not-found for how to register subscriptions."}}',
        ...remembered,
        facts: found(/namespace '([^']+)'/, 'namespace'),
    },
    {
        id: 'registry-name-taken',
        failure: 'registry/name-taken',
        codes: ['AlreadyInUse'],
        quote: '{"error":{"code":"AlreadyInUse","message":"The registry DNS name <name>.azurecr.io is already in use.","target":"name"}}',
        ...remembered,
        facts: found(/name (\S+?) is already/, 'name'),
    },
    {
        id: 'always-on-refused',
        failure: 'azure/always-on-refused',
        statuses: [409],
        message: /AlwaysOn cannot be set/i,
        quote: '{"Code":"Conflict","Message":"There was a conflict. AlwaysOn cannot be set for this site as the plan does not allow it. For more information on pricing and features, please see: https://aka.ms/appservicepricingdetails ","Target":null,"Details":[{"Message":"There was a conflict. AlwaysOn cannot be set for this site as the plan does not allow it. For more information on pricing and features, please see: https://aka.ms/appservicepricingdetails "},{"Code":"Conflict"},{"ErrorEntity":{"ExtendedCode":"01020","MessageTemplate":"There was a conflict. {0}","Parameters":["AlwaysOn cannot be set for this site as the plan does not allow it."],"Code":"Conflict","Message":"There was a conflict. AlwaysOn cannot be set for this site as the plan does not allow it."}}],"Innererror":null}',
        ...reported('https://github.com/Microsoft/HealthBotContainerSample/issues/51'),
    },
    {
        id: 'site-name-taken',
        failure: 'azure/name-taken',
        statuses: [409],
        message: /Website with given name \S+ already exists|Host ?name .* already (exists|in use)/i,
        quote: '{"Code":"Conflict","Message":"Website with given name app already exists.","Target":null,"Details":[{"Message":"Website with given name app already exists."},{"Code":"Conflict"},{"ErrorEntity":{"ExtendedCode":"54001","MessageTemplate":"Website with given name {0} already exists.","Parameters":["app"],"Code":"Conflict","Message":"Website with given name app already exists."}}],"Innererror":null}',
        ...remembered,
        facts: found(/name '?(\S+?)'? already/, 'name'),
    },
    {
        id: 'role-assignment-forbidden',
        failure: 'azure/forbidden',
        codes: ['AuthorizationFailed'],
        message: /roleAssignments\/write/i,
        quote: '{"error":{"code":"AuthorizationFailed","message":"The client \'<user>\' with object id \'<id>\' does not have authorization to perform action \'Microsoft.Authorization/roleAssignments/write\' over scope \'<scope>\' or the scope is invalid. If access was recently granted, please refresh your credentials."}}',
        ...remembered,
        facts: found(/action '([^']+)'/, 'action'),
    },
    {
        id: 'forbidden',
        failure: 'azure/forbidden',
        codes: ['AuthorizationFailed', 'LinkedAuthorizationFailed', 'AuthorizationPermissionMismatch'],
        quote: '{"error":{"code":"AuthorizationFailed","message":"The client \'<user>\' with object id \'<id>\' does not have authorization to perform action \'Microsoft.Web/sites/write\' over scope \'<scope>\' or the scope is invalid. If access was recently granted, please refresh your credentials."}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors'),
        facts: found(/action '([^']+)'/, 'action'),
    },
    {
        id: 'policy',
        failure: 'azure/policy',
        codes: ['RequestDisallowedByPolicy', 'RequestDisallowedByAzure'],
        quote: '{"error":{"code":"RequestDisallowedByPolicy","target":"<name>","message":"Resource \'<name>\' was disallowed by policy. Policy identifiers: …"}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy'),
    },
    {
        id: 'locked',
        failure: 'azure/locked',
        codes: ['ScopeLocked'],
        quote: '{"error":{"code":"ScopeLocked","message":"The scope \'<scope>\' cannot perform delete operation because following scope(s) are locked: \'<scope>\'. Please remove the lock and try again."}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources'),
    },
    {
        id: 'subscription-disabled',
        failure: 'azure/subscription-disabled',
        codes: ['ReadOnlyDisabledSubscription', 'DisabledSubscription', 'SubscriptionDisabled'],
        quote: '{"error":{"code":"ReadOnlyDisabledSubscription","message":"The subscription \'<id>\' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled."}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-subscription-disabled'),
    },
    {
        id: 'subscription-not-found',
        failure: 'azure/no-subscription',
        codes: ['SubscriptionNotFound', 'InvalidSubscriptionId'],
        quote: '{"error":{"code":"SubscriptionNotFound","message":"The subscription \'<id>\' could not be found."}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors'),
    },
    {
        id: 'quota',
        failure: 'azure/quota',
        codes: ['QuotaExceeded', 'SubscriptionQuotaExceeded', 'ContainerGroupQuotaReached', 'MaxNumberOfRegionalEnvironmentsInSubExceeded'],
        quote: '{"error":{"code":"QuotaExceeded","message":"Operation could not be completed as it results in exceeding approved quota."}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-resource-quota'),
    },
    {
        id: 'app-service-quota',
        failure: 'azure/quota',
        message: /without additional quota|exceed(ing|s)? .*quota|quota .*exceed/i,
        quote: '{"Code":"Unauthorized","Message":"Operation cannot be completed without additional quota. \\r\\nAdditional details - Location:  \\r\\nCurrent Limit (Basic VMs): 0 \\r\\nCurrent Usage: 0\\r\\nAmount required for this deployment (Basic VMs): 1 \\r\\n(Minimum) New Limit that you should request to enable this deployment: 1.","Target":null,"Details":[],"Innererror":null}',
        ...remembered,
    },
    {
        id: 'region-unavailable',
        failure: 'azure/region-unavailable',
        codes: [
            'LocationNotAvailableForResourceType',
            'LocationNotAvailableForResourceGroup',
            'NoRegisteredProviderFound',
            'InvalidLocation',
            'RegionNotAvailable',
        ],
        quote: '{"error":{"code":"LocationNotAvailableForResourceType","message":"The provided location \'<region>\' is not available for resource type \'Microsoft.Web/serverfarms\'. List of available regions for the resource type is \'…\'."}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors'),
    },
    {
        id: 'sku-unavailable',
        failure: 'azure/sku-unavailable',
        codes: ['SkuNotAvailable', 'SkuNotSupported', 'InvalidSku'],
        quote: '{"error":{"code":"SkuNotAvailable","message":"The requested size for resource \'<name>\' is currently not available in location \'<region>\' zones \'\' for subscription \'<id>\'. Please try another size or deploy to a different location or zones."}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-sku-not-available'),
    },
    {
        id: 'resource-group-not-found',
        failure: 'azure/not-found',
        codes: ['ResourceGroupNotFound'],
        quote: '{"error":{"code":"ResourceGroupNotFound","message":"Resource group \'x\' could not be found."}}',
        ...recorded('acr.test_acr_create_with_managed_registry'),
    },
    {
        id: 'being-deleted',
        failure: 'azure/conflict',
        codes: ['ResourceGroupBeingDeleted'],
        quote: '{"error":{"code":"ResourceGroupBeingDeleted","message":"The resource group \'<name>\' is in deprovisioning state and cannot perform this operation."}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors'),
    },
    {
        id: 'another-operation',
        failure: 'azure/conflict',
        codes: ['AnotherOperationInProgress', 'OperationNotAllowed', 'ContainerAppOperationInProgress', 'ConflictingOperationInProgress'],
        quote: '{"error":{"code":"AnotherOperationInProgress","message":"Another operation is in progress on the selected resource."}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors'),
    },
    {
        id: 'expired-token',
        failure: 'azure/token-refused',
        codes: ['ExpiredAuthenticationToken', 'InvalidAuthenticationToken', 'InvalidAuthenticationTokenTenant', 'AuthenticationFailed'],
        quote: '{"error":{"code":"ExpiredAuthenticationToken","message":"The access token expiry UTC time \'<time>\' is earlier than current UTC time \'<time>\'."}}',
        ...documented('https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors'),
    },
    {
        id: 'not-found',
        failure: 'azure/not-found',
        statuses: [404],
        quote: '{"error":{"code":"ResourceNotFound","message":"The Resource \'Microsoft.Web/sites/x\' under resource group \'rg\' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"}}',
        ...recorded('appservice.test_linux_webapp_ssh'),
    },
];

/** The row that knows this error; undefined for an unknown one. */
export function findAzureError(error: ServiceError): AzureErrorRow | undefined {
    const codes = [error.code, ...error.details.map((detail) => detail.code)].map((code) => code.toLowerCase());
    const text = [error.message, ...error.details.map((detail) => detail.message)].join('\n');
    return azureErrors.find(
        (row) =>
            (row.codes === undefined || row.codes.some((code) => codes.includes(code.toLowerCase()))) &&
            (row.statuses === undefined || row.statuses.includes(error.status)) &&
            (row.message === undefined || row.message.test(text)),
    );
}
