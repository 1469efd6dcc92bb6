import type { Plan } from './plan';
import type { Site } from './site';
import type { Worker } from './worker';
import { locationDisplayName } from '../resources/locations';

/** The variables that App Service sets in a custom container, the app's settings among them. */
export function siteEnvironment(site: Site, plan: Plan, tier: string, worker: Worker, port: number): Record<string, string> {
    const [, , subscription = '', , group = ''] = site.id.split('/');
    const settings = Object.entries(site.appSettings);
    return {
        HTTP_LOGGING_ENABLED: '0',
        PORT: String(port),
        REGION_NAME: locationDisplayName(plan.location),
        WEBSITE_AUTH_ENABLED: 'False',
        WEBSITE_HOSTNAME: site.hostName,
        WEBSITE_INSTANCE_ID: worker.instanceId,
        WEBSITE_OWNER_NAME: `${subscription}+${group}-${locationDisplayName(plan.location).replaceAll(' ', '')}webspace-Linux`,
        WEBSITE_RESOURCE_GROUP: group,
        WEBSITE_ROLE_INSTANCE_ID: '0',
        WEBSITE_SITE_NAME: site.app,
        WEBSITE_SKU: tier,
        WEBSITE_SLOT_NAME: site.slot ?? 'Production',
        WEBSITE_STACK: 'DOCKER',
        WEBSITE_USE_DIAGNOSTIC_SERVER: 'False',
        WEBSITES_ENABLE_APP_SERVICE_STORAGE: 'false',
        ...Object.fromEntries(settings.map(([name, value]) => [`APPSETTING_${environmentName(name)}`, value])),
        ...Object.fromEntries(settings.map(([name, value]) => [environmentName(name), value])),
        ...connectionStrings(site),
    };
}

/** App Service cannot hand a colon or a dash through to a Linux process's variables; it writes underscores. */
function environmentName(name: string): string {
    return name.replaceAll(':', '__').replace(/[.-]/g, '_');
}

const prefixes: Readonly<Record<string, string>> = {
    mysql: 'MYSQLCONNSTR_',
    sqlserver: 'SQLCONNSTR_',
    sqlazure: 'SQLAZURECONNSTR_',
    postgresql: 'POSTGRESQLCONNSTR_',
};

function connectionStrings(site: Site): Record<string, string> {
    const variables: Record<string, string> = {};
    for (const [name, entry] of Object.entries(site.connectionStrings)) {
        const { value, type } = (entry ?? {}) as { readonly value?: unknown; readonly type?: unknown };
        if (typeof value === 'string') {
            variables[`${prefixes[typeof type === 'string' ? type.toLowerCase() : ''] ?? 'CUSTOMCONNSTR_'}${name}`] = value;
        }
    }
    return variables;
}
