/** What Container Apps give a container; memory is twice as many gibibytes as there are CPUs on the Consumption plan. */
export const containerAppRules = { nameLength: 32, cpu: 0.5, minReplicas: 0, maxReplicas: 3 } as const;

/** What Container Instances give a container. */
export const containerInstanceRules = { nameLength: 63, cpu: 1, memoryGb: 1.5 } as const;

/** An app's name cut to a target's length; its last six letters, which make it unique, stay. */
export function fitName(name: string, longest: number): string {
    return name.length <= longest ? name : `${name.slice(0, longest - 7).replace(/-+$/, '')}-${name.slice(-6)}`;
}
