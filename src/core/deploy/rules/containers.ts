/** What a container is given. */
export interface ContainerSize {
    readonly cpu: number;
    readonly memoryGb: number;
}

const gib = 1024 ** 3;

/** What Container Apps do to a container. On the Consumption plan memory is twice as many gibibytes as there are CPUs. */
export const containerAppRules = {
    nameLength: 32,
    sizes: [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4].map((cpu): ContainerSize => ({ cpu, memoryGb: cpu * 2 })),
    defaultSize: { cpu: 0.5, memoryGb: 1 },
    replicas: { min: 0, max: 3 },
    mostReplicas: 1000,
    /** The start-up probe that a new app gets: how often, and how often in vain, it is asked. */
    startupProbe: { periodSeconds: 2, failureThreshold: 120 },
    startLimitMs: 240_000,
} as const;

/** What Container Instances do to a container. They know no probe: the wait for a first answer is Slipway's own. */
export const containerInstanceRules = {
    nameLength: 63,
    sizes: [
        { cpu: 0.5, memoryGb: 1 },
        { cpu: 1, memoryGb: 1.5 },
        { cpu: 1, memoryGb: 2 },
        { cpu: 2, memoryGb: 4 },
        { cpu: 4, memoryGb: 8 },
        { cpu: 4, memoryGb: 16 },
    ] satisfies readonly ContainerSize[],
    defaultSize: { cpu: 1, memoryGb: 1.5 },
    startLimitMs: 230_000,
} as const;

/** An app's name cut to a target's length; its last six letters, which make it unique, stay. */
export function fitName(name: string, longest: number): string {
    return name.length <= longest ? name : `${name.slice(0, longest - 7).replace(/-+$/, '')}-${name.slice(-6)}`;
}

export function sizeText({ cpu, memoryGb }: ContainerSize): string {
    return `${cpu.toString()} vCPU, ${memoryGb.toString()} GB`;
}

/** The size of this text; undefined when it is none of them. */
export function readSize(text: string, sizes: readonly ContainerSize[]): ContainerSize | undefined {
    return sizes.find((size) => sizeText(size) === text.trim());
}

export interface ReplicaRange {
    readonly min: number;
    readonly max: number;
}

export function replicasText({ min, max }: ReplicaRange): string {
    return `${min.toString()}-${max.toString()}`;
}

/** Reads `0-3`; undefined when it is no range that Container Apps have. */
export function readReplicas(text: string): ReplicaRange | undefined {
    const match = /^\s*(\d{1,4})\s*(?:-|–|to)\s*(\d{1,4})\s*$/.exec(text);
    const [min, max] = [Number(match?.[1]), Number(match?.[2])];
    return match !== null && min <= max && max >= 1 && max <= containerAppRules.mostReplicas ? { min, max } : undefined;
}

/** Reads `20` or `20 %`; undefined when it is no whole share of the traffic. */
export function readPercent(text: string): number | undefined {
    const match = /^\s*(\d{1,3})\s*(?:%\s*)?$/.exec(text);
    return match !== null && Number(match[1]) <= 100 ? Number(match[1]) : undefined;
}

export function memoryBytes({ memoryGb }: ContainerSize): number {
    return memoryGb * gib;
}
