import type { DeployRequest } from '../deployRequest';
import type { FoundResources } from '../deployState';
import { registryMonthlyUsd } from '../prices';
import { resourceId } from '../resourceId';
import type { Subscription, Tags } from '../resources';
import { pullRole } from '../roles';
import { sentence } from '../sentence';
import type { Step } from '../step';
import { buildArgsOf } from './buildArgsOf';

// Steps that the plans of all targets have in common.

const newRegistrySku = 'Basic';

export function groupStep(found: FoundResources, subscriptionId: string, location: string, tags: Tags): Step {
    const name = found.names.resourceGroup;
    return {
        kind: 'resourceGroup',
        id: 'resourceGroup',
        words:
            found.group === undefined
                ? sentence('Create the resource group {name} in {location}.', { name, location })
                : sentence('Use the resource group {name}.', { name }),
        change: found.group === undefined ? 'create' : 'keep',
        resource: { type: 'Microsoft.Resources/resourceGroups', name, ...(found.group === undefined ? {} : { id: found.group.id }) },
        subscriptionId,
        name,
        location: found.group?.location ?? location,
        tags,
    };
}

export function registryStep(found: FoundResources, subscriptionId: string, location: string, tags: Tags): Step {
    const existing = found.registry;
    const name = existing?.name ?? found.names.registry;
    const registryId =
        existing?.id ?? resourceId(subscriptionId, found.names.resourceGroup, 'Microsoft.ContainerRegistry/registries', name);
    return {
        kind: 'registry',
        id: 'registry',
        words:
            existing === undefined
                ? sentence('Create the container registry {name} ({sku}) in {location}.', { name, sku: newRegistrySku, location })
                : sentence('Use the container registry {name}.', { name }),
        change: existing === undefined ? 'create' : 'keep',
        resource: { type: 'Microsoft.ContainerRegistry/registries', name, ...(existing === undefined ? {} : { id: existing.id }) },
        ...(existing === undefined ? { monthlyUsd: registryMonthlyUsd[newRegistrySku] ?? 'unknown' } : {}),
        registryId,
        existing,
        location,
        sku: newRegistrySku,
        tags,
    };
}

export function identityStep(found: FoundResources, subscriptionId: string, location: string, tags: Tags): Step {
    const name = found.names.identity;
    return {
        kind: 'identity',
        id: 'identity',
        words:
            found.identity === undefined
                ? sentence('Create the managed identity {name}, with which {app} pulls its image.', { name, app: found.names.app })
                : sentence('Use the managed identity {name}.', { name }),
        change: found.identity === undefined ? 'create' : 'keep',
        resource: { type: 'Microsoft.ManagedIdentity/userAssignedIdentities', name },
        identityId:
            found.identity?.id ??
            resourceId(subscriptionId, found.names.resourceGroup, 'Microsoft.ManagedIdentity/userAssignedIdentities', name),
        existing: found.identity,
        location,
        tags,
    };
}

/** `app`: the web app itself pulls, instead of an identity beside it. */
export function roleStep(found: FoundResources, app?: { readonly name: string; readonly principalId: string | undefined }): Step {
    const role = pullRole(found.registry?.permissions ?? 'registry').title;
    const registry = found.registry?.name ?? found.names.registry;
    return {
        kind: 'role',
        id: 'role',
        words: sentence('Give {identity} the role {role} on {registry}.', {
            identity: app?.name ?? found.names.identity,
            role,
            registry,
        }),
        change: found.role === 'assigned' ? 'keep' : 'create',
        resource: { type: 'Microsoft.Authorization/roleAssignments', name: role },
        holder: app === undefined ? { kind: 'identity' } : { kind: 'app', principalId: app.principalId },
    };
}

export function pushStep(request: DeployRequest, found: FoundResources, repository: string, subscription: Subscription): Step {
    const { source, buildIn } = request;
    const registry = found.registry?.name ?? found.names.registry;
    if (source.kind === 'digest') {
        return {
            kind: 'push',
            id: 'push',
            words: sentence('Use the image {digest} that {registry} has.', { digest: source.digest, registry }),
            change: 'keep',
            repository,
            tenantId: subscription.tenantId,
            pinned: source.digest,
        };
    }
    if (source.kind === 'build' && buildIn === 'azure') {
        return {
            kind: 'remoteBuild',
            id: 'remoteBuild',
            words: sentence('Build the image in Azure, with {registry}, as {repository}.', { registry, repository }),
            change: 'create',
            context: source.context,
            dockerfile: source.dockerfile,
            buildArgs: buildArgsOf(request),
            repository,
        };
    }
    return {
        kind: 'push',
        id: 'push',
        words: sentence('Push the image to {registry} as {repository}, unless it is there.', { registry, repository }),
        change: 'change',
        repository,
        tenantId: subscription.tenantId,
    };
}

/** Who registers a provider has to wait for it, so that this comes first. */
export function providerSteps(found: FoundResources, subscriptionId: string): readonly Step[] {
    return found.unregistered.map((namespace): Step => ({
        kind: 'provider',
        id: `provider/${namespace}`,
        words: sentence('Register the subscription for {namespace}.', { namespace }),
        change: 'create',
        subscriptionId,
        namespace,
    }));
}

export function verifyStep(request: DeployRequest, name: string): Step {
    return {
        kind: 'verify',
        id: 'verify',
        words: sentence('Wait until every instance of {name} runs the image and {path} answers.', { name, path: request.healthPath }),
        change: 'check',
        healthPath: request.healthPath,
        expectedStatus: request.expectedStatus ?? (request.source.kind === 'digest' ? undefined : request.previous?.rehearsed?.status),
    };
}
