import { isObject, listField, mergePatch, numberField, textField, truthField, type JsonObject, type JsonValue } from '../json';

const lastPriority = 2147483647;
const allowAll = [{ ipAddress: 'Any', action: 'Allow', priority: lastPriority, name: 'Allow all', description: 'Allow all access' }];
const denyAll = { ipAddress: 'Any', action: 'Deny', priority: lastPriority, name: 'Deny all', description: 'Deny all access' };

/** `config/web` of a new site. */
export function defaultWebConfig(siteName: string): JsonObject {
    return {
        numberOfWorkers: 1,
        defaultDocuments: [
            'Default.htm',
            'Default.html',
            'Default.asp',
            'index.htm',
            'index.html',
            'iisstart.htm',
            'default.aspx',
            'index.php',
            'hostingstart.html',
        ],
        netFrameworkVersion: 'v4.0',
        phpVersion: '',
        pythonVersion: '',
        nodeVersion: '',
        powerShellVersion: '',
        linuxFxVersion: '',
        windowsFxVersion: null,
        windowsConfiguredStacks: [],
        requestTracingEnabled: false,
        remoteDebuggingEnabled: false,
        remoteDebuggingVersion: 'VS2022',
        httpLoggingEnabled: false,
        azureMonitorLogCategories: null,
        acrUseManagedIdentityCreds: false,
        acrUserManagedIdentityID: null,
        logsDirectorySizeLimit: 35,
        detailedErrorLoggingEnabled: false,
        publishingUsername: `$${siteName}`,
        publishingPassword: null,
        appSettings: null,
        metadata: null,
        connectionStrings: null,
        machineKey: null,
        handlerMappings: null,
        documentRoot: null,
        scmType: 'None',
        use32BitWorkerProcess: true,
        webSocketsEnabled: false,
        alwaysOn: false,
        javaVersion: null,
        javaContainer: null,
        javaContainerVersion: null,
        appCommandLine: '',
        managedPipelineMode: 'Integrated',
        virtualApplications: [{ virtualPath: '/', physicalPath: 'site\\wwwroot', preloadEnabled: false, virtualDirectories: null }],
        winAuthAdminState: 0,
        winAuthTenantState: 0,
        customAppPoolIdentityAdminState: false,
        customAppPoolIdentityTenantState: false,
        runtimeADUser: null,
        runtimeADUserPassword: null,
        loadBalancing: 'LeastRequests',
        routingRules: [],
        experiments: { rampUpRules: [] },
        limits: null,
        autoHealEnabled: false,
        autoHealRules: null,
        tracingOptions: null,
        vnetName: '',
        vnetRouteAllEnabled: false,
        vnetPrivatePortsCount: 0,
        publicNetworkAccess: null,
        siteAuthEnabled: false,
        siteAuthSettings: { enabled: null, isAadAutoProvisioned: false },
        cors: null,
        push: null,
        apiDefinition: null,
        apiManagementConfig: null,
        autoSwapSlotName: null,
        localMySqlEnabled: false,
        managedServiceIdentityId: null,
        xManagedServiceIdentityId: null,
        keyVaultReferenceIdentity: null,
        ipSecurityRestrictions: allowAll,
        ipSecurityRestrictionsDefaultAction: null,
        scmIpSecurityRestrictions: allowAll,
        scmIpSecurityRestrictionsDefaultAction: null,
        scmIpSecurityRestrictionsUseMain: false,
        http20Enabled: true,
        minTlsVersion: '1.2',
        minTlsCipherSuite: null,
        supportedTlsCipherSuites: null,
        scmMinTlsVersion: '1.2',
        ftpsState: 'FtpsOnly',
        preWarmedInstanceCount: 0,
        elasticWebAppScaleLimit: 0,
        functionAppScaleLimit: null,
        healthCheckPath: null,
        fileChangeAuditEnabled: false,
        functionsRuntimeScaleMonitoringEnabled: false,
        websiteTimeZone: null,
        minimumElasticInstanceCount: 0,
        azureStorageAccounts: {},
        http20ProxyFlag: 0,
        sitePort: null,
        antivirusScanEnabled: false,
        storageType: 'StorageVolume',
        sitePrivateLinkHostEnabled: false,
        clusteringEnabled: false,
    };
}

/** Settings and secrets are kept elsewhere and never come back in `config/web`. */
const elsewhere = ['appsettings', 'connectionstrings', 'metadata', 'publishingpassword', 'publishingusername'];

export function mergeWebConfig(config: JsonObject, asked: JsonObject): JsonObject {
    const kept = Object.fromEntries(
        Object.entries(asked).filter(([name, value]) => !elsewhere.includes(name.toLowerCase()) && value !== undefined),
    );
    return completed(mergeKeepingNull(config, kept));
}

/** What Azure makes of what was written. */
function completed(config: JsonObject): JsonObject {
    return {
        ...config,
        ...(textField(config, 'linuxFxVersion')?.trim() === '' ? { linuxFxVersion: '' } : {}),
        ...(truthField(config, 'requestTracingEnabled') === true ? { requestTracingExpirationTime: '9999-12-31T23:59:00Z' } : {}),
        ...(isObject(config.cors) ? { cors: { supportCredentials: false, ...withoutNulls(config.cors) } } : {}),
        ipSecurityRestrictions: restrictions(config.ipSecurityRestrictions),
        scmIpSecurityRestrictions: restrictions(config.scmIpSecurityRestrictions),
    };
}

/** Whoever is named by a rule comes in or stays out by its priority; as soon as there is a rule, everybody else stays out. */
function restrictions(list: JsonValue | undefined): JsonValue | undefined {
    if (!Array.isArray(list)) {
        return list;
    }
    const rules = list.filter(isObject).filter((rule) => !(rule.ipAddress === 'Any' && rule.priority === lastPriority));
    const order = (rule: JsonObject) => numberField(rule, 'priority') ?? lastPriority;
    return rules.length === 0
        ? allowAll
        : [
              ...rules
                  .map((rule) => ((rule.tag ?? null) === null && rule.ipAddress !== 'Any' ? { ...rule, tag: 'Default' } : rule))
                  .sort((one, other) => order(one) - order(other)),
              ...(rules.some((rule) => rule.ipAddress === 'Any') ? [] : [denyAll]),
          ];
}

function withoutNulls(value: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(value).filter(([name, part]) => part !== null || name !== 'supportCredentials'));
}

/** Unlike a merge patch, a null is stored as null: Azure's own answers are full of them, and clients send them back. */
function mergeKeepingNull(config: JsonObject, asked: JsonObject): JsonObject {
    const merged: Record<string, JsonValue | undefined> = { ...config };
    for (const [name, value] of Object.entries(asked)) {
        const existing = Object.keys(merged).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
        merged[existing] =
            value === null || Array.isArray(value) || typeof value !== 'object' ? value : mergePatch(merged[existing], value);
    }
    return merged;
}

/** The `[{name, value}]` lists of a site's configuration. */
export function pairs(list: JsonValue | undefined): Record<string, string> | undefined {
    const entries = listField({ list: list ?? null }, 'list');
    if (entries === undefined) {
        return undefined;
    }
    return Object.fromEntries(
        entries.flatMap((entry) => {
            const name = textField(entry, 'name');
            return name === undefined ? [] : [[name, textField(entry, 'value') ?? '']];
        }),
    );
}
