import type { Registry } from '@azure/arm-containerregistry';
import type { ContainerRegistry } from '../../core/deploy/resources';
import type { ContainerRegistries } from '../../ports/azure';
import { operations } from './operations';
import { collect, partsOf, sdk, sdkFind, sdkOperation, type Session } from './session';

// roleAssignmentMode came with 2025-05-01-preview; the SDK's model may be older than the service.
type KnownRegistry = Registry & { readonly roleAssignmentMode?: string };

function toRegistry(registry: KnownRegistry): ContainerRegistry {
    return {
        id: registry.id ?? '',
        name: registry.name ?? '',
        location: registry.location,
        loginServer: registry.loginServer ?? '',
        sku: registry.sku.name,
        tags: registry.tags ?? {},
        permissions: registry.roleAssignmentMode === 'AbacRepositoryPermissions' ? 'repository' : 'registry',
        publicAccess: accessOf(registry),
        state: registry.provisioningState ?? 'Succeeded',
    };
}

function accessOf({ publicNetworkAccess, networkRuleSet }: KnownRegistry): ContainerRegistry['publicAccess'] {
    return publicNetworkAccess === 'Disabled' ? 'disabled' : networkRuleSet?.defaultAction === 'Deny' ? 'selected' : 'enabled';
}

/** Container registries by the official SDK: the resource provider, not the data plane. */
export function containerRegistries(session: Session): ContainerRegistries {
    return {
        async list(op, subscriptionId) {
            return sdk(op, session, async () => {
                const client = await session.acr(subscriptionId);
                return (await collect(client.registries.list({ abortSignal: op.signal }))).map(toRegistry);
            });
        },
        async get(op, id) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            return sdkFind(op, session, async () =>
                toRegistry(await (await session.acr(subscriptionId)).registries.get(resourceGroup, name, { abortSignal: op.signal })),
            );
        },
        async checkName(op, subscriptionId, name) {
            return sdk(op, session, async () => {
                const client = await session.acr(subscriptionId);
                const answer = await client.registries.checkNameAvailability(
                    { name, type: 'Microsoft.ContainerRegistry/registries' },
                    { abortSignal: op.signal },
                );
                return answer.nameAvailable === true
                    ? { available: true }
                    : { available: false, reason: answer.reason ?? '', message: answer.message ?? '' };
            });
        },
        async create(op, id, wanted) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            return sdkOperation(op, session, async (signal) => {
                const client = await session.acr(subscriptionId);
                const registry = await client.registries.beginCreateAndWait(
                    resourceGroup,
                    name,
                    {
                        location: wanted.location,
                        sku: { name: wanted.sku },
                        tags: { ...wanted.tags },
                        adminUserEnabled: false,
                        anonymousPullEnabled: false,
                    },
                    { abortSignal: signal, updateIntervalInMs: session.pollMs },
                );
                return toRegistry(registry);
            });
        },
        async importImage(op, id, source, target) {
            await session.arm.perform(op, {
                operation: operations.importImage,
                params: { registry: id },
                tenantId: session.tenantOf(partsOf(id).subscriptionId),
                body: {
                    source: {
                        sourceImage: source.image,
                        ...('registryId' in source ? { resourceId: source.registryId } : { registryUri: source.registryUri }),
                    },
                    targetTags: [target],
                    mode: 'NoForce',
                },
            });
        },
    };
}
