import type { AppServicePlan } from '@azure/arm-appservice';
import type { Plan } from '../../core/deploy/resources';
import type { Plans } from '../../ports/azure';
import { collect, partsOf, sdk, sdkFind, sdkOperation, type Session } from './session';

function toPlan(plan: AppServicePlan): Plan {
    return {
        id: plan.id ?? '',
        name: plan.name ?? '',
        location: plan.location,
        sku: plan.sku?.name ?? '',
        capacity: plan.sku?.capacity ?? 1,
        elasticLimit: plan.elasticScaleEnabled === true ? plan.maximumElasticWorkerCount : undefined,
        os: plan.reserved === true || plan.kind?.toLowerCase().includes('linux') === true ? 'linux' : 'windows',
        tags: plan.tags ?? {},
    };
}

/** App Service plans by the official SDK. */
export function plans(session: Session): Plans {
    return {
        async list(op, subscriptionId) {
            return sdk(op, session, async () => {
                const client = await session.web(subscriptionId);
                return (await collect(client.appServicePlans.list({ abortSignal: op.signal }))).map(toPlan);
            });
        },
        async get(op, id) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            return sdkFind(op, session, async () =>
                toPlan(await (await session.web(subscriptionId)).appServicePlans.get(resourceGroup, name, { abortSignal: op.signal })),
            );
        },
        async create(op, id, wanted) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            return sdkOperation(op, session, async (signal) => {
                const client = await session.web(subscriptionId);
                const poller = client.appServicePlans.createOrUpdate(
                    resourceGroup,
                    name,
                    {
                        location: wanted.location,
                        kind: 'linux',
                        // Without `reserved` it becomes a Windows plan.
                        reserved: true,
                        ...(wanted.elasticLimit === undefined
                            ? {}
                            : { elasticScaleEnabled: true, maximumElasticWorkerCount: wanted.elasticLimit }),
                        ...(wanted.environment === undefined ? {} : { hostingEnvironmentProfile: { id: wanted.environment.id } }),
                        sku: { name: wanted.sku, tier: wanted.tier, capacity: wanted.capacity },
                        tags: { ...wanted.tags },
                    },
                    { abortSignal: signal, updateIntervalInMs: session.pollMs },
                );
                return toPlan(await poller.pollUntilDone({ abortSignal: signal }));
            });
        },
        // A patch of a plan has no size: the whole of it is written back.
        async setCapacity(op, id, capacity) {
            const { subscriptionId, resourceGroup, name } = partsOf(id);
            return sdkOperation(op, session, async (signal) => {
                const { appServicePlans } = await session.web(subscriptionId);
                const plan = await appServicePlans.get(resourceGroup, name, { abortSignal: signal });
                const poller = appServicePlans.createOrUpdate(
                    resourceGroup,
                    name,
                    { ...plan, sku: { ...plan.sku, capacity } },
                    { abortSignal: signal, updateIntervalInMs: session.pollMs },
                );
                return toPlan(await poller.pollUntilDone({ abortSignal: signal }));
            });
        },
    };
}
