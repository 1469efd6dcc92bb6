import type { AzureErrorId } from './azureErrors';

/** Where a row's words were seen. Not loaded by the product: docs/errors.md and the tests are made from it. */
export interface Evidence {
    /** As the service gave it; undefined where the source shows a message alone. */
    readonly code?: string;
    /** The message or line, word for word. `…` stands for what was left out. */
    readonly quote: string;
    /** Whose error body carries it; `line` for a line of a log or an event. */
    readonly shape: 'arm' | 'web' | 'registry' | 'line';
    readonly status?: number;
    /** A public page, or `recording:` and the name of a recording of real traffic. */
    readonly source: string;
    /** Confirmed: the words were read at the source. */
    readonly trust: 'confirmed' | 'unconfirmed';
}

type Seen = Omit<Evidence, 'source' | 'trust'>;

const confirmed = (source: string, seen: Seen): Evidence => ({ ...seen, source, trust: 'confirmed' });
const reported = (thread: string, seen: Seen) => confirmed(`https://github.com/${thread}`, seen);
const arm = (code: string | undefined, quote: string, status?: number): Seen => ({
    shape: 'arm',
    quote,
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
});
const web = (code: string | undefined, quote: string, status?: number): Seen => ({ ...arm(code, quote, status), shape: 'web' });
const line = (quote: string): Seen => ({ shape: 'line', quote });

export const azureEvidence: Readonly<Record<AzureErrorId, Evidence>> = {
    'expired-token': reported(
        'microsoft/foundry-dev-tools/issues/461',
        arm(
            'ExpiredAuthenticationToken',
            "The access token expiry UTC time '6/15/2026 8:22:51 AM' is earlier than current UTC time '6/15/2026 9:27:25 AM'.",
            401,
        ),
    ),
    'wrong-tenant': reported(
        'Azure/LogicAppsUX/issues/9068',
        arm(
            'InvalidAuthenticationTokenTenant',
            "The access token is from the wrong issuer 'https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/'. It must match the tenant 'https://sts.windows.net/a602cbf4-21c3-4761-b54e-acf397842b82/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/a602cbf4-21c3-4761-b54e-acf397842b82' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.",
            401,
        ),
    ),
    'second-factor': reported(
        'ARKlab/freeradius-azuread/issues/3',
        arm(
            'invalid_grant',
            "AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '12345678-1234-1234-1234-123445677890'.",
        ),
    ),
    'second-factor-policy': reported(
        'MicrosoftDocs/azure-docs-cli/pull/5403',
        arm(
            'RequestDisallowedByPolicy',
            'Resource was disallowed by policy. Reasons: MFA is required. See error details for policy resource IDs.',
        ),
    ),
    'token-refused': {
        ...arm('InvalidAuthenticationToken', 'The access token is invalid.', 401),
        source: 'not seen yet',
        trust: 'unconfirmed',
    },
    'provider-not-registered': reported(
        'microsoft/vscode-docker/issues/2347',
        arm(
            'MissingSubscriptionRegistration',
            "The subscription is not registered to use namespace 'Microsoft.ContainerRegistry'. See https://aka.ms/rps-not-found for how to register subscriptions.",
            409,
        ),
    ),
    'location-not-registered': reported(
        'mspnp/serverless-reference-implementation/issues/31',
        arm(
            'MissingRegistrationForLocation',
            "The subscription is not registered for the resource type 'components' in the location 'westus'. Please re-register for this provider in order to have access to this location.",
        ),
    ),
    'role-assignment-forbidden': reported(
        'MicrosoftDocs/azure-docs/issues/89973',
        arm(
            undefined,
            "The client 'yyyyyy@example.com' with object id 'aaaaaaaa-bbbb-cccc-1111-99999999' does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/write' over scope '/subscriptions/fffffff-bbbb-cccc-1111-99999999/resourceGroups/bm-dash-rg/providers/Microsoft.ContainerRegistry/registries/bmdashboardcr/providers/Microsoft.Authorization/roleAssignments/ccccccccc-bbbb-cccc-1111-99999999' or the scope is invalid. If access was recently granted, please refresh your credentials.",
            403,
        ),
    ),
    'identity-not-assignable': reported(
        'Azure/aad-pod-identity/issues/443',
        arm(
            'LinkedAuthorizationFailed',
            "The client '0cd52919-aaf4-4022-a022-5ed15ed0fc24' with object id '0cd52919-aaf4-4022-a022-5ed15ed0fc24' has permission to perform action 'Microsoft.Compute/virtualMachines/write' on scope '/subscriptions/XXXXXXX-XXXX-458b-XXXX-5b69b3594XXX/resourceGroups/MC_chargmyapp_chaaksmyapp01_australiasoutheast/providers/Microsoft.Compute/virtualMachines/aks-agentpool-22656173-0'; however, it does not have permission to perform action 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked scope(s) '/subscriptions/XXXXXXX-XXXX-458b-XXXX-5b69b3594XXX/resourcegroups/chargmyapp/providers/Microsoft.ManagedIdentity/userAssignedIdentities/chaaksmyappidmyapp_main_id' or the linked scope(s) are invalid.",
            403,
        ),
    ),
    'identity-gone': reported(
        'Azure/azure-libraries-for-net/issues/839',
        arm(
            'FailedIdentityOperation',
            `Identity operation for resource '/subscriptions/xxxxx/resourceGroups/xxx/providers/Microsoft.Web/sites/xxxxx' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{"error":{"code":"BadRequest","message":"Resource '/subscriptions/xxxxx/resourcegroups/xxx/providers/Microsoft.ManagedIdentity/userAssignedIdentities/xxxx' was not found."}}'.'.`,
            400,
        ),
    ),
    forbidden: reported(
        'Azure/azure-cli/issues/27662',
        arm(
            'AuthorizationFailed',
            "The client '<clientID>' with object id '<objectID>' does not have authorization to perform action 'Microsoft.ContainerRegistry/registries/read' over scope '<scope>' or the scope is invalid. If access was recently granted, please refresh your credentials.",
        ),
    ),
    'region-restricted': reported(
        'microsoft/microsoft-foundry-for-vscode/issues/406',
        arm(
            'RequestDisallowedByAzure',
            "Resource 'finetwin-resource' was disallowed by Azure: This policy maintains a set of best available regions where your subscription can deploy resources. The objective of this policy is to ensure that your subscription has full access to Azure services with optimal performance. Should you need additional or different regions, contact support..",
            403,
        ),
    ),
    policy: reported(
        'hashicorp/terraform-provider-azurerm/issues/17832',
        arm(
            'RequestDisallowedByPolicy',
            "Resource 'testtomling29072022-function' was disallowed by policy. Reasons: 'Function App FTP setting must be set to disabled. More info REDACTED'. See error details for policy resource IDs.",
        ),
    ),
    locked: reported(
        'Azure/terraform-azurerm-lz-vending/issues/496',
        arm(
            'ScopeLocked',
            "The scope '/subscriptions/<ID>/resourceGroups/rg-dgit-weu-dev-<app_name>/providers/Microsoft.Network/virtualNetworks/vnet-dgit-weu-dev-<app_name>/subnets/snet-dgit-weu-dev-<app_name>' cannot perform delete operation because following scope(s) are locked: '/subscriptions/<ID>/resourceGroups/rg-dgit-weu-dev-<app_name>'. Please remove the lock and try again.",
        ),
    ),
    'subscription-disabled': reported(
        'microsoft/vscode-azureappservice/issues/1646',
        arm(
            'ReadOnlyDisabledSubscription',
            "The subscription '986ab24e-2d94-4677-b455-e2c59fc6592f' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.",
        ),
    ),
    'subscription-not-found': reported(
        'Azure/azure-cli/issues/33657',
        arm('SubscriptionNotFound', "The subscription 'c23fa617-d0cf-4c92-a529-5e444a4cc1fa' could not be found."),
    ),
    'region-unavailable': reported(
        'Azure/Azure-Landing-Zones/issues/2199',
        arm(
            'LocationNotAvailableForResourceType',
            "The provided location 'norwayeast' is not available for resource type 'Microsoft.Resources/deploymentScripts'. List of available regions for the resource type is 'eastasia,southeastasia,australiaeast,brazilsouth,canadacentral,switzerlandnorth,germanywestcentral,eastus2,eastus,centralus,northcentralus,francecentral,uksouth,centralindia,southindia,japaneast,koreacentral,northeurope,uaenorth,westcentralus,westeurope,westus2,westus,southcentralus'.",
        ),
    ),
    'sku-unavailable': reported(
        'Azure/pcs-cli/issues/147',
        arm(
            'SkuNotAvailable',
            "The requested size for resource '/subscriptions/fed9fe4c-5871-4957-ab75-5bc63c8bf9c1/resourceGroups/devisiotpseng3/providers/Microsoft.Compute/virtualMachines/vm-e34ux' is currently not available in location 'centralus' for subscription 'fed9fe4c-5871-4957-ab75-5bc63c8bf9c1'. Please try another size or deploy to a different location. See https://aka.ms/azureskunotavailable for details.",
        ),
    ),
    'cores-quota': reported(
        'nforgeio/neonKUBE/issues/1671',
        arm(
            'OperationNotAllowed',
            'Operation could not be completed as it results in exceeding approved Total Regional Cores quota. Additional details - Deployment Model: Resource Manager, Location: centralus, Current Limit: 10, Current Usage: 8, Additional Required: 4, (Minimum) New Limit Required: 12.',
            409,
        ),
    ),
    'resource-group-not-found': reported(
        'microsoft/vscode-azureappservice/issues/1153',
        arm('ResourceGroupNotFound', "Resource group 'appsvc_windows_centralus' could not be found."),
    ),
    'being-deleted': reported(
        'Azure/azure-cli/issues/21121',
        arm(
            'ResourceGroupBeingDeleted',
            "The resource group 'learn-1f879ab7-9d76-40d1-bbd7-5a97c244b9b3' is in deprovisioning state and cannot perform this operation.",
        ),
    ),
    'principal-not-found': reported(
        'Azure/avdaccelerator/issues/76',
        arm(
            'PrincipalNotFound',
            'Principal 0f14a80d42e54d57afe046acf9dfae05 does not exist in the directory c7cb8e56-3c8d-431c-a94c-866e27a25b45. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype',
            400,
        ),
    ),
    throttled: reported(
        'webdevops/azure-metrics-exporter/issues/36',
        arm(
            'SubscriptionRequestsThrottled',
            "Number of requests for subscription '6fb867d5-d552-4dbe-9f6a-7a151b6292aa' and operation 'GET/SUBSCRIPTIONS/RESOURCEGROUPS/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/PROVIDERS/MICROSOFT.INSIGHTS/METRICS' exceeded the backend storage limit. Please try again after '0' seconds.",
            429,
        ),
    ),
    'another-operation': {
        ...arm('AnotherOperationInProgress', 'Another operation is in progress on the selected resource.', 409),
        source: 'not seen yet',
        trust: 'unconfirmed',
    },
    'not-found': confirmed(
        'recording:containerapp.test_containerapp_up_image_e2e',
        arm(
            'ResourceNotFound',
            "The Resource 'Microsoft.App/containerApps/containerapp000003' under resource group 'clitest.rg000001' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
            404,
        ),
    ),
    'plan-quota': reported(
        'Azure/terraform-azurerm-avm-res-web-site/issues/248',
        web(
            'Unauthorized',
            'Operation cannot be completed without additional quota. \r\nAdditional details - Location:  \r\nCurrent Limit (WorkflowStandard VMs): 0 \r\nCurrent Usage: 0\r\nAmount required for this deployment (WorkflowStandard VMs): 3 \r\n(Minimum) New Limit that you should request to enable this deployment: 3. \r\nNote that if you experience multiple scaling operations failing (in addition to this one) and need to accommodate the aggregate quota requirements of these operations, you will need to request a higher quota limit than the one currently displayed.',
            401,
        ),
    ),
    'plan-quota-region': reported(
        'microsoft/vscode-azureappservice/issues/1476',
        web('Unauthorized', 'This region has quota of 0 instances for your subscription. Try selecting different region or SKU.'),
    ),
    'plan-scale-refused': reported(
        'azurecitadel/azurecitadel.github.io/issues/77',
        web(
            'Unauthorized',
            'The scale operation is not allowed for this subscription in this region. Try selecting different region or scale option.',
            401,
        ),
    ),
    'always-on-refused': reported(
        'Microsoft/HealthBotContainerSample/issues/51',
        web(
            'Conflict',
            'There was a conflict. AlwaysOn cannot be set for this site as the plan does not allow it. For more information on pricing and features, please see: https://aka.ms/appservicepricingdetails ',
            409,
        ),
    ),
    'site-name-taken': reported(
        'Azure/Azure-Websites-Migration-Tool/issues/11',
        web('Conflict', 'Website with given name AdvPortalMigrated already exists.'),
    ),
    'linux-not-in-group': reported(
        'MicrosoftDocs/azure-docs/issues/43248',
        web(
            undefined,
            'Linux workers are not available in resource group xxxxxx. Use this link to learn more https://go.microsoft.com/fwlink/?linkid=831180',
        ),
    ),
    'linux-not-in-region': reported(
        'microsoft/vscode-azurefunctions/issues/2475',
        web(undefined, 'Requested features are not supported in region. Please try another region.'),
    ),
    'feature-not-in-group': reported(
        'Azure/azure-cli/issues/24995',
        web(
            undefined,
            'Requested feature is not available in resource group <my_resource_group>. Please try using a different resource group or create a new one.',
        ),
    ),
    'tier-not-in-group': reported(
        'microsoft/vscode-azurefunctions/issues/2418',
        web(
            undefined,
            "The pricing tier 'ElasticPremium' is not allowed in this resource group. Use this link to learn more: http://go.microsoft.com/fwlink/?LinkId=825764",
        ),
    ),
    'site-busy': reported(
        'Azure/azure-functions-on-container-apps/issues/53',
        web(
            'Conflict',
            'Cannot modify this site because another operation is in progress. Details: Id: c5c53386-fe18-49fd-803e-efcead44c6bf, OperationName: ContainerAppUpdateAppSettings, CreatedTime: 5/10/2024 10:45:02 AM, RequestId: e83bb5cb-2fef-4a8b-afc5-1aed39113bdd, EntityType: 3',
        ),
    ),
    'tasks-not-allowed': reported(
        'Azure-Samples/azure-search-openai-demo/issues/2220',
        arm(
            'TasksOperationsNotAllowed',
            'ACR Tasks requests for the registry <reg> and <subId> are not permitted. Please file an Azure support request at http://aka.ms/azuresupport for assistance.',
            400,
        ),
    ),
    'registry-name-taken': reported(
        'MicrosoftDocs/azure-dev-docs/issues/1303',
        arm(
            'AlreadyInUse',
            'The registry DNS name webappacr123.azurecr.io is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability',
        ),
    ),
    'registry-name-invalid': {
        ...arm(undefined, 'Resource names may contain alpha numeric characters only and must be between 5 and 50 characters', 400),
        source: 'https://github.com/CompositionalIT/farmer/issues/863',
        trust: 'unconfirmed',
    },
    'registry-network-needs-premium': reported(
        'Azure-Samples/dotNET-Frontend-AB-Testing-on-Azure-Container-Apps/issues/5',
        arm(
            'DisablingPublicNetworkAccessNotSupported',
            'Disabling public network access is not supported for the SKU Basic. For more information, please visit https://aka.ms/acr/private-link.',
        ),
    ),
    'registry-firewall': reported('docker/build-push-action/issues/1214', {
        ...arm('DENIED', "client with IP '172.214.169.102' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.", 403),
        shape: 'registry',
    }),
    'registry-locked': reported('Azure/azure-sdk-for-net/issues/22827', {
        ...arm(
            'REGISTRY_DISALLOWED_OPERATION',
            'The operation is disallowed on this registry, repository or image. View troubleshooting steps at https://aka.ms/acr/faq/#why-does-my-pull-or-push-request-fail-with-disallowed-operation',
            405,
        ),
        shape: 'registry',
    }),
    'registry-unauthorized': reported('Azure/container-apps-deploy-action/issues/85', {
        ...arm('UNAUTHORIZED', 'authentication required, visit https://aka.ms/acr/authorization for more information.', 401),
        shape: 'registry',
    }),
    'app-image-platform': reported(
        'microsoft-foundry/foundry-agent-webapp/issues/9',
        arm(
            undefined,
            "Failed to provision revision for container app 'ca-web-grb345qzdhluq'. Error details: The following field(s) are either invalid or missing. Field 'template.containers.ca-web-grb345qzdhluq.image' is invalid with details: 'Invalid value: \"crgrb345qzdhluq.azurecr.io/ai-foundry-agent/web-dev:azd-deploy-1764155623\": image OS/Arc must be linux/amd64 but found linux/arm64';..",
        ),
    ),
    'app-image-no-platform': reported(
        'Azure/GPT-RAG/issues/418',
        arm(
            undefined,
            "Failed to provision revision for container app 'ca-xxx-orchestrator'. Error details: The following field(s) are either invalid or missing. Field 'template.containers.orchestrator.image' is invalid with details: 'Invalid value: \"cr6fz2h5bg2f4ye.azurecr.io/azure-gpt-rag/orchestrator:f9327f3\": no child with platform linux/amd64 in index cr6fz2h5bg2f4ye.azurecr.io/azure-gpt-rag/orchestrator:f9327f3';",
        ),
    ),
    'app-image-not-found': reported(
        'Azure-Samples/call-center-voice-agent-accelerator/issues/3',
        arm(
            'ContainerAppOperationError',
            "Failed to provision revision for container app 'ca-vlatemplate-ptdmi'. Error details: The following field(s) are either invalid or missing. Field 'template.containers.main.image' is invalid with details: 'Invalid value: \"vlatemplateptdmi.azurecr.io/voice-live-agent/app-voiceagent:latest\": GET https:: MANIFEST_UNKNOWN: manifest tagged by \"latest\" is not found; map[Tag:latest]';..",
        ),
    ),
    'app-image-identity': reported(
        'Azure/azure-dev/issues/3138',
        arm(
            'InvalidParameterValueInContainerTemplate',
            "The following field(s) are either invalid or missing. Field 'template.containers.apiservice.image' is invalid with details: 'Invalid value: \"<REDACTED>\": unable to pull image using Managed identity <REDACTED>/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mi-vs3arioimdedg for registry <REDACTED>';.",
            400,
        ),
    ),
    'app-image-unauthorized': reported(
        'Azure/container-apps-deploy-action/issues/85',
        arm(
            'InvalidParameterValueInContainerTemplate',
            "The following field(s) are either invalid or missing. Field 'template.containers.<our-registry>.image' is invalid with details: 'Invalid value: \"<our-registry>.azurecr.io/our-server:…\": GET https:?scope=repository%3Aour-server%3Apull&service=<our-registry>.azurecr.io: UNAUTHORIZED: authentication required, visit https://aka.ms/acr/authorization for more information.';.",
        ),
    ),
    'app-name-invalid': reported(
        'dotnet/docs-aspire/issues/1094',
        arm(
            'ContainerAppInvalidName',
            "Invalid ContainerApp name 'WebFrontEnd'. A name must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character and cannot have '--'. The length must not be more than 32 characters.",
            400,
        ),
    ),
    'app-value-invalid': reported(
        'DFE-Digital/terraform-azurerm-container-apps-hosting/pull/96',
        arm(
            'ContainerAppInvalidPropertyValue',
            "Property 'rules.name' has an invalid value 'Concurrent HTTP Requests'. A value must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character.",
            400,
        ),
    ),
    'app-secret-missing': reported(
        'pulumi/pulumi-azure-native/issues/1715',
        arm(
            undefined,
            "Failed to deploy new revision: SecretRef 'vector-container-appeb3e8f21-azure-storage-account-key-base64' defined for container 'vector' not found.",
        ),
    ),
    'app-secret-invalid': reported(
        'pulumi/pulumi-azure-native/issues/2807',
        arm(
            'ContainerAppSecretInvalid',
            "Invalid Request: Container app secret(s) with name(s) 'test-secret' are invalid: value or keyVaultUrl and identity should be provided.",
        ),
    ),
    'app-busy': reported(
        'microsoft/azure-container-apps/issues/1731',
        arm(undefined, "Cannot modify a container app 'ca-***' because there is an active provisioning op…"),
    ),
    'app-start-expired': reported(
        'Azure/terraform-azure-container-apps/issues/53',
        arm('ContainerAppOperationError', "Failed to provision revision for container app 'test-app'. Error details: Operation expired."),
    ),
    'environments-in-subscription': reported(
        'microsoft/azure-container-apps/issues/431',
        arm(
            'MaxNumberOfGlobalEnvironmentsInSubExceeded',
            "The subscription '00000000-0000-0000-0000-000000000000' cannot have more than 1 environments among all regions.",
        ),
    ),
    'environments-in-region': reported(
        'Azure/terraform-provider-azapi/issues/193',
        arm(
            'MaxNumberOfRegionalEnvironmentsInSubExceeded',
            "The subscription '00000000-0000-0000-0000-000000000000' cannot have more than 1 environments in East US.",
        ),
    ),
    'environment-policy': reported(
        'microsoft/azure-container-apps/issues/500',
        arm(
            'ManagedEnvironmentResourceGroupDisallowedByPolicy',
            'Fail to create managed environment because resource group creation is disallowed by policy,',
        ),
    ),
    'environment-busy': reported(
        'microsoft/azure-container-apps/issues/701',
        arm(
            'ManagedEnvironmentOperationInProgress',
            'Cannot modify Container Apps environment duende-dev-cae because another operation is in progress.',
        ),
    ),
    'group-image-inaccessible': reported(
        'CompositionalIT/farmer/issues/210',
        arm(
            'InaccessibleImage',
            "The image 'xxx' in container group 'ForTesting' is not accessible. Please check the image and registry credential.",
            400,
        ),
    ),
    'group-image-identity': reported(
        'MicrosoftDocs/azure-docs/issues/117644',
        arm(
            'InvalidImageRegistryIdentity',
            "The identity in the 'imageRegistryCredentials' of container group ‘XYZ’ not found in container group identity list",
        ),
    ),
    'group-registry-busy': reported(
        'Azure/azure-cli/issues/29300',
        arm('RegistryErrorResponse', "An error response is received from the docker registry 'index.docker.io'. Please retry later."),
    ),
    'group-immutable': reported(
        'MicrosoftDocs/azure-docs/issues/38067',
        arm(
            undefined,
            "The updates on container group 'name' are invalid. If you are going to update the os type, restart policy, network profile, CPU, memory or GPU resources for a container group, you must delete it first and then create a new one.",
        ),
    ),
    'dns-label-taken': reported(
        'shahiddev/docker-k8s-workshop/pull/2',
        arm(undefined, "The DNS name label 'aci-demo' in container group 'mycontainer' not available. Try using a different label."),
    ),
    'dns-label-invalid': reported(
        'derekbekoe/vscode-spot/issues/38',
        arm(
            undefined,
            "The DNS name label 'node' in container group 'node' is invalid. It can contain only lowercase letters, numbers and hyphens. The first character must be a letter. The last character must be a letter or number. The value must be between 5 and 63 characters long.",
        ),
    ),
    'group-quota': reported(
        'MicrosoftDocs/azure-docs/issues/51738',
        arm(
            undefined,
            "Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region 'eastus'. Limit: '10', Usage: '10' Requested: '1'.",
        ),
    ),
    'group-no-capacity': reported(
        'virtual-kubelet/virtual-kubelet/issues/592',
        arm(
            'ServiceUnavailable',
            "The requested resource is not available in the location 'westus' at this moment. Please retry with a different resource request or in another location. Resource requested: '4' CPU '16' GB memory 'Linux' OS virtual network",
            409,
        ),
    ),
    'group-stopped': reported(
        'MicrosoftDocs/azure-docs/issues/71458',
        arm('ContainerGroupStopped', "Container Group 'si01-uc12-taf-elparts-fnc' in resource group 'RG-CPDM-DEV' is stopped."),
    ),
    'start-platform': reported(
        'Azure/app-service-linux-docs/issues/110',
        line('standard_init_linux.go:228: exec user process caused: exec format error'),
    ),
    'start-registry-firewall': reported(
        'Azure/acr/issues/633',
        line(
            'Failed to pull image "<acrname>.azurecr.io/<imagae-name>:02b6d84d635c3d9ff4182ad1c50d16364695d3d5": rpc error: code Unknown desc Error response from daemon: Head "https://<acrname>.azurecr.io/v2/<image-name>/manifests/02b6d84d635c3d9ff4182ad1c50d16364695d3d5": denied: client with IP \'x.x.x.x\' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.',
        ),
    ),
    'start-image-not-found': reported(
        'Azure/azure-functions-on-container-apps/issues/55',
        line(
            'Error response from daemon: manifest for azurefunctionstest.azurecr.io/azure-functions/dotnet7-quickstart-demo:1.0 not found: manifest unknown: manifest tagged by "1.0" is not found',
        ),
    ),
    'start-pull-unauthorized-abac': reported(
        'Azure/AgentBaker/issues/7105',
        line('unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.'),
    ),
    'start-pull-unauthorized': reported(
        'MicrosoftDocs/azure-docs/issues/49186',
        line(
            'ERROR - DockerApiException: Docker API responded with status code=InternalServerError, response={"message":"Get https://myacr.azurecr.io/v2/myapp/manifests/584: unauthorized: authentication required"}',
        ),
    ),
    'start-pull-failed': reported(
        'Azure/acr/issues/124',
        line('ERROR - Image pull failed: Verify docker image configuration and credentials (if using private repository)'),
    ),
    'start-out-of-memory': reported(
        'microsoft/azure-container-apps/issues/1085',
        line("Container 'ca-clntevnt-goal-attr-prod-v2' was terminated with exit code '137'"),
    ),
    'start-target-port': reported(
        'microsoft/azure-container-apps/issues/1359',
        line('The TargetPort 80 does not match the listening port 9001.'),
    ),
    'start-exited': reported(
        'Azure/app-service-linux-docs/issues/110',
        line('ERROR - Container xx-main_0_edd83162 for site xx-main has exited, failing site start'),
    ),
    'start-backing-off': reported('microsoft/azure-container-apps/issues/1561', line('Persistent Failure to start container')),
    'start-loopback': reported(
        'microsoft/vscode-docs/issues/2242',
        line('2018-11-30T01:21:51.941875790Z * Running on http://127.0.0.1:5000/ (Press CTRL+C to quit)'),
    ),
    'start-port-silent': reported(
        'Azure-Samples/ctfd-azure-paas/issues/13',
        line(
            "ERROR - Container ctfd-app-jiibwegyv3xy6_1_240b2df1 didn't respond to HTTP pings on port: 8000, failing site start. See container logs for debugging.",
        ),
    ),
    'start-probe-refused': reported(
        'microsoft/azure-container-apps/issues/723',
        line('Startup probe failed: Get "http://100.100.0.76:80/": dial tcp 100.100.0.76:80: connect: connection refused'),
    ),
    'start-upstream-refused': confirmed(
        'recording:containerapp.test_containerapp_exec',
        line(
            'upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure, transport failure reason: delayed connect error: 111',
        ),
    ),
    'start-timeout': reported(
        'Azure-Samples/ctfd-azure-paas/issues/13',
        line(
            'ERROR - Container ctfd-app-jiibwegyv3xy6_1_240b2df1 for site ctfd-app-jiibwegyv3xy6 did not start within expected time limit. Elapsed time = 230.6916131 sec',
        ),
    ),
};
