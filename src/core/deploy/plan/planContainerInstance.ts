import type { ContainerGroupStep, ContainerStep } from '../containerStep';
import type { DeployRequest } from '../deployRequest';
import type { DeployState, FoundResources } from '../deployState';
import { learnedPort } from '../learnedPort';
import { resourceId, sameId } from '../resourceId';
import type { ContainerGroup, Subscription } from '../resources';
import { containerInstanceRules, fitName } from '../rules/containers';
import { sentence } from '../sentence';
import type { Step } from '../step';
import { createdTags } from '../tags';
import { groupStep, identityStep, providerSteps, pushStep, registryStep, roleStep, verifyStep } from './commonSteps';
import { planImage } from './planImage';

/** The steps to a container group that runs the image and is checked. A group is always written as a whole, so that its identity is always looked up. */
export function planContainerInstance(
    request: DeployRequest,
    state: DeployState,
    subscription: Subscription,
    found: FoundResources,
): readonly (Step | ContainerStep)[] {
    const location = found.region ?? '';
    const name = found.containerGroup?.name ?? fitName(found.names.app, containerInstanceRules.nameLength);
    const tags = createdTags(name, request.projectName);
    return [
        ...planImage(request, state),
        ...providerSteps(found, subscription.id),
        groupStep(found, subscription.id, location, tags),
        registryStep(found, subscription.id, location, tags),
        identityStep(found, subscription.id, location, tags),
        roleStep(found),
        pushStep(request, found, found.names.repository, subscription),
        containerGroupStep(request, found, subscription.id, name),
        verifyStep(request, name),
    ];
}

/** What would change and cannot be changed in place: Azure refuses such an update of a group. */
export function immutableChanges(
    group: ContainerGroup,
    wanted: { readonly port: number; readonly identityId: string | undefined },
): readonly string[] {
    const { cpu, memoryGb } = containerInstanceRules;
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
        ...(group.identityIds.some((id) => sameId(id, wanted.identityId)) ? [] : ['the identity that pulls']),
    ];
}

function containerGroupStep(request: DeployRequest, found: FoundResources, subscriptionId: string, name: string): ContainerGroupStep {
    const { names, containerGroup: existing } = found;
    const { cpu, memoryGb } = containerInstanceRules;
    const port = learnedPort(request);
    const changes = existing === undefined ? [] : immutableChanges(existing, { port, identityId: found.identity?.id });
    const how = existing === undefined ? 'create' : changes.length > 0 ? 'replace' : 'update';
    const variables = Object.keys(request.env).join(', ');
    return {
        kind: 'containerGroup',
        id: 'containerGroup',
        words: {
            create: sentence('Create the container group {name} with port {port} open to the internet.', { name, port }),
            update: sentence('Update the container group {name} in place.', { name }),
            replace: sentence('Delete the container group {name} and make it anew: its IP address changes.', { name }),
        }[how],
        change: how === 'create' ? 'create' : 'change',
        resource: { type: 'Microsoft.ContainerInstance/containerGroups', name, ...(existing === undefined ? {} : { id: existing.id }) },
        details: [
            { label: 'Size', after: `${cpu.toString()} vCPU, ${memoryGb.toString()} GB` },
            { label: 'Port', after: `${port.toString()}, plain HTTP` },
            { label: 'Pulls by', after: `managed identity ${names.identity}` },
            ...changes.map((change) => ({ label: 'Replaced for', after: change })),
            ...(variables === '' ? [] : [{ label: 'Settings', after: variables }]),
        ],
        ...(existing === undefined ? { monthlyUsd: 'unknown' } : {}),
        groupId: existing?.id ?? resourceId(subscriptionId, names.resourceGroup, 'Microsoft.ContainerInstance/containerGroups', name),
        existing,
        how,
        location: existing?.location ?? found.region ?? '',
        tags: createdTags(name, request.projectName),
        port,
        cpu,
        memoryGb,
        dnsLabel: existing?.dnsLabel ?? name,
    };
}
