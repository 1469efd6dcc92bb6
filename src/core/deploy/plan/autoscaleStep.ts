import { cpuScaleText, readCpuScale } from '../cpuScale';
import type { DeployRequest } from '../deployRequest';
import { nameOf, parseResourceId, resourceId } from '../resourceId';
import type { CpuScale, Tags } from '../resources';
import { sentence } from '../sentence';
import type { AutoscaleStep } from '../step';

const type = 'Microsoft.Insights/autoscaleSettings';

/** What the request says of rules by which the plan scales: nothing, rules, or no rules any more. `now`: those that it has, as far as they were read. */
export function autoscaleStep(
    { cpuScale = '' }: DeployRequest,
    plan: { readonly id: string; readonly location: string; readonly tags: Tags },
    now: CpuScale | 'other' | undefined,
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
        resource: { type, name },
        settingId: resourceId(parts.subscriptionId, parts.resourceGroup, type, name),
        planId: plan.id,
        location: plan.location,
        tags: plan.tags,
    } as const;
    return scale === 'off'
        ? [
              {
                  ...common,
                  change: 'change',
                  scale,
                  words: sentence('Delete the rules by which {plan} scales.', { plan: planName }),
                  ...(now === undefined ? {} : { details: [{ label: 'Rules', before: rulesWords(now), after: 'none' }] }),
              },
          ]
        : [
              {
                  ...common,
                  change: typeof now === 'object' && cpuScaleText(now) === cpuScaleText(scale) ? 'keep' : 'change',
                  scale,
                  words: sentence('Let {plan} scale by its CPU, from {min} to {max} instances.', {
                      plan: planName,
                      min: scale.min,
                      max: scale.max,
                  }),
                  details: [
                      ...(now === undefined ? [] : [{ label: 'Rules', before: rulesWords(now), after: rulesWords(scale) }]),
                      { label: 'One instance more', after: `above ${scale.outPercent.toString()} % of the CPU` },
                      { label: 'One instance less', after: `below ${scale.inPercent.toString()} % of the CPU` },
                      { label: 'Price', after: `each of up to ${scale.max.toString()} instances is paid for while it runs` },
                  ],
              },
          ];
}

function rulesWords(rules: CpuScale | 'other'): string {
    return rules === 'other' ? 'rules of your own' : cpuScaleText(rules);
}
