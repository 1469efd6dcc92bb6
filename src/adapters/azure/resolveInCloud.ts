import { Failure } from '../../base/failure';
import type { Cloud } from '../../core/deploy/cloud';
import type { AzureFailure } from '../../core/failures/azure';
import type { ResolveEndpoint } from '../../ports/resolveEndpoint';

/** In a real cloud every URL is what it says. Only hosts of this cloud, and only https and wss, except to container groups, which have no certificate. */
export function resolveInCloud(cloud: Cloud): ResolveEndpoint {
    return (text) => {
        const url = new URL(text);
        const open = url.protocol === 'http:' && url.hostname.toLowerCase().endsWith(cloud.hosts.containerInstances);
        if (!(open || ['https:', 'wss:'].includes(url.protocol)) || !belongsTo(cloud, url.hostname)) {
            throw new Failure<AzureFailure>('azure/foreign-host', { host: url.host, cloud: cloud.title });
        }
        return { url: text, headers: {} };
    };
}

/** The host is the cloud's own: its management host, that of its queries, or below one of its service suffixes. */
export function belongsTo(cloud: Cloud, hostname: string): boolean {
    const host = hostname.toLowerCase();
    const { registry, sites, environments, containerApps, containerInstances, blobs } = cloud.hosts;
    const suffixes = [registry, sites, environments, ...containerApps, containerInstances, blobs, '.atlas.cloudapp.azure.com'];
    return (
        [cloud.managementUrl, cloud.insightsUrl].some((url) => host === new URL(url).hostname) ||
        suffixes.some((suffix) => host.endsWith(suffix))
    );
}
