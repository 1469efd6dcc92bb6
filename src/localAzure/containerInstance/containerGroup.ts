import type { Resource } from '../arm/resource';
import type { JsonObject, JsonValue } from '../json';
import type { Pod } from '../pods/pod';
import type { GroupEvents } from './groupEvents';
import type { GroupSpec } from './readGroup';

/** One container group. */
export interface ContainerGroup extends Resource {
    /** As asked, without secrets. */
    properties: JsonObject;
    readonly zones: readonly JsonValue[] | undefined;
    spec: GroupSpec;
    provisioningState: 'Pending' | 'Creating' | 'Succeeded' | 'Failed';
    pod: Pod | undefined;
    stopped: boolean;
    readonly events: GroupEvents;
    readonly ip: string;
    readonly fqdn: string | undefined;
}

export function stateOf(group: ContainerGroup): 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Stopped' {
    if (group.stopped) {
        return 'Stopped';
    }
    const { pod } = group;
    if (pod === undefined || group.provisioningState !== 'Succeeded') {
        return group.provisioningState === 'Failed' ? 'Failed' : 'Pending';
    }
    const over = pod.containers.every((container) => container.state === 'Terminated');
    if (!over || group.spec.restart === 'always') {
        return 'Running';
    }
    return pod.containers.every((container) => container.exitCode === 0) ? 'Succeeded' : 'Failed';
}
