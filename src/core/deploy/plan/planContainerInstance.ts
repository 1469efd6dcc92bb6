import type { ContainerGroupStep } from '../containerStep';
import type { DeployRequest } from '../deployRequest';
import type { DeployState, FoundResources } from '../deployState';
import { learnedPort } from '../learnedPort';
import { containerInstanceMonthlyUsd } from '../prices';
import { groupRestarts, groupSize, replaceReasons } from '../groupChanges';
import { pullPrincipalOf, withoutPullSecret } from '../pullPrincipal';
import { resourceId } from '../resourceId';
import type { Subscription } from '../resources';
import { containerInstanceRules, fitName, sizeText } from '../rules/containers';
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
): readonly Step[] {
    const location = found.region ?? '';
    const name = found.containerGroup?.name ?? fitName(found.names.app, containerInstanceRules.nameLength);
    const tags = createdTags(name, request.projectName);
    const identity = identityStep(found, subscription.id, location, tags);
    const principal = pullPrincipalOf(request, found.containerGroup);
    const inPlace =
        found.containerGroup !== undefined && (found.identity !== undefined || principal !== undefined) && found.settled === 'remembered';
    return [
        ...planImage(request, state),
        ...(inPlace ? [] : [...providerSteps(found, subscription.id), groupStep(found, subscription.id, location, tags)]),
        registryStep(found, subscription.id, location, tags),
        ...(principal === undefined ? [identity] : []),
        ...(inPlace || principal !== undefined ? [] : [roleStep(found)]),
        pushStep(request, found, found.names.repository, subscription),
        containerGroupStep(request, found, subscription.id, name),
        verifyStep(request, name),
    ];
}

function containerGroupStep(request: DeployRequest, found: FoundResources, subscriptionId: string, name: string): ContainerGroupStep {
    const { names, containerGroup: existing } = found;
    const port = learnedPort(request);
    const size = groupSize(request, existing);
    const reasons = replaceReasons(request, found);
    const how = existing === undefined ? 'create' : reasons.length > 0 ? 'replace' : 'update';
    const principal = pullPrincipalOf(request, existing);
    const restartPolicy = groupRestarts(request, existing);
    const variables = Object.keys(withoutPullSecret(request.env)).join(', ');
    const [container] = existing?.containers ?? [];
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
            ...(container === undefined ? [] : [{ label: 'Image', before: container.image, after: 'the new image' }]),
            { label: 'Size', after: sizeText(size) },
            { label: 'Port', after: `${port.toString()}, plain HTTP` },
            { label: 'Restarts', after: restartPolicy },
            { label: 'Pulls by', after: principal === undefined ? `managed identity ${names.identity}` : `service principal ${principal}` },
            ...reasons.map((reason) => ({ label: 'Replaced for', after: reason })),
            ...(variables === '' ? [] : [{ label: 'Settings', after: variables }]),
        ],
        ...(existing === undefined ? { monthlyUsd: containerInstanceMonthlyUsd(size) } : {}),
        groupId: existing?.id ?? resourceId(subscriptionId, names.resourceGroup, 'Microsoft.ContainerInstance/containerGroups', name),
        existing,
        how,
        location: existing?.location ?? found.region ?? '',
        tags: createdTags(name, request.projectName),
        port,
        size,
        restartPolicy,
        principal,
        dnsLabel: existing?.dnsLabel ?? name,
        containerName: existing?.containers.length === 1 && container !== undefined ? container.name : name,
    };
}
