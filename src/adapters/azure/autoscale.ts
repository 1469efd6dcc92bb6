import * as z from 'zod';
import { autoscaleProperties } from '../../core/deploy/cpuScale';
import { sameId } from '../../core/deploy/resourceId';
import type { CpuScale } from '../../core/deploy/resources';
import type { Autoscale } from '../../ports/azure';
import { operations } from './operations';
import { partsOf, type Session } from './session';

const settingBody = z.object({
    properties: z.object({
        enabled: z.boolean().nullish(),
        targetResourceUri: z.string().nullish(),
        profiles: z.array(
            z.object({
                capacity: z.object({ minimum: z.string(), maximum: z.string() }),
                rules: z.array(
                    z.object({
                        metricTrigger: z.object({ metricName: z.string(), operator: z.string(), threshold: z.number() }),
                    }),
                ),
            }),
        ),
    }),
});

const targetBody = z.object({ id: z.string(), properties: z.object({ targetResourceUri: z.string().nullish() }) });

/** Autoscale settings by the thin client. */
export function autoscale(session: Session): Autoscale {
    return {
        async find(op, planId) {
            const { subscriptionId: subscription, resourceGroup: group } = partsOf(planId);
            const settings = await session.arm.list(op, {
                operation: operations.listAutoscale,
                params: { subscription, group },
                tenantId: session.tenantOf(subscription),
            });
            return settings
                .map((setting) => targetBody.safeParse(setting).data)
                .find((setting) => sameId(setting?.properties.targetResourceUri ?? undefined, planId))?.id;
        },
        async write(op, id, { planId, scale, location, tags }) {
            const at = { params: { autoscale: id }, tenantId: session.tenantOf(partsOf(id).subscriptionId) };
            const now = await session.arm.find(op, { operation: operations.getAutoscale, ...at });
            // Rules that cannot be read are others.
            const known = settingBody.safeParse(now).data;
            if (known !== undefined && says(known, planId, scale)) {
                return 'same';
            }
            const body = { location, tags, properties: autoscaleProperties(planId, scale) };
            await session.arm.perform(op, { operation: operations.writeAutoscale, ...at, body });
            return 'written';
        },
    };
}

function says({ properties }: z.infer<typeof settingBody>, planId: string, { min, max, outPercent, inPercent }: CpuScale): boolean {
    const [profile, ...others] = properties.profiles;
    const threshold = (operator: string) =>
        profile?.rules.find(({ metricTrigger }) => metricTrigger.metricName === 'CpuPercentage' && metricTrigger.operator === operator)
            ?.metricTrigger.threshold;
    return (
        properties.enabled === true &&
        sameId(properties.targetResourceUri ?? undefined, planId) &&
        others.length === 0 &&
        profile?.rules.length === 2 &&
        profile.capacity.minimum === min.toString() &&
        profile.capacity.maximum === max.toString() &&
        threshold('GreaterThan') === outPercent &&
        threshold('LessThan') === inPercent
    );
}
