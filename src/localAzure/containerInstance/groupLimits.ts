import { armRefusal } from '../arm/armRefusal';
import { quotaOf, type Limits } from '../governance/limits';
import { locationName } from '../resources/locations';
import { stateOf, type ContainerGroup } from './containerGroup';
import type { GroupSpec } from './readGroup';

/** Refuses a new group that the subscription has no cores for, or the region no room. */
export function checkGroupLimits(limits: Limits, spec: GroupSpec, region: string, others: readonly ContainerGroup[]): void {
    const coresOf = (one: GroupSpec) => one.containers.reduce((sum, container) => sum + container.cpus, 0);
    const wanted = coresOf(spec);
    const quota = quotaOf(limits, 'Microsoft.ContainerInstance', 'StandardCores', region);
    const used = others
        .filter((one) => locationName(one.location) === region && stateOf(one) !== 'Stopped')
        .reduce((sum, one) => sum + coresOf(one.spec), 0);
    if (quota !== undefined && used + wanted > quota.limit) {
        throw armRefusal(
            409,
            'ContainerGroupQuotaReached',
            `Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region '${region}'. Limit: '${quota.limit}', Usage: '${used}' Requested: '${wanted}'.`,
        );
    }
    if (limits.withoutRoom.includes(region)) {
        const memory = spec.containers.reduce((sum, container) => sum + container.memoryBytes, 0) / 1024 ** 3;
        throw armRefusal(
            409,
            'ServiceUnavailable',
            `The requested resource is not available in the location '${region}' at this moment. Please retry with a different resource request or in another location. Resource requested: '${wanted}' CPU '${memory}' GB memory 'Linux' OS`,
        );
    }
}
