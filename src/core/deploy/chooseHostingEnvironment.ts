import type { DeployRequest } from './deployRequest';
import type { FoundResources } from './deployState';
import { regionName } from './regionName';
import type { HostingEnvironment } from './resources';
import { appServiceSku, defaultAppServiceSku, isIsolated } from './rules/appService';

/** Where a new plan of an Isolated size goes: the environment that is named, else one of the region, else any; undefined for other sizes and where there is none. */
export function chooseHostingEnvironment(
    { sku, hostingEnvironment }: DeployRequest,
    { plan, region, hostingEnvironments = [] }: FoundResources,
): HostingEnvironment | undefined {
    if (plan !== undefined || !isIsolated(appServiceSku(sku ?? defaultAppServiceSku))) {
        return undefined;
    }
    return hostingEnvironment === undefined || hostingEnvironment === ''
        ? (hostingEnvironments.find(({ location }) => regionName(location) === regionName(region)) ?? hostingEnvironments[0])
        : hostingEnvironments.find(({ name }) => name.toLowerCase() === hostingEnvironment.toLowerCase());
}
