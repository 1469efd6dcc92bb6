import { clouds, type Cloud } from './cloud';

/**
 * The cloud that VS Code's own settings `microsoft-sovereign-cloud.environment` and `.customEnvironment` name: what its sign-in is for is what Slipway talks
 * to. `undefined` is public Azure; `invalid` says in words what is wrong with a custom one.
 */
export function sovereignCloud(
    environment: unknown,
    custom: unknown,
): { readonly kind: 'cloud'; readonly cloud: Cloud } | { readonly kind: 'public' } | { readonly kind: 'invalid'; readonly reason: string } {
    switch (environment) {
        case 'ChinaCloud':
            return { kind: 'cloud', cloud: clouds.china };
        case 'USGovernment':
            return { kind: 'cloud', cloud: clouds.usGovernment };
        case 'custom':
            return customCloud(custom);
        default:
            return { kind: 'public' };
    }
}

function customCloud(value: unknown): ReturnType<typeof sovereignCloud> {
    const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    const url = (name: string) => httpsUrl(given[name]);
    const management = url('resourceManagerEndpointUrl');
    const login = url('activeDirectoryEndpointUrl');
    if (management === undefined || login === undefined) {
        const missing = management === undefined ? 'resourceManagerEndpointUrl' : 'activeDirectoryEndpointUrl';
        return { kind: 'invalid', reason: `${missing} is not an https address.` };
    }
    // Its services live below the domain of its management host: a token goes nowhere else.
    const [, ...labels] = management.hostname.split('.');
    if (labels.length < 2) {
        return { kind: 'invalid', reason: `${management.hostname} has no domain of its own.` };
    }
    const domain = `.${labels.join('.')}`;
    const audience = typeof given.activeDirectoryResourceId === 'string' ? given.activeDirectoryResourceId : management.origin;
    const scope = `${audience.replace(/\/+$/, '')}/.default`;
    return {
        kind: 'cloud',
        cloud: {
            name: 'custom',
            title: typeof given.name === 'string' && given.name !== '' ? given.name : management.hostname,
            managementUrl: management.origin,
            loginUrl: `${login.origin}${login.pathname}`.replace(/\/+$/, ''),
            managementScope: scope,
            registryScope: scope,
            scmScope: scope,
            insightsUrl: `https://api.applicationinsights${domain}`,
            portalUrl: (url('portalUrl') ?? management).origin,
            hosts: {
                registry: domain,
                scm: domain,
                sites: domain,
                environments: domain,
                containerApps: [domain],
                containerInstances: domain,
                blobs: domain,
            },
        },
    };
}

function httpsUrl(value: unknown): URL | undefined {
    try {
        const url = new URL(String(value));
        return url.protocol === 'https:' ? url : undefined;
    } catch {
        return undefined;
    }
}
