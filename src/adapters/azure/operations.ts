/** One ARM operation that these adapters send. `{name}` is one path segment, `{+name}` a resource id that ARM gave. */
export interface ArmOperation {
    readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
    readonly path: string;
    readonly apiVersion: string;
    /** Sent by this client, or by the official SDK client of that package. */
    readonly by: 'arm' | '@azure/arm-appservice' | '@azure/arm-containerregistry';
}

const arm = (method: ArmOperation['method'], path: string, apiVersion: string) => ({ method, path, apiVersion, by: 'arm' }) as const;
const web = (method: ArmOperation['method'], path: string) =>
    ({ method, path: `/subscriptions/{subscription}${path}`, apiVersion: '2025-05-01', by: '@azure/arm-appservice' }) as const;
const acr = (method: ArmOperation['method'], path: string) =>
    ({ method, path: `/subscriptions/{subscription}${path}`, apiVersion: '2025-11-01', by: '@azure/arm-containerregistry' }) as const;

const group = '/resourceGroups/{group}/providers';
const slot = `${group}/Microsoft.Web/sites/{name}/slots/{slot}` as const;

/** Every operation that is sent; a test holds it against what goes over the wire. Those of `arm` are sent from these very rows. */
export const operations = {
    listTenants: arm('GET', '/tenants', '2022-12-01'),
    listSubscriptions: arm('GET', '/subscriptions', '2022-12-01'),
    listLocations: arm('GET', '/subscriptions/{subscription}/locations', '2022-12-01'),
    getProvider: arm('GET', '/subscriptions/{subscription}/providers/{namespace}', '2025-04-01'),
    registerProvider: arm('POST', '/subscriptions/{subscription}/providers/{namespace}/register', '2025-04-01'),
    getResourceGroup: arm('GET', '/subscriptions/{subscription}/resourceGroups/{group}', '2025-04-01'),
    createResourceGroup: arm('PUT', '/subscriptions/{subscription}/resourceGroups/{group}', '2025-04-01'),
    deleteResourceGroup: arm('DELETE', '/subscriptions/{subscription}/resourceGroups/{group}', '2025-04-01'),
    listResources: arm('GET', '/subscriptions/{subscription}/resourceGroups/{group}/resources', '2025-04-01'),
    listResourcesOfType: arm('GET', '/subscriptions/{subscription}/resources', '2025-04-01'),
    mergeTags: arm('PATCH', '{+scope}/providers/Microsoft.Resources/tags/default', '2025-04-01'),
    deleteIdentity: arm('DELETE', '{+id}', '2024-11-30'),
    deletePlan: arm('DELETE', '{+plan}', '2025-05-01'),
    deleteRegistry: arm('DELETE', '{+registry}', '2025-11-01'),
    importImage: arm('POST', '{+registry}/importImage', '2025-11-01'),
    deleteContainerApp: arm('DELETE', '{+containerApp}', '2025-07-01'),
    deleteEnvironment: arm('DELETE', '{+environment}', '2025-07-01'),
    deleteContainerGroup: arm('DELETE', '{+containerGroup}', '2023-05-01'),
    listEnvironments: arm('GET', '/subscriptions/{subscription}/providers/Microsoft.App/managedEnvironments', '2025-07-01'),
    getEnvironment: arm('GET', '{+environment}', '2025-07-01'),
    createEnvironment: arm('PUT', '{+environment}', '2025-07-01'),
    listContainerApps: arm('GET', '/subscriptions/{subscription}/providers/Microsoft.App/containerApps', '2025-07-01'),
    getContainerApp: arm('GET', '{+containerApp}', '2025-07-01'),
    createContainerApp: arm('PUT', '{+containerApp}', '2025-07-01'),
    updateContainerApp: arm('PATCH', '{+containerApp}', '2025-07-01'),
    listContainerAppSecrets: arm('POST', '{+containerApp}/listSecrets', '2025-07-01'),
    getContainerAppToken: arm('POST', '{+containerApp}/getAuthToken', '2025-07-01'),
    listRevisions: arm('GET', '{+containerApp}/revisions', '2025-07-01'),
    listReplicas: arm('GET', '{+containerApp}/revisions/{revision}/replicas', '2025-07-01'),
    restartRevision: arm('POST', '{+containerApp}/revisions/{revision}/restart', '2025-07-01'),
    stopContainerApp: arm('POST', '{+containerApp}/stop', '2025-07-01'),
    startContainerApp: arm('POST', '{+containerApp}/start', '2025-07-01'),
    listContainerGroups: arm('GET', '/subscriptions/{subscription}/providers/Microsoft.ContainerInstance/containerGroups', '2023-05-01'),
    getContainerGroup: arm('GET', '{+containerGroup}', '2023-05-01'),
    createContainerGroup: arm('PUT', '{+containerGroup}', '2023-05-01'),
    getContainerLogs: arm('GET', '{+containerGroup}/containers/{container}/logs', '2023-05-01'),
    execContainer: arm('POST', '{+containerGroup}/containers/{container}/exec', '2023-05-01'),
    restartContainerGroup: arm('POST', '{+containerGroup}/restart', '2023-05-01'),
    stopContainerGroup: arm('POST', '{+containerGroup}/stop', '2023-05-01'),
    startContainerGroup: arm('POST', '{+containerGroup}/start', '2023-05-01'),
    deleteRoleAssignment: arm('DELETE', '{+scope}/providers/Microsoft.Authorization/roleAssignments/{assignment}', '2022-04-01'),
    getIdentity: arm('GET', '{+id}', '2024-11-30'),
    createIdentity: arm('PUT', '{+id}', '2024-11-30'),
    listRoleAssignments: arm('GET', '{+scope}/providers/Microsoft.Authorization/roleAssignments', '2022-04-01'),
    createRoleAssignment: arm('PUT', '{+scope}/providers/Microsoft.Authorization/roleAssignments/{assignment}', '2022-04-01'),
    getBuildUpload: arm('POST', '{+registry}/listBuildSourceUploadUrl', '2019-06-01-preview'),
    scheduleRun: arm('POST', '{+registry}/scheduleRun', '2019-06-01-preview'),
    getBuildRun: arm('GET', '{+registry}/runs/{run}', '2019-06-01-preview'),
    getBuildLog: arm('POST', '{+registry}/runs/{run}/listLogSasUrl', '2019-06-01-preview'),
    cancelBuildRun: arm('POST', '{+registry}/runs/{run}/cancel', '2019-06-01-preview'),
    getWholeSite: arm('GET', '{+site}', '2025-05-01'),
    getSignIn: arm('GET', '{+site}/config/authsettingsV2', '2025-05-01'),
    writeSignIn: arm('PUT', '{+site}/config/authsettingsV2', '2025-05-01'),
    createInsights: arm('PUT', '{+component}', '2020-02-02'),
    deleteInsights: arm('DELETE', '{+component}', '2020-02-02'),
    listSiteStatus: arm('GET', '{+site}/siteStatus', '2024-11-01'),

    listRegistries: acr('GET', '/providers/Microsoft.ContainerRegistry/registries'),
    checkRegistryName: acr('POST', '/providers/Microsoft.ContainerRegistry/checkNameAvailability'),
    getRegistry: acr('GET', `${group}/Microsoft.ContainerRegistry/registries/{name}`),
    createRegistry: acr('PUT', `${group}/Microsoft.ContainerRegistry/registries/{name}`),

    listPlans: web('GET', '/providers/Microsoft.Web/serverfarms'),
    getPlan: web('GET', `${group}/Microsoft.Web/serverfarms/{name}`),
    createPlan: web('PUT', `${group}/Microsoft.Web/serverfarms/{name}`),
    checkSiteName: web('POST', '/providers/Microsoft.Web/checknameavailability'),
    listSites: web('GET', '/providers/Microsoft.Web/sites'),
    getSite: web('GET', `${group}/Microsoft.Web/sites/{name}`),
    createSite: web('PUT', `${group}/Microsoft.Web/sites/{name}`),
    updateSite: web('PATCH', `${group}/Microsoft.Web/sites/{name}`),
    deleteSite: web('DELETE', `${group}/Microsoft.Web/sites/{name}`),
    getSiteConfig: web('GET', `${group}/Microsoft.Web/sites/{name}/config/web`),
    updateSiteConfig: web('PATCH', `${group}/Microsoft.Web/sites/{name}/config/web`),
    listSiteSettings: web('POST', `${group}/Microsoft.Web/sites/{name}/config/appsettings/list`),
    replaceSiteSettings: web('PUT', `${group}/Microsoft.Web/sites/{name}/config/appsettings`),
    listFunctions: web('GET', `${group}/Microsoft.Web/sites/{name}/functions`),
    listHostKeys: web('POST', `${group}/Microsoft.Web/sites/{name}/host/default/listkeys`),
    restartSite: web('POST', `${group}/Microsoft.Web/sites/{name}/restart`),
    startSite: web('POST', `${group}/Microsoft.Web/sites/{name}/start`),
    stopSite: web('POST', `${group}/Microsoft.Web/sites/{name}/stop`),

    listSlots: web('GET', `${group}/Microsoft.Web/sites/{name}/slots`),
    getSlot: web('GET', slot),
    createSlot: web('PUT', slot),
    updateSlot: web('PATCH', slot),
    deleteSlot: web('DELETE', slot),
    getSlotConfig: web('GET', `${slot}/config/web`),
    updateSlotConfig: web('PATCH', `${slot}/config/web`),
    listSlotSettings: web('POST', `${slot}/config/appsettings/list`),
    replaceSlotSettings: web('PUT', `${slot}/config/appsettings`),
    restartSlot: web('POST', `${slot}/restart`),
    startSlot: web('POST', `${slot}/start`),
    stopSlot: web('POST', `${slot}/stop`),
    swapSlot: web('POST', `${slot}/slotsswap`),
} satisfies Record<string, ArmOperation>;
