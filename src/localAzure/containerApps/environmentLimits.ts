import { armRefusal } from '../arm/armRefusal';
import { quotaOf, type Limits } from '../governance/limits';
import type { Policies } from '../governance/policies';
import { listField, numberField, textField, type JsonObject } from '../json';
import { locationDisplayName, locationName } from '../resources/locations';
import type { ManagedEnvironment } from './managedEnvironment';

const provider = 'Microsoft.App';
/** As Microsoft.App's own list of usages calls it. */
const count = 'ManagedEnvironmentCount';

/** Refuses a new environment that the subscription cannot have, or whose own resources a policy denies. */
export function checkEnvironmentLimits(
    limits: Limits,
    policies: Pick<Policies, 'denies'>,
    wanted: { readonly id: string; readonly name: string; readonly location: string; readonly body: JsonObject },
    others: readonly ManagedEnvironment[],
): void {
    const subscription = wanted.id.split('/')[2] ?? '';
    const region = locationName(wanted.location);
    const inRegion = others.filter((one) => locationName(one.location) === region).length;
    const regional = quotaOf(limits, provider, count, region);
    if (regional !== undefined && inRegion >= regional.limit) {
        throw armRefusal(
            400,
            'MaxNumberOfRegionalEnvironmentsInSubExceeded',
            `The subscription '${subscription}' cannot have more than ${regional.limit} environments in ${locationDisplayName(region)}.`,
        );
    }
    const global = quotaOf(limits, provider, count, undefined);
    if (global !== undefined && others.length >= global.limit) {
        throw armRefusal(
            400,
            'MaxNumberOfGlobalEnvironmentsInSubExceeded',
            `The subscription '${subscription}' cannot have more than ${global.limit} environments among all regions.`,
        );
    }
    checkCores(limits, wanted, others, region);
    // What Azure makes for the environment lies in a resource group of its own, which bears none of the tags that a policy may want.
    const group = `ME_${wanted.name}_${wanted.id.split('/')[4] ?? ''}_${region}`;
    const own = { location: region, tags: {} };
    const denied = policies.denies(
        {
            id: `/subscriptions/${subscription}/resourceGroups/${group}`,
            type: 'Microsoft.Resources/subscriptions/resourceGroups',
            name: group,
            location: region,
            body: own,
        },
        [],
    );
    if (denied !== undefined) {
        throw armRefusal(
            400,
            'ManagedEnvironmentResourceGroupDisallowedByPolicy',
            `Fail to create managed environment because resource group creation is disallowed by policy, policy assignment '${denied.name}'.`,
        );
    }
}

/** Machines of its own (a D4 has four cores) count against the subscription's cores in the region. */
function checkCores(limits: Limits, wanted: { readonly body: JsonObject }, others: readonly ManagedEnvironment[], region: string): void {
    const cores = quotaOf(limits, provider, 'Total Regional Cores', region);
    if (cores === undefined) {
        return;
    }
    const required = coresOf(listField(wanted.body, 'properties', 'workloadProfiles') ?? []);
    const used = others
        .filter((one) => locationName(one.location) === region)
        .reduce((sum, one) => sum + coresOf(listField(one.properties, 'workloadProfiles') ?? []), 0);
    if (required > 0 && used + required > cores.limit) {
        throw armRefusal(
            409,
            'OperationNotAllowed',
            `Operation could not be completed as it results in exceeding approved Total Regional Cores quota. Additional details - Deployment Model: Resource Manager, Location: ${region}, Current Limit: ${cores.limit}, Current Usage: ${used}, Additional Required: ${required}, (Minimum) New Limit Required: ${used + required}.`,
        );
    }
}

function coresOf(profiles: NonNullable<ReturnType<typeof listField>>): number {
    return profiles.reduce<number>((sum, profile) => {
        const each = /^[DE](\d+)$/i.exec(textField(profile, 'workloadProfileType') ?? '')?.[1];
        return sum + (each === undefined ? 0 : Number(each) * (numberField(profile, 'minimumCount') ?? 0));
    }, 0);
}
