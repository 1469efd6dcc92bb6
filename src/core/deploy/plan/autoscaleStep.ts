import { readCpuScale } from '../cpuScale';
import type { DeployRequest } from '../deployRequest';
import { nameOf, parseResourceId, resourceId } from '../resourceId';
import type { Tags } from '../resources';
import { sentence } from '../sentence';
import type { AutoscaleStep } from '../step';

const type = 'Microsoft.Insights/autoscaleSettings';

/** What the request says of rules by which the plan scales: nothing, rules, or no rules any more. */
export function autoscaleStep(
    { cpuScale = '' }: DeployRequest,
    plan: { readonly id: string; readonly location: string; readonly tags: Tags },
): readonly AutoscaleStep[] {
    const scale = cpuScale.trim().toLowerCase() === 'off' ? 'off' : readCpuScale(cpuScale);
    const parts = parseResourceId(plan.id);
    if (scale === undefined || parts === undefined) {
        return [];
    }
    const planName = nameOf(plan.id);
    const name = `autoscale-${planName}`;
    const common = {
        kind: 'autoscale',
        id: 'autoscale',
        change: 'change',
        resource: { type, name },
        settingId: resourceId(parts.subscriptionId, parts.resourceGroup, type, name),
        planId: plan.id,
        location: plan.location,
        tags: plan.tags,
    } as const;
    return scale === 'off'
        ? [{ ...common, scale, words: sentence('Delete the rules by which {plan} scales.', { plan: planName }) }]
        : [
              {
                  ...common,
                  scale,
                  words: sentence('Let {plan} scale by its CPU, from {min} to {max} instances.', {
                      plan: planName,
                      min: scale.min,
                      max: scale.max,
                  }),
                  details: [
                      { label: 'One instance more', after: `above ${scale.outPercent.toString()} % of the CPU` },
                      { label: 'One instance less', after: `below ${scale.inPercent.toString()} % of the CPU` },
                      { label: 'Price', after: `each of up to ${scale.max.toString()} instances is paid for while it runs` },
                  ],
              },
          ];
}
