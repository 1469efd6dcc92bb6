import * as z from 'zod';
import { isCancelled } from '../../base/failure';
import type { Operation } from '../../base/operation';
import type { Location, Subscription, TenantFailure } from '../../core/deploy/resources';
import type { Subscriptions } from '../../ports/azure';
import { operations } from './operations';
import type { Session } from './session';

const subscriptionBody = z.object({
    subscriptionId: z.string(),
    tenantId: z.string().optional(),
    displayName: z.string().optional(),
    state: z.string().optional(),
});
const tenantBody = z.object({ tenantId: z.string(), displayName: z.string().optional() });
const locationBody = z.object({
    name: z.string(),
    displayName: z.string().optional(),
    metadata: z.object({ regionType: z.string().optional() }).optional(),
});

/** `isChosen` filters what is listed, as long as that leaves anything. */
export function subscriptions(
    session: Session,
    onFound: (subscription: Subscription) => void,
    isChosen: (subscription: Subscription) => boolean,
): Subscriptions {
    /** `tenants`: those that the account can enter. Of a subscription that somebody of another tenant delegated (Azure Lighthouse) it can enter only the tenant that lists it. */
    async function inTenant(op: Operation, tenantId: string, tenants: readonly string[]): Promise<readonly Subscription[]> {
        const items = await session.arm.list(op, { operation: operations.listSubscriptions, params: {}, tenantId, ask: 'never' });
        return items.flatMap((item) => {
            const parsed = subscriptionBody.safeParse(item);
            const home = parsed.data?.tenantId;
            const tenant = home !== undefined && tenants.includes(home.toLowerCase()) ? home : tenantId;
            return parsed.success
                ? [
                      {
                          id: parsed.data.subscriptionId,
                          name: parsed.data.displayName ?? parsed.data.subscriptionId,
                          tenantId: tenant,
                          state: parsed.data.state ?? 'Enabled',
                      },
                  ]
                : [];
        });
    }

    return {
        async list(op, which = 'chosen') {
            const tenants = (await session.arm.list(op, { operation: operations.listTenants, params: {}, tenantId: undefined })).flatMap(
                (item) => {
                    const parsed = tenantBody.safeParse(item);
                    return parsed.success ? [parsed.data] : [];
                },
            );
            const enterable = tenants.map(({ tenantId }) => tenantId.toLowerCase());
            const failures: TenantFailure[] = [];
            const found = new Map<string, Subscription>();
            await Promise.all(
                tenants.map(async (tenant) => {
                    try {
                        for (const subscription of await inTenant(op, tenant.tenantId, enterable)) {
                            // The same subscription is listed in each tenant that manages it; its own tenant's entry counts.
                            const known = found.get(subscription.id.toLowerCase());
                            if (known === undefined || subscription.tenantId === tenant.tenantId) {
                                found.set(subscription.id.toLowerCase(), subscription);
                            }
                        }
                    } catch (error) {
                        if (isCancelled(error)) {
                            throw error;
                        }
                        failures.push({ tenantId: tenant.tenantId, tenant: tenant.displayName ?? tenant.tenantId, error });
                    }
                }),
            );
            const list = [...found.values()].sort((one, other) => one.name.localeCompare(other.name));
            list.forEach(onFound);
            if (list.length === 0 && failures[0] !== undefined && failures.length === tenants.length) {
                throw failures[0].error;
            }
            const chosen = list.filter(isChosen);
            return { subscriptions: which === 'all' || chosen.length === 0 ? list : chosen, failures };
        },
        use: onFound,
        async locations(op, subscriptionId): Promise<readonly Location[]> {
            const items = await session.arm.list(op, {
                operation: operations.listLocations,
                params: { subscription: subscriptionId },
                tenantId: session.tenantOf(subscriptionId),
            });
            return items.flatMap((item) => {
                const parsed = locationBody.safeParse(item);
                const physical = parsed.data?.metadata?.regionType === undefined || parsed.data.metadata.regionType === 'Physical';
                return parsed.success && physical ? [{ name: parsed.data.name, title: parsed.data.displayName ?? parsed.data.name }] : [];
            });
        },
    };
}
