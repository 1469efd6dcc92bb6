/** One size of an App Service plan on Linux. */
export interface AppServiceSku {
    readonly name: string;
    /** As ARM spells it. */
    readonly tier: string;
    readonly alwaysOn: 'allowed' | 'refused';
    /** Automatic scaling by the traffic: Premium alone. */
    readonly autoscale: 'allowed' | 'refused';
    readonly maxInstances: number;
    readonly slots: number;
    readonly memoryBytes: number;
    readonly cpus: number;
}

const gib = 1024 ** 3;
const free = { tier: 'Free', alwaysOn: 'refused', autoscale: 'refused', maxInstances: 1, slots: 0 } as const;
const basic = { tier: 'Basic', alwaysOn: 'allowed', autoscale: 'refused', maxInstances: 3, slots: 0 } as const;
const standard = { tier: 'Standard', alwaysOn: 'allowed', autoscale: 'refused', maxInstances: 10, slots: 5 } as const;
/** The smallest of the generation has a tier of its own. */
const premium03 = { tier: 'Premium0V3', alwaysOn: 'allowed', autoscale: 'allowed', maxInstances: 30, slots: 20 } as const;
const premium3 = { tier: 'PremiumV3', alwaysOn: 'allowed', autoscale: 'allowed', maxInstances: 30, slots: 20 } as const;
const premium4 = { tier: 'PremiumV4', alwaysOn: 'allowed', autoscale: 'allowed', maxInstances: 30, slots: 20 } as const;
const isolated2 = { tier: 'IsolatedV2', alwaysOn: 'allowed', autoscale: 'refused', maxInstances: 100, slots: 20 } as const;
const isolated4 = { tier: 'IsolatedV4', alwaysOn: 'allowed', autoscale: 'refused', maxInstances: 100, slots: 20 } as const;

/** The sizes on offer, smallest first. D1 and the retired Premium generations have no Linux plans. */
export const appServiceSkus: readonly AppServiceSku[] = [
    { name: 'F1', ...free, cpus: 1, memoryBytes: gib },
    { name: 'B1', ...basic, cpus: 1, memoryBytes: 1.75 * gib },
    { name: 'B2', ...basic, cpus: 2, memoryBytes: 3.5 * gib },
    { name: 'B3', ...basic, cpus: 4, memoryBytes: 7 * gib },
    { name: 'S1', ...standard, cpus: 1, memoryBytes: 1.75 * gib },
    { name: 'S2', ...standard, cpus: 2, memoryBytes: 3.5 * gib },
    { name: 'S3', ...standard, cpus: 4, memoryBytes: 7 * gib },
    { name: 'P0v3', ...premium03, cpus: 1, memoryBytes: 4 * gib },
    { name: 'P1v3', ...premium3, cpus: 2, memoryBytes: 8 * gib },
    { name: 'P2v3', ...premium3, cpus: 4, memoryBytes: 16 * gib },
    { name: 'P3v3', ...premium3, cpus: 8, memoryBytes: 32 * gib },
    { name: 'P0v4', ...premium4, cpus: 1, memoryBytes: 4 * gib },
    { name: 'P1v4', ...premium4, cpus: 2, memoryBytes: 8 * gib },
    { name: 'P2v4', ...premium4, cpus: 4, memoryBytes: 16 * gib },
    { name: 'P3v4', ...premium4, cpus: 8, memoryBytes: 32 * gib },
    { name: 'P4mv4', ...premium4, cpus: 16, memoryBytes: 128 * gib },
    { name: 'I1v2', ...isolated2, cpus: 2, memoryBytes: 8 * gib },
    { name: 'I2v2', ...isolated2, cpus: 4, memoryBytes: 16 * gib },
    { name: 'I1v4', ...isolated4, cpus: 2, memoryBytes: 8 * gib },
];

export const defaultAppServiceSku = 'B1';

export function appServiceSku(name: string): AppServiceSku | undefined {
    return appServiceSkus.find((sku) => sku.name.toLowerCase() === name.toLowerCase());
}

/** Rules by which Azure Monitor changes the number of instances: for Standard and larger. */
export function takesRules({ tier }: AppServiceSku): boolean {
    return !['Free', 'Basic'].includes(tier);
}

/** Sizes of machines that belong to an App Service Environment. */
export function isIsolated(sku: AppServiceSku | undefined): boolean {
    return sku?.tier.startsWith('Isolated') === true;
}

/** A number of instances; undefined when the text is none. */
export function readInstances(text: string | undefined): number | undefined {
    return text !== undefined && /^[1-9]\d{0,2}$/.test(text.trim()) ? Number(text) : undefined;
}

/** What the platform does to a container, for plans and for rehearsals. */
export const appServiceRules = {
    platform: 'linux/amd64',
    /** WEBSITES_CONTAINER_START_TIME_LIMIT: how long the platform waits for the port, and the most that it can be set to. */
    startTimeLimitSeconds: 230,
    maxStartTimeLimitSeconds: 1800,
    /** The port that is probed when no WEBSITES_PORT says otherwise. */
    defaultPort: 80,
    /** One HTTP port is reachable; 2222 is the SSH tunnel's. */
    reservedPorts: [2222],
} as const;
