import type { DeployRequest } from './deployRequest';
import type { FoundResources } from './deployState';
import { learnedPort } from './learnedPort';
import { sameId } from './resourceId';
import { pullPrincipalOf } from './pullPrincipal';
import type { ContainerGroup, RestartPolicy } from './resources';
import { containerInstanceRules, readSize, type ContainerSize } from './rules/containers';

export const restartPolicies = ['Always', 'OnFailure', 'Never'] as const satisfies readonly RestartPolicy[];

/** What would change and cannot be changed in place: Azure refuses such an update of a group. */
export function immutableChanges(
    group: ContainerGroup,
    wanted: {
        readonly port: number;
        readonly identityId: string | undefined;
        readonly principal: string | undefined;
        readonly restartPolicy: RestartPolicy;
        readonly size: ContainerSize;
    },
): readonly string[] {
    const { cpu, memoryGb } = wanted.size;
    const [container, ...others] = group.containers;
    return [
        ...(others.length > 0 ? [`${group.containers.length.toString()} containers → 1`] : []),
        ...(group.ports.length === 1 && group.ports[0] === wanted.port
            ? []
            : [`port ${group.ports.join(', ')} → ${wanted.port.toString()}`]),
        ...(container === undefined || container.cpu === cpu ? [] : [`${container.cpu.toString()} → ${cpu.toString()} vCPU`]),
        ...(container === undefined || container.memoryGb === memoryGb
            ? []
            : [`${container.memoryGb.toString()} → ${memoryGb.toString()} GB of memory`]),
        ...(group.dnsLabel === undefined ? ['a public name'] : []),
        ...(group.restartPolicy === wanted.restartPolicy ? [] : [`restarts ${group.restartPolicy} → ${wanted.restartPolicy}`]),
        ...(wanted.principal !== undefined || group.identityIds.some((id) => sameId(id, wanted.identityId))
            ? []
            : ['the identity that pulls']),
    ];
}

/** The size that was asked for, else the one that the group has. */
export function groupSize(request: DeployRequest, existing: ContainerGroup | undefined): ContainerSize {
    const [container] = existing?.containers ?? [];
    return (
        readSize(request.size ?? '', containerInstanceRules.sizes) ??
        (container === undefined ? containerInstanceRules.defaultSize : { cpu: container.cpu, memoryGb: container.memoryGb })
    );
}

/** When its container is started again: as was asked for, else as it is. */
export function groupRestarts({ restartPolicy }: DeployRequest, existing: ContainerGroup | undefined): RestartPolicy {
    return restartPolicies.find((name) => name === restartPolicy) ?? existing?.restartPolicy ?? 'Always';
}

/** Why the group has to be made anew; empty when it can be updated, or is not there. */
export function replaceReasons(request: DeployRequest, { containerGroup, identity }: FoundResources): readonly string[] {
    return containerGroup === undefined
        ? []
        : immutableChanges(containerGroup, {
              port: learnedPort(request),
              identityId: identity?.id,
              principal: pullPrincipalOf(request, containerGroup),
              restartPolicy: groupRestarts(request, containerGroup),
              size: groupSize(request, containerGroup),
          });
}

/** Variables of a group whose values Azure keeps to itself, and which writing the group as a whole would lose. */
export function unknownValues(request: DeployRequest, { containerGroup }: FoundResources): readonly string[] {
    const [container] = containerGroup?.containers ?? [];
    return Object.entries(container?.env ?? {}).flatMap(([name, value]) =>
        value === undefined && !(name in { ...request.knownEnv, ...request.env }) ? [name] : [],
    );
}
