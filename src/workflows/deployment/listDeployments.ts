import { Cancelled, isCancelled } from '../../base/failure';
import type { Operation } from '../../base/operation';
import { nameOf, sameId } from '../../core/deploy/resourceId';
import type { GenericResource, Subscription, TenantFailure } from '../../core/deploy/resources';
import { createdForTag, deployedTag, digestTag, projectTag } from '../../core/deploy/tags';
import { targetNames, targetOfType, typesOf, type TargetName } from '../../core/deploy/target';
import type { Azure } from '../../ports/azure';
import type { DeploymentAddress } from './deploymentAddress';

/** A deployment as its tags tell of it; its state is asked for by itself. */
export interface ListedDeployment extends DeploymentAddress {
    readonly target: TargetName;
    readonly name: string;
    readonly project: string | undefined;
    /** `sha256:…` */
    readonly digest: string | undefined;
    readonly deployedMs: number | undefined;
}

/** What one subscription has; a subscription that fails never hides the others. */
export type SubscriptionDeployments = { readonly subscription: Subscription } & (
    { readonly kind: 'listed'; readonly deployments: readonly ListedDeployment[] } | { readonly kind: 'failed'; readonly error: unknown }
);

const subscriptionTimeoutMs = 15_000;

/**
 * Everything that Slipway's tags mark in the subscriptions that the account can enter: one list by type and subscription, all at the same time. `fresh` are
 * deployments that are known from here: Azure's index of resources takes a while to hear of new ones.
 */
export async function listDeployments(
    op: Operation,
    azure: Azure,
    fresh: readonly ListedDeployment[],
): Promise<{ readonly subscriptions: readonly SubscriptionDeployments[]; readonly failures: readonly TenantFailure[] }> {
    const { subscriptions, failures } = await azure.subscriptions.list(op);
    const listed = await Promise.all(subscriptions.map((subscription) => listIn(op, azure, subscription, fresh)));
    return { subscriptions: listed, failures };
}

async function listIn(
    op: Operation,
    azure: Azure,
    subscription: Subscription,
    fresh: readonly ListedDeployment[],
): Promise<SubscriptionDeployments> {
    const limit = AbortSignal.timeout(subscriptionTimeoutMs);
    const limited = { ...op, signal: AbortSignal.any([op.signal, limit]) };
    const known = fresh.filter((one) => one.subscription.id.toLowerCase() === subscription.id.toLowerCase());
    try {
        const pages = await Promise.all(targetNames.flatMap(typesOf).map((type) => azure.resources.list(limited, subscription.id, type)));
        const found = pages.flat().flatMap((resource) => toDeployment(subscription, resource) ?? []);
        const missing = known.filter((one) => !found.some(({ resourceId }) => sameId(resourceId, one.resourceId)));
        const deployments = [...found, ...missing].sort((one, other) => one.name.localeCompare(other.name));
        return { subscription, kind: 'listed', deployments };
    } catch (error) {
        if (op.signal.aborted) {
            throw new Cancelled();
        }
        return { subscription, kind: 'failed', error: isCancelled(error) ? new Error('Azure did not answer in time.') : error };
    }
}

function toDeployment(subscription: Subscription, { id, type, tags }: GenericResource): ListedDeployment | undefined {
    const target = targetOfType(type);
    if (target === undefined || !(createdForTag in tags || digestTag in tags)) {
        return undefined;
    }
    const deployedMs = Date.parse(tags[deployedTag] ?? '');
    return {
        subscription,
        resourceId: id,
        target,
        name: nameOf(id),
        project: tags[projectTag],
        digest: tags[digestTag],
        deployedMs: Number.isNaN(deployedMs) ? undefined : deployedMs,
    };
}
