import * as z from 'zod';
import { autoscaleProperties, cpuScaleText } from '../../core/deploy/cpuScale';
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

/** What somebody keeps with the rules: whom Azure tells of a change, and what the setting is tagged with. */
const keptBody = z.object({
    location: z.string(),
    tags: z.record(z.string(), z.string()).nullish(),
    properties: z.record(z.string(), z.unknown()),
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
            const found = settings.find((setting) => sameId(targetOf(setting), planId));
            const id = targetBody.safeParse(found).data?.id;
            return id === undefined ? undefined : { id, scale: scaleOf(found) };
        },
        async write(op, id, { planId, scale, location, tags }) {
            const at = { params: { autoscale: id }, tenantId: session.tenantOf(partsOf(id).subscriptionId) };
            const now = await session.arm.find(op, { operation: operations.getAutoscale, ...at });
            const there = scaleOf(now);
            if (there !== 'other' && sameId(targetOf(now), planId) && cpuScaleText(there) === cpuScaleText(scale)) {
                return 'same';
            }
            // A write replaces the whole: what is there keeps its tags, or its removal would be Slipway's to do, and what else it holds.
            const kept = keptBody.safeParse(now).data;
            const properties = { ...kept?.properties, ...autoscaleProperties(planId, scale) };
            const body = { location: kept?.location ?? location, tags: kept === undefined ? tags : (kept.tags ?? {}), properties };
            await session.arm.perform(op, { operation: operations.writeAutoscale, ...at, body });
            return 'written';
        },
    };
}

function targetOf(setting: unknown): string | undefined {
    return targetBody.safeParse(setting).data?.properties.targetResourceUri ?? undefined;
}

/** Rules that cannot be read, are switched off or are not two by the CPU alone are others. */
function scaleOf(setting: unknown): CpuScale | 'other' {
    const properties = settingBody.safeParse(setting).data?.properties;
    const [profile, ...others] = properties?.profiles ?? [];
    if (properties?.enabled !== true || profile?.rules.length !== 2 || others.length > 0) {
        return 'other';
    }
    const threshold = (operator: string) =>
        profile.rules.find(({ metricTrigger }) => metricTrigger.metricName === 'CpuPercentage' && metricTrigger.operator === operator)
            ?.metricTrigger.threshold;
    const [min, max] = [Number(profile.capacity.minimum), Number(profile.capacity.maximum)];
    const [outPercent, inPercent] = [threshold('GreaterThan'), threshold('LessThan')];
    return outPercent === undefined || inPercent === undefined || !Number.isInteger(min) || !Number.isInteger(max)
        ? 'other'
        : { min, max, outPercent, inPercent };
}
