import { listField, textField } from '../json';
import type { ManagedEnvironment } from './managedEnvironment';

/** On a workload profile of its own an app takes what its containers ask for; otherwise there are fixed pairs of CPUs and memory. */
export type ContainerSizes = 'consumption' | 'dedicated';

export function containerSizes({ properties }: Pick<ManagedEnvironment, 'properties'>, profileName: string): ContainerSizes {
    const profile = (listField(properties, 'workloadProfiles') ?? []).find(
        (one) => textField(one, 'name')?.toLowerCase() === profileName.toLowerCase(),
    );
    return /^consumption/i.test(textField(profile, 'workloadProfileType') ?? 'Consumption') ? 'consumption' : 'dedicated';
}
