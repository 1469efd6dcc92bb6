import { quotaOf, type Limits } from '../governance/limits';
import { locationDisplayName, locationName } from '../resources/locations';
import type { Resource } from '../arm/resource';
import { webRefusal } from './webRefusal';

const provider = 'Microsoft.Web';
const newTiers = /^(Premium0V3|PremiumV3|PremiumV4|ElasticPremium)$/;

/** What of a plan its limits look at. */
interface Machines extends Resource {
    readonly reserved: boolean;
    readonly capacity: number;
    readonly skuName: string;
    readonly zoneRedundant: boolean;
}

/** Refuses a plan that the subscription, its region or its resource group's stamp cannot have, in App Service's words. */
export function checkPlanLimits(
    limits: Limits,
    plan: Machines,
    tier: string,
    existing: Machines | undefined,
    others: readonly Machines[],
): void {
    const group = plan.id.split('/')[4] ?? '';
    const lacks = (what: string) =>
        limits.stamps.some((one) => one.group.toLowerCase() === group.toLowerCase() && one.without.toLowerCase() === what.toLowerCase());
    const region = locationName(plan.location);
    if (
        existing !== undefined &&
        limits.fixedScale.includes(region) &&
        (existing.capacity !== plan.capacity || existing.skuName !== plan.skuName)
    ) {
        throw refuse(
            401,
            'Unauthorized',
            'The scale operation is not allowed for this subscription in this region. Try selecting different region or scale option.',
        );
    }
    if (plan.reserved && limits.withoutLinux.includes(region)) {
        throw refuse(400, 'BadRequest', 'Requested features are not supported in region. Please try another region.');
    }
    if (plan.reserved && lacks('Linux')) {
        throw refuse(
            400,
            'BadRequest',
            `Linux workers are not available in resource group ${group}. Use this link to learn more https://go.microsoft.com/fwlink/?linkid=831180`,
        );
    }
    if (lacks(tier) || (newTiers.test(tier) && lacks('new tiers'))) {
        throw refuse(
            400,
            'BadRequest',
            `The pricing tier '${tier}' is not allowed in this resource group. Use this link to learn more: http://go.microsoft.com/fwlink/?LinkId=825764`,
        );
    }
    if (plan.zoneRedundant && lacks('zoneRedundant')) {
        throw refuse(
            400,
            'BadRequest',
            `Requested feature is not available in resource group ${group}. Please try using a different resource group or create a new one.`,
        );
    }
    const same = others.filter((one) => one !== existing && locationName(one.location) === region);
    const used = same.reduce((sum, one) => sum + one.capacity, 0);
    const instances = quotaOf(limits, provider, 'instances', region);
    if (instances !== undefined && used + plan.capacity > instances.limit) {
        throw refuse(
            401,
            'Unauthorized',
            `This region has quota of ${instances.limit} instances for your subscription. Try selecting different region or SKU.`,
        );
    }
    const machines = quotaOf(limits, provider, `${tier} VMs`, region);
    const usedOfTier = same.filter((one) => one.sku?.tier === tier).reduce((sum, one) => sum + one.capacity, 0);
    if (machines !== undefined && usedOfTier + plan.capacity > machines.limit) {
        throw refuse(
            401,
            'Unauthorized',
            `Operation cannot be completed without additional quota. \r\nAdditional details - Location: ${locationDisplayName(plan.location)} \r\nCurrent Limit (${tier} VMs): ${machines.limit} \r\nCurrent Usage: ${usedOfTier}\r\nAmount required for this deployment (${tier} VMs): ${plan.capacity} \r\n(Minimum) New Limit that you should request to enable this deployment: ${usedOfTier + plan.capacity}. \r\nNote that if you experience multiple scaling operations failing (in addition to this one) and need to accommodate the aggregate quota requirements of these operations, you will need to request a higher quota limit than the one currently displayed.`,
        );
    }
}

function refuse(status: number, code: string, message: string) {
    return webRefusal(status, code, message, code === 'Unauthorized' ? '52020' : '51021');
}
