/** One Azure cloud as data. Host suffixes decide where its tokens may go. */
export interface Cloud {
    readonly name: 'public' | 'china' | 'usGovernment' | 'custom' | 'local';
    /** Words for people. */
    readonly title: string;
    readonly managementUrl: string;
    /** Where tokens are issued. */
    readonly loginUrl: string;
    readonly managementScope: string;
    readonly registryScope: string;
    /** App Service's SCM host takes tokens for this audience only; ARM's are deprecated there. */
    readonly scmScope: string;
    /** Where Application Insights answers queries; also the audience of their tokens. */
    readonly insightsUrl: string;
    readonly portalUrl: string;
    /** Endings of the hosts that belong to this cloud, each with its leading dot. */
    readonly hosts: {
        readonly registry: string;
        readonly scm: string;
        readonly sites: string;
        /** Of apps in an App Service Environment with an internal address; in one with a public address they are below `sites`. */
        readonly environments: string;
        readonly containerApps: readonly string[];
        readonly containerInstances: string;
        readonly blobs: string;
    };
}

const publicHosts: Cloud['hosts'] = {
    registry: '.azurecr.io',
    scm: '.scm.azurewebsites.net',
    sites: '.azurewebsites.net',
    environments: '.appserviceenvironment.net',
    containerApps: ['.azurecontainerapps.io', '.azurecontainerapps.dev'],
    containerInstances: '.azurecontainer.io',
    blobs: '.blob.core.windows.net',
};

const publicCloud: Cloud = {
    name: 'public',
    title: 'Azure',
    managementUrl: 'https://management.azure.com',
    loginUrl: 'https://login.microsoftonline.com',
    managementScope: 'https://management.azure.com/.default',
    registryScope: 'https://containerregistry.azure.net/.default',
    scmScope: 'https://appservice.azure.com/.default',
    insightsUrl: 'https://api.applicationinsights.io',
    portalUrl: 'https://portal.azure.com',
    hosts: publicHosts,
};

export const clouds: Readonly<Record<Exclude<Cloud['name'], 'custom'>, Cloud>> = {
    public: publicCloud,
    // The local Azure writes public Azure's ids and links; only the resolving of hosts and the credential differ.
    local: { ...publicCloud, name: 'local', title: 'Local Azure' },
    usGovernment: {
        name: 'usGovernment',
        title: 'Azure US Government',
        managementUrl: 'https://management.usgovcloudapi.net',
        loginUrl: 'https://login.microsoftonline.us',
        managementScope: 'https://management.usgovcloudapi.net/.default',
        registryScope: 'https://containerregistry.azure.net/.default',
        scmScope: 'https://appservice.azure.us/.default',
        insightsUrl: 'https://api.applicationinsights.us',
        portalUrl: 'https://portal.azure.us',
        hosts: {
            registry: '.azurecr.us',
            scm: '.scm.azurewebsites.us',
            sites: '.azurewebsites.us',
            environments: '.appserviceenvironment.us',
            containerApps: ['.azurecontainerapps.us'],
            containerInstances: '.azurecontainer.console.azure.us',
            blobs: '.blob.core.usgovcloudapi.net',
        },
    },
    china: {
        name: 'china',
        title: 'Azure China',
        managementUrl: 'https://management.chinacloudapi.cn',
        loginUrl: 'https://login.chinacloudapi.cn',
        managementScope: 'https://management.chinacloudapi.cn/.default',
        registryScope: 'https://containerregistry.azure.net/.default',
        scmScope: 'https://appservice.azure.cn/.default',
        insightsUrl: 'https://api.applicationinsights.azure.cn',
        portalUrl: 'https://portal.azure.cn',
        hosts: {
            registry: '.azurecr.cn',
            scm: '.scm.chinacloudsites.cn',
            sites: '.chinacloudsites.cn',
            environments: '.appserviceenvironment.cn',
            containerApps: ['.azurecontainerapps-internal.cn'],
            containerInstances: '.azurecontainer.console.azure.cn',
            blobs: '.blob.core.chinacloudapi.cn',
        },
    },
};

/** The host is one of App Service's SCM hosts: `<app>.scm.` and the domain of its apps, which an App Service Environment or a region may have of its own. */
export function isScmHost({ hosts }: Cloud, host: string): boolean {
    const name = host.toLowerCase();
    return (
        name.endsWith(hosts.scm) ||
        (/^[a-z0-9-]+\.scm\./.test(name) && [hosts.sites, hosts.environments].some((suffix) => name.endsWith(suffix)))
    );
}

/** The app is in an App Service Environment whose address is known in its own network only. */
export function isInternalSite({ name, hosts }: Cloud, host: string): boolean {
    // A custom cloud has one domain for everything.
    return name !== 'custom' && host.toLowerCase().endsWith(hosts.environments);
}

/** Where a person looks at a job, which has no address of its own; empty in a local Azure, which has no portal. */
export function jobPage(cloud: Cloud, jobId: string): string {
    return cloud.name === 'local' ? '' : portalUrl(cloud, jobId);
}

/** The portal's page of a resource: its overview, or another of the pages that its menu has. */
export function portalUrl(cloud: Cloud, resourceId: string, page?: 'metrics' | 'resourceHealth'): string {
    const overview = `${cloud.portalUrl}/#resource${resourceId.split('/').map(encodeURIComponent).join('/')}`;
    return page === undefined ? overview : `${overview}/${page}`;
}
